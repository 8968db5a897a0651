/** Who is connected to a room: cursors, presence with its grace, rights as last told, and the digests. */
import type { Cursor, LogEvent, User, UserId } from '../wire'
import { evolve } from './evolve'
import type { Core } from './core'
import type { Feed } from './feed'
import type { Client, Member } from './member'
import { rightsOf } from './rights'
import type { Profile } from './rules'

/** Profiles remembered of people who are out, oldest out first. */
const DEPARTED = 1024

export class Members {
  private readonly members = new Map<UserId, Member>()
  private readonly profiles = new Map<UserId, Profile>()
  private likes = 0
  private told = { online: 0, likes: 0 }

  constructor(
    private readonly core: Core,
    private readonly feed: Feed,
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
    return !this.members.has(user) && this.members.size >= this.core.context.settings.maxMembers
  }

  attach(client: Client, user: User, cursor?: Cursor): Member {
    this.core.timers.cancel(`grace ${user.id}`)
    const old = this.members.get(user.id)
    const rights = rightsOf(this.core.state, user)
    const member: Member = { user: user.id, client, cursor: this.core.log.head, rights: JSON.stringify(rights) }
    this.members.set(user.id, member)
    if (old && old.client !== client)
      old.client.expelled(this.core.room, 'replaced', 'the same user joined from elsewhere')
    if (cursor && this.resumable(cursor)) {
      member.cursor = cursor[1]
      const { epoch: e, head: s } = this.core.log
      client.send(JSON.stringify({ t: 'res', r: this.core.room, e, s, rights }))
      client.send(this.digest())
      this.pump(member)
    } else {
      client.send(this.feed.snapshot(user, rights, this.counts(), cursor !== undefined))
    }
    return member
  }

  /** @returns false when the member was replaced or expelled before. */
  remove(member: Member): boolean {
    return this.members.get(member.user) === member && this.members.delete(member.user)
  }

  /** The person stays present for a moment: a reload or a resume is no news to the room. */
  awaitReturn(user: UserId): void {
    this.core.timers.set(`grace ${user}`, this.core.context.settings.grace, () => this.gone(user))
  }

  departed(user: UserId): Profile | undefined {
    return this.profiles.get(user)
  }

  private remember({ id, name, role, avatar }: User): void {
    this.profiles.delete(id)
    this.profiles.set(id, { name, role, ...(avatar === undefined ? {} : { avatar }) })
    const [oldest] = this.profiles.keys()
    if (this.profiles.size > DEPARTED && oldest !== undefined) this.profiles.delete(oldest)
  }

  /** One event of the log: the state moves on, and whom it concerns will be told. */
  apply(event: LogEvent): void {
    const leaver = event.k === 'userLeft' ? this.core.state.users.get(event.d.userId) : undefined
    if (leaver) this.remember(leaver)
    evolve(this.core.state, event)
    if (event.k === 'userJoined' || event.k === 'userLeft') this.armDigest()
    if (event.k === 'linkStarted' || event.k === 'linkEnded') this.tellRights(event.d.userId)
    if (event.k === 'userJoined' || event.k === 'userUpdated') this.tellRights(event.d.id)
    if (event.k === 'kick') this.expel(event.d.userId)
  }

  like(count: number): void {
    this.likes += count
    this.armDigest()
  }

  flush(): void {
    for (const member of this.members.values()) this.pump(member)
  }

  pump(member: Member): void {
    while (member.cursor < this.core.log.head && !member.client.congested) {
      if (member.cursor < this.core.log.tail - 1) {
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
    const me = this.core.state.users.get(member.user)
    member.cursor = this.core.log.head
    // Without a user the person was kicked and is on the way out.
    if (me) member.client.send(this.feed.snapshot(me, rightsOf(this.core.state, me), this.counts(), true))
  }

  private resumable([epoch, seq]: Cursor): boolean {
    return epoch === this.core.log.epoch && seq <= this.core.log.head && seq >= this.core.log.tail - 1
  }

  private tellRights(user: UserId): void {
    this.core.context.tick.after(() => {
      const member = this.members.get(user)
      const me = this.core.state.users.get(user)
      if (!member || !me) return
      const rights = JSON.stringify(rightsOf(this.core.state, me))
      if (rights === member.rights) return
      member.rights = rights
      member.client.send(`{"t":"rights","r":"${this.core.room}","rights":${rights}}`)
    })
  }

  /** After the tick, so that the person still reads why. */
  private expel(user: UserId): void {
    const member = this.members.get(user)
    if (!member) return
    this.core.context.tick.after(() => {
      if (this.members.get(user) !== member) return
      this.members.delete(user)
      member.client.expelled(this.core.room, 'kicked', 'a moderator removed you from the room')
    })
  }

  private counts(): { online: number; likes: number } {
    return { online: this.core.state.users.size, likes: this.likes }
  }

  private digest(): string {
    return JSON.stringify({ t: 'dg', r: this.core.room, ...this.counts() })
  }

  /** Latest values only: at most one frame per interval, none for a socket that cannot keep up. */
  private armDigest(): void {
    if (this.core.timers.has('digest')) return
    this.core.timers.set('digest', this.core.context.settings.digest, () => {
      const { online, likes } = this.counts()
      if (online === this.told.online && likes === this.told.likes) return
      this.told = { online, likes }
      const data = Buffer.from(this.digest())
      for (const { client } of this.members.values()) if (!client.congested) client.send(data)
    })
  }
}
