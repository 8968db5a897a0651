/** Who is connected to a room: cursors, presence with its grace, rights as last told, and the digests. */
import type { Cursor, LogEvent, User, UserId } from '../wire'
import { evolve } from './evolve'
import type { Feed } from './feed'
import type { RoomLog } from './log'
import type { Client, Member } from './member'
import { rightsOf } from './rights'
import type { Profile } from './rules'
import type { RoomContext } from './settings'
import type { State } from './state'
import type { Timers } from './timers'

/** Profiles remembered of people who are out, oldest out first. */
const DEPARTED = 1024

export class Members {
  private readonly members = new Map<UserId, Member>()
  private readonly profiles = new Map<UserId, Profile>()
  private likes = 0
  private told = { online: 0, likes: 0 }

  constructor(
    private readonly room: string,
    private readonly log: RoomLog,
    private readonly feed: Feed,
    private readonly state: State,
    private readonly timers: Timers,
    private readonly context: RoomContext,
    /** The grace of somebody is over. */
    private readonly gone: (user: UserId) => void,
  ) {}

  get size(): number {
    return this.members.size
  }

  has(user: UserId): boolean {
    return this.members.has(user)
  }

  full(user: UserId): boolean {
    return !this.members.has(user) && this.members.size >= this.context.settings.maxMembers
  }

  attach(client: Client, user: User, cursor?: Cursor): Member {
    this.timers.cancel(`grace ${user.id}`)
    const old = this.members.get(user.id)
    const rights = rightsOf(this.state, user)
    const member: Member = { user: user.id, client, cursor: this.log.head, rights: JSON.stringify(rights) }
    this.members.set(user.id, member)
    if (old && old.client !== client) old.client.expelled(this.room, 'replaced', 'the same user joined from elsewhere')
    if (cursor && this.resumable(cursor)) {
      member.cursor = cursor[1]
      const { epoch: e, head: s } = this.log
      client.send(JSON.stringify({ t: 'res', r: this.room, e, s, rights }))
      client.send(this.digest())
      this.pump(member)
    } else {
      client.send(this.feed.snapshot(user, rights, this.counts(), cursor !== undefined))
    }
    return member
  }

  /** @returns false when the member was replaced or expelled before. */
  remove(member: Member, why: 'left' | 'lost'): boolean {
    if (this.members.get(member.user) !== member) return false
    this.members.delete(member.user)
    if (why === 'lost')
      this.timers.set(`grace ${member.user}`, this.context.settings.grace, () => this.gone(member.user))
    return true
  }

  departed(user: UserId): Profile | undefined {
    return this.profiles.get(user)
  }

  remember({ id, name, role, avatar }: User): void {
    this.profiles.delete(id)
    this.profiles.set(id, { name, role, ...(avatar === undefined ? {} : { avatar }) })
    const [oldest] = this.profiles.keys()
    if (this.profiles.size > DEPARTED && oldest !== undefined) this.profiles.delete(oldest)
  }

  /** One event of the log: the state moves on, and whom it concerns will be told. */
  apply(event: LogEvent): void {
    evolve(this.state, event)
    if (event.k === 'in' || event.k === 'out') this.armDigest()
    if (event.k === 'mic.on' || event.k === 'mic.off' || event.k === 'mute') this.tellRights(event.d.user)
    if (event.k === 'in') this.tellRights(event.d.id)
    if (event.k === 'kick') this.expel(event.d.user)
  }

  like(count: number): void {
    this.likes += count
    this.armDigest()
  }

  flush(): void {
    for (const member of this.members.values()) this.pump(member)
  }

  pump(member: Member): void {
    while (member.cursor < this.log.head && !member.client.congested) {
      if (member.cursor < this.log.tail - 1) {
        this.resync(member)
        return
      }
      const { data, to } = this.feed.frame(member.cursor, member.user)
      member.client.send(data)
      member.cursor = to
    }
  }

  /** The ring has moved on under a slow reader: what it missed is said to be missed. */
  private resync(member: Member): void {
    const me = this.state.users.get(member.user)
    member.cursor = this.log.head
    // Without a user the person was kicked and is on the way out.
    if (me) member.client.send(this.feed.snapshot(me, rightsOf(this.state, me), this.counts(), true))
  }

  private resumable([epoch, seq]: Cursor): boolean {
    return epoch === this.log.epoch && seq <= this.log.head && seq >= this.log.tail - 1
  }

  private tellRights(user: UserId): void {
    this.context.tick.after(() => {
      const member = this.members.get(user)
      const me = this.state.users.get(user)
      if (!member || !me) return
      const rights = JSON.stringify(rightsOf(this.state, me))
      if (rights === member.rights) return
      member.rights = rights
      member.client.send(`{"t":"rights","r":"${this.room}","rights":${rights}}`)
    })
  }

  /** After the tick, so that the person still reads why. */
  private expel(user: UserId): void {
    const member = this.members.get(user)
    if (!member) return
    this.context.tick.after(() => {
      if (this.members.get(user) !== member) return
      this.members.delete(user)
      member.client.expelled(this.room, 'kicked', 'a moderator removed you from the room')
    })
  }

  private counts(): { online: number; likes: number } {
    return { online: this.state.users.size, likes: this.likes }
  }

  private digest(): string {
    return JSON.stringify({ t: 'dg', r: this.room, ...this.counts() })
  }

  /** Latest values only: at most one frame per interval, none for a socket that cannot keep up. */
  private armDigest(): void {
    if (this.timers.has('digest')) return
    this.timers.set('digest', this.context.settings.digest, () => {
      const { online, likes } = this.counts()
      if (online === this.told.online && likes === this.told.likes) return
      this.told = { online, likes }
      const data = Buffer.from(this.digest())
      for (const { client } of this.members.values()) if (!client.congested) client.send(data)
    })
  }
}
