/** The server that is not there: who is in the room, what they publish and say. Every change is told by an event. */
import { Emitter } from '../../emitter'
import { LiveError } from '../../errors'
import type {
  IncomingMessage,
  LeaveReason,
  MessageBody,
  ProviderEvents,
  Rights,
  RoomSnapshot,
  Stream,
  StreamId,
  User,
  UserId,
} from '../types'
import type { Member } from './cast'
import { Links } from './links'
import { hosting, rightsOf } from './rights'

/** Messages a newcomer gets. */
const KEPT = 50

export class World {
  readonly users = new Map<UserId, User>()
  readonly streams = new Map<StreamId, Stream>()
  readonly links: Links
  /** Set when I have joined: what was before is in the snapshot and told to nobody. */
  events = new Emitter<ProviderEvents>()
  /** Whose microphone a host has, and who would like to be heard. */
  private readonly silenced = new Set<UserId>()
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

  snapshot(roomId: string): RoomSnapshot {
    return {
      roomId,
      me: { ...this.me },
      rights: this.rights,
      users: Array.from(this.users.values(), (user) => ({ ...user })),
      streams: Array.from(this.streams.values(), (stream) => ({ ...stream })),
      messages: this.messages.slice(),
      link: this.links.snapshot(),
      online: this.users.size,
      likes: this.likes,
    }
  }

  /** @throws LiveError `invalid-argument` when nobody in the room has this id. */
  user(userId: UserId): User {
    const user = this.users.get(userId)
    if (user) return user
    throw LiveError.of('invalid-argument', `simulated: nobody in the room has the id "${userId}"`, {
      subject: 'userId',
    })
  }

  enter({ id, name, role, avatar, publishes }: Member): void {
    if (this.users.has(id)) return
    const user: User = {
      id,
      name,
      role,
      muted: false,
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

  publish(userId: UserId, media: { audio?: boolean; video?: boolean } = {}): void {
    const { audio: wish = true, video = true } = media
    const id = this.streamId(userId)
    if (!this.users.has(userId) || this.streams.has(id)) return
    const audio = wish && !this.hushes(userId)
    if (wish && !audio) this.silenced.add(userId)
    const stream: Stream = { id, userId, kind: 'camera', audio, video, startedAt: this.now() }
    this.streams.set(id, stream)
    this.events.emit('streamAdded', { ...stream })
  }

  unpublish(userId: UserId): void {
    const streamId = this.streamId(userId)
    this.silenced.delete(userId)
    if (this.streams.delete(streamId)) this.events.emit('streamRemoved', { streamId })
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
    else if (on) this.silenced.add(userId)
    else this.silenced.delete(userId)
  }

  /** A host took or gave back a microphone. Mine is silenced by my own pusher, as with a server. */
  silence(userId: UserId, on: boolean): void {
    const streamId = this.streamId(userId)
    if (userId === this.me.id || !this.streams.has(streamId)) return
    if (!on && this.silenced.delete(userId)) this.updateStream(streamId, { audio: true })
    if (!on || !this.streams.get(streamId)?.audio) return
    this.silenced.add(userId)
    this.updateStream(streamId, { audio: false })
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
    const user = this.user(userId)
    if (user.muted === muted) return
    user.muted = muted
    this.events.emit('userUpdated', { ...user })
    this.righted(userId)
  }

  /** My rights follow my seat and my mute. */
  righted(userId: UserId): void {
    if (userId === this.me.id) this.events.emit('rights', this.rights)
  }

  left(reason: LeaveReason): void {
    this.events.emit('left', { reason })
  }

  nextId(prefix: string): string {
    this.count += 1
    return `${prefix}${this.count}`
  }

  private hushes(userId: UserId): boolean {
    return userId !== this.me.id && this.links.seatOf(userId)?.muted === true
  }

  private counted(): void {
    this.events.emit('counts', { online: this.users.size, likes: this.likes })
  }
}
