import type { Follower, Places } from '../../room/log'
import type { Profile } from '../../room/rules'
import type { UserId } from '../../wire'
import type { Nodes } from './nodes'
import type { RedisSettings } from './options'
import { DROP, REAP, SETTLE, TAKE } from './scripts/places'
import type { Looked, RoomStore } from './store'

/** Likes are sent together, at most so often, ms. */
const LIKES_EVERY = 250

interface Mine {
  connection: string
  profile: Profile
}

/** Who is in a room, over all gateways: a hash in Redis; and which of them are here. */
export class RedisPlaces implements Places {
  online = 0
  private sum = 0
  /** Likes that Redis has not been told. */
  private unsent = 0
  private sending: NodeJS.Timeout | undefined
  /** When the counts were right, by Redis' clock. */
  private asOf = 0
  private doubtful = false
  private readonly mine = new Map<UserId, Mine>()
  private readonly taking = new Set<{ user: UserId; connection: string; outdated: boolean }>()

  constructor(
    private readonly store: RoomStore,
    private readonly settings: RedisSettings,
    private readonly follower: Pick<Follower, 'moved' | 'counted'>,
    private readonly nodes: Nodes,
    private readonly sync: () => Promise<void>,
  ) {}

  get likes(): number {
    return this.sum + this.unsent
  }

  like(count: number): void {
    this.unsent += count
    this.follower.counted()
    this.sending ??= setTimeout(() => {
      this.sending = undefined
      this.sync().catch((error: unknown) => this.settings.report('debug', 'redis.likes', { error: String(error) }))
    }, LIKES_EVERY)
  }

  async take(user: UserId, connection: string, profile: Profile): Promise<void> {
    const taking = { user, connection, outdated: false }
    this.taking.add(taking)
    try {
      const args = [this.store.channel, this.store.ttl, user, this.holder(connection), JSON.stringify(profile)]
      const [, counts] = (await this.store.run(TAKE, args)) as [string, string]
      const before = this.mine.get(user)
      this.mine.set(user, { connection, profile })
      this.count(counts)
      if (before && before.connection !== connection) this.follower.moved(user, connection)
    } catch (error) {
      // It may have been taken all the same.
      this.doubtful = true
      throw error
    } finally {
      this.taking.delete(taking)
    }
    if (taking.outdated) this.verifySoon(user)
  }

  async drop(user: UserId, connection: string): Promise<boolean> {
    if (this.mine.get(user)?.connection === connection) this.mine.delete(user)
    try {
      const args = [this.store.channel, user, this.holder(connection)]
      const [was, counts] = (await this.store.run(DROP, args)) as [number, string]
      this.count(counts)
      return was === 1
    } catch (error) {
      this.doubtful = true
      throw error
    }
  }

  async find(user: UserId): Promise<Profile | undefined> {
    const place = (await this.store.command(['HGET', this.store.placesKey, user])) as string | null
    if (place === null || !this.lives(place)) return undefined
    return JSON.parse(place.slice(place.indexOf('\n') + 1)) as Profile
  }

  async missing(users: readonly UserId[]): Promise<UserId[]> {
    if (users.length === 0) return []
    const places = (await this.store.command(['HMGET', this.store.placesKey, ...users])) as (string | null)[]
    return users.filter((_, index) => {
      const place = places[index]
      return place == null || !this.lives(place)
    })
  }

  /** `c counts`, or `m user node connection`: the place went there. */
  hear(message: string): void {
    if (message.startsWith('c ')) return this.count(message.slice(2))
    const [, user = '', node] = message.split(' ')
    if (node === this.nodes.self) return
    for (const taking of this.taking) if (taking.user === user) taking.outdated = true
    this.verifySoon(user)
  }

  /** @param counts `time online likes` */
  count(counts: string): void {
    const [asOf = 0, online = 0, likes = 0] = counts.split(' ').map(Number)
    if (asOf < this.asOf) return
    this.asOf = asOf
    if (online === this.online && likes === this.sum) return
    this.online = online
    this.sum = likes
    this.follower.counted()
  }

  /** Looks at the room, telling the likes that are due. Those of a look that fails are lost rather than counted twice. */
  async look(look: (likes: number) => Promise<Looked>): Promise<Looked> {
    const likes = this.unsent
    this.unsent = 0
    this.sum += likes
    const looked = await look(likes)
    this.count(looked.counts)
    return looked
  }

  /** Redis was away, or is another one: what stands there may not be what this gateway thinks. */
  doubt(): void {
    this.doubtful = true
    this.asOf = 0
  }

  /** After doubt: takes again what is nobody's, and hears who is another's. */
  async settle(): Promise<void> {
    if (!this.doubtful) return
    this.doubtful = false
    const asked = new Map(this.mine)
    const mine = Array.from(asked, ([user, { connection, profile }]) => [user, connection, JSON.stringify(profile)])
    const taking = Array.from(this.taking, ({ user, connection }) => [user, connection, ''])
    const args = [this.store.channel, this.store.ttl, this.nodes.self, ...mine.flat(), ...taking.flat()]
    try {
      const [counts = '', ...moved] = (await this.store.run(SETTLE, args)) as string[]
      this.count(counts)
      for (let i = 0; i < moved.length; i += 2) this.lose(moved[i] ?? '', asked.get(moved[i] ?? ''), moved[i + 1] ?? '')
    } catch (error) {
      this.doubtful = true
      throw error
    }
  }

  /** Gives up all places of this gateway. */
  async leave(): Promise<void> {
    this.mine.clear()
    await this.store.run(REAP, [this.store.channel, this.nodes.self])
  }

  close(): void {
    clearTimeout(this.sending)
  }

  private holder(connection: string): string {
    return `${this.nodes.self} ${connection}`
  }

  private lives(place: string): boolean {
    return this.nodes.lives(place.slice(0, place.indexOf(' ')))
  }

  private verifySoon(user: UserId): void {
    this.verify(user).catch((error: unknown) => {
      this.doubtful = true
      this.settings.report('warn', 'redis.places', { error: String(error) })
    })
  }

  /** Said to be another's: messages and answers come by different connections, so the place itself is looked at. */
  private async verify(user: UserId): Promise<void> {
    const before = this.mine.get(user)
    if (!before) return
    const place = (await this.store.command(['HGET', this.store.placesKey, user])) as string | null
    if (place === null) this.doubtful = true
    else this.lose(user, before, place.slice(0, place.indexOf('\n')))
  }

  /** @param before what was held when Redis was asked: a place that was taken since is none of it */
  private lose(user: UserId, before: Mine | undefined, holder: string): void {
    if (!before || this.mine.get(user) !== before || holder === this.holder(before.connection)) return
    this.mine.delete(user)
    this.follower.moved(user, holder.slice(holder.indexOf(' ') + 1))
  }
}
