/** The server that is not there: who is in the room, what they publish and say. Every change is told by an event. */
import { Emitter } from '../../emitter'
import { LiveError } from '../../errors'
import type {
  IncomingMessage,
  LeaveReason,
  MessageBody,
  ProviderEvents,
  Rights,
  Role,
  RoomSnapshot,
  Stream,
  StreamEndReason,
  StreamId,
  User,
  UserId,
} from '../types'
import type { Member } from './cast'
import { Links } from './links'
import { hosting, hushable, rightsOf } from './rights'

/** Messages a newcomer gets. */
const KEPT = 50

export class World {
  readonly users = new Map<UserId, User>()
  readonly streams = new Map<StreamId, Stream>()
  readonly links: Links
  /** Who is kept out, and until when, ms since 1970. */
  readonly bans = new Map<UserId, number>()
  /** Ends my stay. */
  over: (reason: 'kicked' | 'banned' | 'room-closed', until?: number) => void = () => undefined
  /** Set when I have joined: what was before is in the snapshot and told to nobody. */
  events = new Emitter<ProviderEvents>()
  /** Everybody who publishes is silenced, and who begins to; hosts are not. */
  private silent = false
  /** Whose microphone a moderator has, away ones too. */
  private readonly silenced = new Set<UserId>()
  /** Who of them would like to be heard. */
  private readonly wishes = new Set<UserId>()
  private messages: IncomingMessage[] = []
  private likes = 0
  private count = 0

  constructor(
    readonly me: User,
    seats: number,
    private readonly now: () => number,
  ) {
    this.users.set(me.id, me)
    this.links = new Links(this, seats, now)
  }

  /** Mine. */
  get rights(): Rights {
    return rightsOf(this.me.role, this.links.seatOf(this.me.id) !== undefined, this.me.muted)
  }

  /** I come first, when I am one. */
  get hosts(): User[] {
    return Array.from(this.users.values()).filter(({ role }) => hosting(role))
  }

  private get others(): User[] {
    return Array.from(this.users.values()).filter((user) => user !== this.me)
  }

  snapshot(roomId: string): RoomSnapshot {
    return {
      roomId,
      me: { ...this.me },
      rights: this.rights,
      // Those I found here came before me.
      users: [...this.others, this.me].map((user) => ({ ...user })),
      streams: Array.from(this.streams.values(), (stream) => ({ ...stream })),
      messages: this.messages.slice(),
      link: this.links.snapshot(),
      online: this.users.size,
      likes: this.likes,
      allSilenced: this.silent,
    }
  }

  /** @throws LiveError `user-not-found` when nobody in the room has this id. */
  user(userId: UserId): User {
    const user = this.users.get(userId)
    if (user) return user
    throw LiveError.of('user-not-found', `simulated: nobody in the room has the id "${userId}"`, {
      subject: 'userId',
    })
  }

  enter({ id, name, role, avatar, publishes }: Member): void {
    if (this.users.has(id) || (this.bans.get(id) ?? 0) > this.now()) return
    const user: User = {
      id,
      name,
      role,
      muted: false,
      silenced: this.hushed(id, role, false),
      joinedAt: this.now(),
      ...(avatar === undefined ? {} : { avatar }),
    }
    this.users.set(id, user)
    this.events.emit('userJoined', { ...user })
    this.counted()
    if (publishes) this.publish(id)
  }

  /** All of somebody's ends; `lost`: the connection broke, rather than the person leaving. */
  exit(userId: UserId, how: 'left' | 'lost' | 'kicked'): void {
    const user = this.users.get(userId)
    if (!user) return
    this.links.gone(userId, how)
    this.unpublish(userId)
    this.users.delete(userId)
    if (hosting(user.role) && !this.hosts.length) this.links.hostGone(userId)
    this.events.emit('userLeft', { userId })
    this.counted()
  }

  ban(userId: UserId, seconds: number): void {
    const until = this.now() + seconds * 1000
    this.bans.set(userId, until)
    if (userId === this.me.id) this.over('banned', until < Infinity ? until : undefined)
    else this.exit(userId, 'kicked')
  }

  publish(userId: UserId, media: { audio?: boolean; video?: boolean } = {}): void {
    const { audio: wish = true, video = true } = media
    const id = this.streamId(userId)
    if (!this.users.has(userId) || this.streams.has(id)) return
    const audio = wish && !this.hushes(userId)
    if (wish && !audio) this.wishes.add(userId)
    const stream: Stream = { id, userId, kind: 'camera', audio, video, startedAt: this.now() }
    this.streams.set(id, stream)
    this.events.emit('streamAdded', { ...stream })
  }

  unpublish(userId: UserId, reason?: StreamEndReason): void {
    const streamId = this.streamId(userId)
    this.wishes.delete(userId)
    if (this.streams.delete(streamId)) this.events.emit('streamRemoved', { streamId, ...(reason && { reason }) })
  }

  updateStream(streamId: StreamId, change: { audio?: boolean; video?: boolean }): void {
    const stream = this.streams.get(streamId)
    if (!stream) return
    Object.assign(stream, change)
    this.events.emit('streamUpdated', { ...stream })
  }

  /** A simulated person's own wish; while a host has their microphone it waits. */
  mic(userId: UserId, on: boolean): void {
    if (!this.hushes(userId)) this.updateStream(this.streamId(userId), { audio: on })
    else if (on) this.wishes.add(userId)
    else this.wishes.delete(userId)
  }

  /** A moderator took or gave back a microphone. Mine is silenced by my own pusher, as with a server. */
  silence(userId: UserId, on: boolean): void {
    const streamId = this.streamId(userId)
    this.change(this.user(userId), { silenced: on })
    if (userId === this.me.id || !this.streams.has(streamId)) return
    if (!on && this.wishes.delete(userId)) this.updateStream(streamId, { audio: true })
    if (!on || !this.streams.get(streamId)?.audio) return
    this.wishes.add(userId)
    this.updateStream(streamId, { audio: false })
  }

  silenceAll(on: boolean): void {
    if (this.silent !== on) this.events.emit('allSilenced', { on })
    this.silent = on
    if (!on) this.silenced.clear()
    this.users.forEach(({ id, role }) => {
      if (hushable(role, !!this.links.seatOf(id))) this.silence(id, on)
    })
  }

  /** Whether a moderator has this microphone, as soon as there is one. */
  hushed(userId: UserId, role: Role, seated: boolean): boolean {
    return hushable(role, seated) && (this.silent || this.silenced.has(userId))
  }

  /** Told when it is one. */
  change(user: User, difference: Partial<User>): void {
    const { silenced } = difference
    if (silenced) this.silenced.add(user.id)
    else if (silenced === false) this.silenced.delete(user.id)
    if (Object.keys(difference).every((name) => user[name as keyof User] === difference[name as keyof User])) return
    Object.assign(user, difference)
    this.events.emit('userUpdated', { ...user })
  }

  streamId(userId: UserId): StreamId {
    return `${userId}-camera`
  }

  say(userId: UserId, body: MessageBody, key?: string): IncomingMessage {
    const { name } = this.user(userId)
    const message: IncomingMessage = { ...body, id: this.nextId('m'), from: userId, name, at: this.now() }
    this.messages = this.messages.concat([message]).slice(-KEPT)
    this.events.emit('message', key === undefined ? message : { ...message, key })
    return message
  }

  like(count: number): void {
    this.likes += count
    this.counted()
  }

  mute(userId: UserId, muted: boolean): void {
    this.change(this.user(userId), { muted })
    this.righted(userId)
  }

  /** My rights follow my seat and my mute. */
  righted(userId: UserId): void {
    if (userId === this.me.id) this.events.emit('rights', this.rights)
  }

  left(reason: LeaveReason, cause?: LiveError): void {
    this.events.emit('left', { reason, ...(cause && { cause }) })
  }

  nextId(prefix: string): string {
    this.count += 1
    return `${prefix}${this.count}`
  }

  private hushes(userId: UserId): boolean {
    return userId !== this.me.id && this.users.get(userId)?.silenced === true
  }

  private counted(): void {
    this.events.emit('counts', { online: this.users.size, likes: this.likes })
  }
}
