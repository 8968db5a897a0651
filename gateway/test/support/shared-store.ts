/**
 * One store that several engines share, in this process: what Redis is to gateways, with deliveries in the test's hands. A node
 * hears of what others wrote only when {@link SharedNode.deliver} is called, or when its own call needs it to.
 */
import type {
  Append,
  Entry,
  Follower,
  LogEngine,
  Places,
  Producer,
  RoomLog,
  Seen,
  Stored,
  Written,
} from '../../src/room/log'
import { Ring } from '../../src/room/ring'
import type { Profile } from '../../src/room/rules'
import { Senders } from '../../src/room/senders'
import { isMessage } from '../../src/room/state'
import type { Cursor, LogEvent, UserId } from '../../src/wire'

interface Place {
  node: SharedNode
  connection: string
  profile: Profile
}

/** One room's truth. */
export class SharedStore {
  epoch = 'e1'
  /** Where each epoch before ended. */
  chain: [epoch: string, s: number][] = []
  entries: Entry[] = []
  control = 0
  stored: Stored | undefined
  readonly places = new Map<UserId, Place>()
  readonly nodes: SharedNode[] = []

  get head(): number {
    return this.entries.flatMap(({ events }) => events).at(-1)?.s ?? 0
  }

  node(): SharedNode {
    const node = new SharedNode(this)
    this.nodes.push(node)
    return node
  }

  /** As a restart from a backup: the newest entries are gone, and a new epoch says so. */
  rollBack(entries: number): void {
    this.entries = this.entries.slice(0, Math.max(0, this.entries.length - entries))
    this.chain.push([this.epoch, this.head])
    this.epoch = `e${this.chain.length + 1}`
    this.control = this.entries.flatMap(({ events }) => events).findLast(({ k }) => !isMessage(k))?.s ?? 0
    for (const node of this.nodes) node.stale = true
  }
}

export class SharedNode implements LogEngine, RoomLog, Places {
  stale = false
  alive = true
  likes = 0
  epoch = 'e1'
  private follower!: Follower
  private readonly ring = new Ring(4096)
  private readonly senders = new Senders()
  /** Entries of the store that the replica has. */
  private known = 0

  constructor(private readonly store: SharedStore) {}

  get places(): Places {
    return this
  }

  get head(): number {
    return this.ring.head
  }

  get tail(): number {
    return this.ring.tail
  }

  get online(): number {
    return Array.from(this.store.places.values()).filter(({ node }) => node.alive).length
  }

  async open(_room: string, follower: Follower): Promise<RoomLog> {
    this.follower = follower
    this.begin()
    return this
  }

  /** Tells what others wrote, as far as asked. */
  deliver(count = Infinity, own = 0): void {
    if (this.stale) return this.rebuild()
    const news = this.store.entries.slice(this.known, Math.min(this.store.entries.length, this.known + count))
    const others = news.slice(0, news.length - own)
    this.tell(others, false)
    this.tell(news.slice(news.length - own), true)
  }

  async append({ steps, at, basis }: Append): Promise<readonly (Written | 'past')[] | 'conflict'> {
    await Promise.resolve()
    this.deliver()
    if (basis !== undefined && basis !== this.store.control) return 'conflict'
    return steps.map(({ events, producer }): Written | 'past' => {
      const seen = producer && this.senders.seen(producer)
      if (seen) return seen === 'past' ? seen : { ...seen, dup: true }
      const base = this.store.head
      const numbered = events.map((event, index): LogEvent => ({ s: base + index + 1, at, ...event }))
      this.store.entries.push({ at, events: numbered, ...(producer && { producer }) })
      if (basis !== undefined && numbered.length > 0) this.store.control = this.store.head
      this.deliver(Infinity, 1)
      return { s: this.store.head, at, dup: false }
    })
  }

  seen(producer: Producer): Seen {
    return this.senders.seen(producer)
  }

  async sync(): Promise<void> {
    await Promise.resolve()
    this.deliver()
  }

  read(after: number, limit: number): LogEvent[] {
    return this.ring.read(after, limit)
  }

  resumes([epoch, seq]: Cursor): boolean {
    if (seq < this.tail - 1 || seq > this.head) return false
    if (epoch === this.epoch) return true
    const link = this.store.chain.findIndex(([old]) => old === epoch)
    return link >= 0 && this.store.chain.slice(link).every(([, s]) => seq <= s)
  }

  like(count: number): void {
    this.likes += count
  }

  async take(user: UserId, connection: string, profile: Profile): Promise<void> {
    await Promise.resolve()
    const before = this.store.places.get(user)
    this.store.places.set(user, { node: this, connection, profile })
    if (before) before.node.follower.moved(user, connection)
  }

  async drop(user: UserId, connection: string): Promise<boolean> {
    await Promise.resolve()
    return this.store.places.get(user)?.connection === connection && this.store.places.delete(user)
  }

  async find(user: UserId): Promise<Profile | undefined> {
    return this.store.places.get(user)?.profile
  }

  async missing(users: readonly UserId[]): Promise<UserId[]> {
    await Promise.resolve()
    return users.filter((user) => !this.store.places.get(user)?.node.alive)
  }

  abandoned = async (): Promise<string[]> => []
  evict = async (): Promise<void> => undefined
  health = async (): Promise<{ ok: true }> => ({ ok: true })
  close = async (): Promise<void> => undefined

  private tell(entries: readonly Entry[], own: boolean): void {
    if (entries.length === 0) return
    this.known += entries.length
    for (const { at, events, producer } of entries) {
      for (const event of events) this.ring.push(event)
      if (producer) this.senders.remember(producer, { s: this.head, at })
    }
    this.follower.entries(entries, own)
  }

  private begin(): void {
    this.known = 0
    this.ring.clear()
    this.senders.clear()
    this.epoch = this.store.epoch
    this.follower.restore(this.store.stored)
    this.tell(this.store.entries, false)
  }

  private rebuild(): void {
    this.stale = false
    this.begin()
    this.follower.turned()
  }
}
