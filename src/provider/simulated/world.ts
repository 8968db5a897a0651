/** The server that is not there: who is in the room, what they publish and say. Every change is told by an event. */
import { Emitter } from '../../emitter'
import { LiveError } from '../../errors'
import type {
  IncomingMessage,
  LeaveReason,
  MessageBody,
  ProviderEvents,
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

  get host(): User | undefined {
    return Array.from(this.users.values()).find(({ role }) => hosting(role))
  }

  snapshot(roomId: string): RoomSnapshot {
    return {
      roomId,
      me: { ...this.me },
      rights: rightsOf(this.me.role, this.links.seatOf(this.me.id) !== undefined),
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

  /** @param lost the connection broke, rather than the person leaving */
  exit(userId: UserId, how: 'left' | 'lost' | 'kicked'): void {
    const user = this.users.get(userId)
    if (!user) return
    this.links.gone(userId, how)
    this.unpublish(userId)
    this.users.delete(userId)
    this.events.emit('userLeft', { userId })
    this.counted()
    if (hosting(user.role) && !this.host) this.links.hostGone()
  }

  publish(userId: UserId, media: { audio?: boolean; video?: boolean } = {}): void {
    const { audio = true, video = true } = media
    const id = this.streamId(userId)
    if (!this.users.has(userId) || this.streams.has(id)) return
    const stream: Stream = { id, userId, kind: 'camera', audio, video, startedAt: this.now() }
    this.streams.set(id, stream)
    this.events.emit('streamAdded', { ...stream })
  }

  unpublish(userId: UserId): void {
    const streamId = this.streamId(userId)
    if (this.streams.delete(streamId)) this.events.emit('streamRemoved', { streamId })
  }

  updateStream(streamId: StreamId, change: { audio?: boolean; video?: boolean }): void {
    const stream = this.streams.get(streamId)
    if (!stream) return
    Object.assign(stream, change)
    this.events.emit('streamUpdated', { ...stream })
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
    user.muted = muted
    this.events.emit('userUpdated', { ...user })
  }

  /** My rights follow my seat. */
  seated(userId: UserId): void {
    if (userId !== this.me.id) return
    this.events.emit('rights', rightsOf(this.me.role, this.links.seatOf(userId) !== undefined))
  }

  left(reason: LeaveReason): void {
    this.events.emit('left', { reason })
  }

  nextId(prefix: string): string {
    this.count += 1
    return `${prefix}${this.count}`
  }

  private counted(): void {
    this.events.emit('counts', { online: this.users.size, likes: this.likes })
  }
}
