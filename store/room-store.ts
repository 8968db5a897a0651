import { action, computed, makeObservable, observable } from 'mobx-miniprogram'
import {
  type BanOptions,
  type Capabilities,
  type Connection,
  type JoinRequest,
  LiveError,
  type NetStatus,
  type NetworkState,
  type Rights,
  type Role,
  type Room,
  type StreamId,
  type User,
  type UserId,
} from '../src/index'
import { ChatStore } from './parts/chat'
import { ConnectionStore } from './parts/connection'
import { LinkStore } from './parts/link'
import { NoticesStore } from './parts/notices'
import { PusherStore } from './parts/pusher'
import { StreamsStore } from './parts/streams'
import { UsersStore } from './parts/users'
import type { Notice, RoomStoreView, StreamView } from './types'

/** Runs an action against the attached room; a rejection lands in `lastError` and still reaches the caller. */
export type Run = <T>(call: string, work: (room: Room) => Promise<T>) => Promise<T>

/**
 * One room as MobX state: plain snapshots of the core's parts, and actions that go to the core. It exists before a room
 * is attached and after it went, with neutral values, so that components can bind at any time.
 */
export class RoomStore implements RoomStoreView {
  // The initial values are written out: MobX needs the fields to exist.
  /** The core room; undefined until attached. */
  room: Room | undefined = undefined
  /** The last failure, until the next join or `clearError()`. */
  lastError: LiveError | undefined = undefined
  private readonly run: Run = (call, work) => this.perform(call, work)
  private readonly session = new ConnectionStore()
  private readonly people = new UsersStore()
  private readonly media = new StreamsStore(this.people)
  private readonly bell = new NoticesStore()
  /** Mic-link: my side, queue, seats, and what can be done. */
  readonly link = new LinkStore(this.run)
  /** The chat, and what can be done. */
  readonly chat = new ChatStore(this.run)
  /** My picture and sound, and their controls. */
  readonly pusher = new PusherStore(this.run)
  private undo: Array<() => void> = []

  constructor(
    /** The store's name on this phone. */
    readonly key: string,
  ) {
    makeObservable(this, {
      room: observable.ref,
      lastError: observable.ref,
      canPublish: computed,
      attach: action,
      detach: action,
      fail: action,
      clearError: action,
    })
  }

  /** Where the session stands, and why it ended. */
  get connection(): Connection {
    return this.session.connection
  }
  /** The connection is `joined`. */
  get joined(): boolean {
    return this.session.joined
  }
  /** The room on the server; empty before the first join. */
  get roomId(): string {
    return this.session.roomId
  }
  /** Undefined until joined. */
  get me(): User | undefined {
    return this.session.me
  }
  /** What I may do at the moment. */
  get rights(): Rights {
    return this.session.rights
  }
  /** What the provider can do. */
  get capabilities(): Capabilities {
    return this.session.capabilities
  }
  /** People in the room, as the server counts. */
  get online(): number {
    return this.session.online
  }
  /** Likes since the room began. */
  get likes(): number {
    return this.session.likes
  }
  /** Everybody who publishes is silenced, and who begins to; hosts are not. */
  get allSilenced(): boolean {
    return this.session.allSilenced
  }
  /** The phone's own network, as far as the platform tells. */
  get network(): NetworkState {
    return this.session.network
  }
  /** A live-pusher that has to be mounted for joining (TRTC). */
  get carrier() {
    return this.session.carrier
  }
  /** Who is here, in join order; of a big room the first few hundred, see `online`. */
  get users(): readonly User[] {
    return this.people.list
  }
  /** Remote streams, mine excluded, in join order. */
  get streamIds(): readonly StreamId[] {
    return this.media.ids
  }
  /** Whether I may publish now, by token or seat. */
  get canPublish(): boolean {
    return this.session.rights.publish
  }
  /** Figures of my picture and sound, apart because they tick. */
  get stats(): { pusher: NetStatus } {
    return { pusher: this.pusher.stats }
  }
  /** What happened, oldest first. */
  get notices(): readonly Notice[] {
    return this.bell.list
  }

  /** A remote stream; undefined when it is over. */
  stream(streamId: StreamId): StreamView | undefined {
    return this.media.get(streamId)
  }

  /** Figures of a remote stream, apart from `stream()` because they tick. */
  streamStats(streamId: StreamId): NetStatus {
    return this.media.stats(streamId)
  }

  /** Takes the room's snapshots from now on. A room attached before is let go, not left: it keeps running. */
  attach(room: Room): void {
    if (room === this.room) return
    this.detach()
    this.room = room
    const off = room.events.on('error', (error) => void this.fail(error))
    const offLeft = room.events.on('left', ({ cause }) => {
      if (cause) this.fail(cause)
    })
    // Users before streams: streams carry their publisher's name.
    const parts = [this.session, this.people, this.media, this.link, this.chat, this.pusher, this.bell]
    this.undo = [off, offLeft, ...parts.map((part) => part.attach(room))]
  }

  /** Lets the room go and returns to neutral values; without effect when `room` is given and another one is attached. */
  detach(room?: Room): void {
    if (!this.room || (room && room !== this.room)) return
    this.room = undefined
    this.lastError = undefined
    const undo = this.undo
    this.undo = []
    undo.forEach((step) => step())
  }

  /** Enters; clears the last error first. */
  join(request: JoinRequest): Promise<void> {
    this.clearError()
    return this.run('join', (room) => room.join(request))
  }

  /** Leaves; harmless when not in a room. */
  leave(): Promise<void> {
    return this.run('leave', (room) => room.leave())
  }

  /** Moderators: out of the room. */
  kick(userId: UserId): Promise<void> {
    return this.run('kick', (room) => room.kick(userId))
  }

  /** Moderators: out of the room and kept out, for so many seconds or for good; also somebody who is not here. */
  ban(userId: UserId, options?: BanOptions): Promise<void> {
    return this.run('ban', (room) => room.ban(userId, options))
  }

  /** Moderators: may come in again. */
  unban(userId: UserId): Promise<void> {
    return this.run('unban', (room) => room.unban(userId))
  }

  /** Moderators: the room is over for everybody, until a host comes in again. */
  close(): Promise<void> {
    return this.run('close', (room) => room.close())
  }

  /** Moderators: takes or gives back the right to write. */
  muteChat(userId: UserId, on: boolean): Promise<void> {
    return this.run('muteChat', (room) => room.muteChat(userId, on))
  }

  /** Moderators: takes or gives back the microphone of whoever publishes. */
  silence(userId: UserId, on: boolean): Promise<void> {
    return this.run('silence', (room) => room.silence(userId, on))
  }

  /** Moderators: of everybody who publishes and is no host, now or later. */
  silenceAll(on: boolean): Promise<void> {
    return this.run('silenceAll', (room) => room.silenceAll(on))
  }

  /** Moderators: makes somebody something else, for as long as they stay. */
  setRole(userId: UserId, role: Role): Promise<void> {
    return this.run('setRole', (room) => room.setRole(userId, role))
  }

  /** Host: that person is anchor and I am speaker. */
  transferHost(userId: UserId): Promise<void> {
    return this.run('transferHost', (room) => room.transferHost(userId))
  }

  /** Takes a notice off the list. */
  dismiss(noticeId: number): void {
    this.bell.dismiss(noticeId)
  }

  /** The funnel: whatever went wrong becomes `lastError`. @returns the error, to throw it on */
  fail(error: LiveError): LiveError {
    this.lastError = error
    return error
  }

  /** Forgets the last failure. */
  clearError(): void {
    this.lastError = undefined
  }

  private async perform<T>(call: string, work: (room: Room) => Promise<T>): Promise<T> {
    const { room } = this
    if (!room) {
      const hint = `mount <live-room name="${this.key}"> or call createRoom({ key: '${this.key}' }) first`
      throw this.fail(LiveError.of('invalid-state', `${call}: no room is attached to the store "${this.key}"; ${hint}`))
    }
    try {
      return await work(room)
    } catch (thrown) {
      throw this.fail(LiveError.from(thrown, 'invalid-state', `${call} failed`))
    }
  }
}
