/** Who is connected to a room through this gateway: cursors, rights as last told, and the digests. */
import { randomBytes } from 'node:crypto'
import type { Cursor, LogEvent, UserId } from '../wire'
import type { Core } from './core'
import type { Feed } from './feed'
import type { Client, Expulsion, Member } from './member'
import { rightsOf } from './rights'
import { refuse, type Refusal } from './rules'

/** Frames a second that a room's digests may cost: the count of ten thousand people may be two seconds old, no message may. */
const DIGESTS_PER_SECOND = 4_000

/** A cursor into what is gone: before every log's first entry. */
const NOWHERE = -1

type Person = Pick<Member, 'user' | 'profile'>

/** Names a connection on all gateways, and the launch of the app that it belongs to. */
export function newConnectionId({ launch = '' }: Client): string {
  return `${launch}.${randomBytes(9).toString('base64url')}`
}

const launchOf = (connection: string): string => connection.slice(0, connection.indexOf('.'))

export class Members {
  private readonly members = new Map<UserId, Member>()
  private told = { online: 0, likes: 0 }

  constructor(
    private readonly core: Core,
    private readonly feed: Feed,
    /** Somebody was expelled by a moderator, and the place is free. */
    private readonly out: (member: Member) => void,
  ) {}

  get size(): number {
    return this.members.size
  }

  get(user: UserId): Member | undefined {
    return this.members.get(user)
  }

  all(): Iterable<Member> {
    return this.members.values()
  }

  attach(client: Client, connection: string, { user, profile }: Person, cursor?: Cursor): Member {
    const { log } = this.core
    const before = this.members.get(user.id)
    if (before && before.client !== client) this.replace(before, connection)
    const rights = JSON.stringify(rightsOf(this.core.state.now, user))
    const member: Member = { user, profile, client, connection, cursor: log.head, epoch: log.epoch, rights }
    this.members.set(user.id, member)
    if (cursor && log.resumes(cursor)) {
      this.resume(member, cursor[1])
      client.send(this.digest())
      this.pump(member)
    } else this.snapshot(member, cursor !== undefined)
    return member
  }

  /** Another connection of the same user, `next`, was faster, and is newer. @returns what is said to who still listens */
  turnAway(client: Client, connection: string, next: string): Refusal {
    const { code, why } = replacement(connection, next)
    client.expelled(this.core.room, code, why)
    return refuse('not-joined', why)
  }

  /** @returns false when the member was replaced or expelled before. */
  remove(member: Member): boolean {
    return this.members.get(member.user.id) === member && this.members.delete(member.user.id)
  }

  /** The user's place is another connection's, perhaps on another gateway. */
  moved(user: UserId, connection: string): void {
    const member = this.members.get(user)
    if (member && member.connection !== connection) this.replace(member, connection)
  }

  /** Whom an event concerns is told; the state has moved on already. */
  concern(event: LogEvent): void {
    switch (event.k) {
      case 'userJoined':
      case 'userUpdated':
        return this.tellRights(event.d.id)
      case 'linkStarted':
      case 'linkEnded':
      case 'narrowed':
        return this.tellRights(event.d.userId)
      case 'kick':
        return this.expelLater([event.d.userId], 'kicked', 'a moderator removed you from the room')
      case 'ban':
        return this.expelLater([event.d.userId], 'banned', 'a moderator keeps you out of this room', event.d.until)
      case 'closed':
        return this.expelLater(Array.from(this.members.keys()), 'room-closed', 'the room was closed')
    }
  }

  flush(): void {
    for (const member of this.members.values()) this.pump(member)
  }

  pump(member: Member): void {
    const { log } = this.core
    while (member.cursor < log.head && !member.client.congested) {
      if (member.cursor < log.tail - 1) return this.snapshot(member, true)
      const { data, to } = this.feed.frame(member.cursor, member.user.id)
      member.client.send(data)
      const { meter } = this.core.context
      meter.frames++
      meter.events += to - member.cursor
      meter.bytes += data.length
      member.cursor = to
    }
  }

  /** The log has another epoch: who has what it has goes on, the others are told that something is lost. */
  turned(): void {
    this.feed.clear()
    for (const member of this.members.values()) {
      if (this.core.log.resumes([member.epoch, member.cursor])) this.resume(member, member.cursor)
      else {
        // A socket that cannot keep up gets its snapshot when it can.
        member.cursor = NOWHERE
        this.pump(member)
      }
    }
  }

  /** Latest values only: at most one frame per interval, none for a socket that cannot keep up. */
  armDigest(): void {
    const { timers, context } = this.core
    if (timers.has('digest')) return
    const spread = (this.members.size * 1000) / DIGESTS_PER_SECOND
    timers.set('digest', Math.max(context.settings.digest, spread), () => {
      const { online, likes } = this.counts()
      if (online === this.told.online && likes === this.told.likes) return
      this.told = { online, likes }
      const data = Buffer.from(this.digest())
      for (const { client } of this.members.values()) if (!client.congested) client.send(data)
    })
  }

  counts(): { online: number; likes: number } {
    const { online, likes } = this.core.log.places
    // After a restart people are listed before their places are taken again.
    return { online: Math.max(online, this.core.state.now.users.size), likes }
  }

  private resume(member: Member, cursor: number): void {
    const { epoch: e, head: s } = this.core.log
    member.epoch = e
    member.cursor = cursor
    this.core.context.meter.resumed++
    member.client.send(`{"t":"res","r":"${this.core.room}","e":"${e}","s":${s},"rights":${member.rights}}`)
  }

  /** What was missed is said to be missed (`gap`). */
  private snapshot(member: Member, gap: boolean): void {
    const { log, state, context } = this.core
    if (gap) context.meter.gaps++
    member.cursor = log.head
    member.epoch = log.epoch
    const me = state.now.users.get(member.user.id) ?? member.user
    member.client.send(this.feed.snapshot(me, rightsOf(state.now, me), this.counts(), gap))
  }

  private tellRights(user: UserId): void {
    this.core.context.tick.after(() => {
      const member = this.members.get(user)
      if (!member) return
      const me = this.core.state.now.users.get(user) ?? member.user
      const rights = JSON.stringify(rightsOf(this.core.state.now, me))
      if (rights === member.rights) return
      member.rights = rights
      member.client.send(`{"t":"rights","r":"${this.core.room}","rights":${rights}}`)
    })
  }

  private replace(member: Member, next: string): void {
    const { code, why } = replacement(member.connection, next)
    this.expel(member, code, why)
  }

  private expel(member: Member, code: Expulsion, why: string, until?: number): void {
    if (this.remove(member)) member.client.expelled(this.core.room, code, why, until)
  }

  /** After the tick, so that the person still reads why. */
  private expelLater(users: readonly UserId[], code: Expulsion, why: string, until?: number): void {
    const members = users.flatMap((user) => this.members.get(user) ?? [])
    this.core.context.tick.after(() => {
      for (const member of members) {
        this.expel(member, code, why, until)
        this.out(member)
      }
    })
  }

  private digest(): string {
    return JSON.stringify({ t: 'dg', r: this.core.room, ...this.counts() })
  }
}

/**
 * An attempt that the client has given up may arrive after the one that it stays with, where the network held it up: then it
 * is the client's own ghost that takes the place, and the client has to come back and take it again.
 */
function replacement(connection: string, next: string): { code: Expulsion; why: string } {
  const same = launchOf(connection) !== '' && launchOf(connection) === launchOf(next)
  if (same) return { code: 'restart', why: 'another connection of this client came in later; come back' }
  return { code: 'replaced', why: 'the same user joined from elsewhere' }
}
