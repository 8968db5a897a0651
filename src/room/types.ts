/**
 * The core's public face: `createRoom()` and its parts. Each part holds one immutable snapshot and says when it changed;
 * the MobX store and any other UI copy snapshots, never live objects.
 */
import type { Emitter } from '../emitter'
import type { LiveError } from '../errors'
import type {
  Grade,
  MediaEvents,
  NetStatus,
  PlayerDevice,
  PlayerSnapshot,
  PusherDevice,
  PusherSnapshot,
} from '../media/types'
import type {
  Capabilities,
  Connection,
  Gift,
  IncomingMessage,
  JoinRequest,
  LeaveReason,
  LinkEndReason,
  LinkOptions,
  LinkOutcome,
  LinkRequest,
  MessageBody,
  NativeEvent,
  ProviderConfig,
  RoomProvider,
  Rights,
  Seat,
  Stream,
  StreamId,
  TagAttributes,
  User,
  UserId,
} from '../provider/types'

/** A part of the room: one snapshot, one change event. */
export interface Part<S> {
  readonly snapshot: S
  /** @returns undo */
  onChange(listener: (snapshot: S) => void): () => void
}

/** `offline`: no network at all. `weak`: the platform calls it weak (wx.onNetworkWeakChange, 2.21.0). */
export type NetworkState = 'good' | 'weak' | 'offline'

export interface SessionSnapshot {
  connection: Connection
  roomId: string
  /** Undefined until joined. */
  me?: User
  rights: Rights
  capabilities: Capabilities
  online: number
  likes: number
  /** The phone's own network, as far as the platform tells; `good` where it says nothing. */
  network: NetworkState
  /** A live-pusher to mount so that joining can go on (TRTC); live-room mounts it when no pusher-panel is there. */
  carrier?: { url: string; attributes: TagAttributes }
}

/** One row of the chat: sent by somebody, or mine and still on its way, or failed and retryable. */
export type ChatEntry = MessageBody & {
  /** Local key, stable from sending to confirmation; unique in this list. */
  key: string
  /** The server's id, once it has the message. */
  id?: string
  from: UserId
  name: string
  at: number
  mine: boolean
  status: 'sent' | 'pending' | 'failed'
  /** Why, when failed. */
  error?: LiveError
}

export interface MessagesSnapshot {
  /** Oldest first, capped (default 200). Commands are not in it: listen to `room.events` `command`. */
  entries: readonly ChatEntry[]
  /** How many entries the cap has pushed out at the front, so that a list can be updated by paths. */
  dropped: number
}

/**
 * My side of a mic-link: idle -> requesting -> linked -> idle; `invited` waits for my answer.
 * `ended` tells why the last one stopped, until the next begins; `by` and `message` who refused and in what words.
 */
export type LinkState =
  | { state: 'idle'; ended?: LinkOutcome | LinkEndReason; by?: UserId; message?: string }
  | { state: 'requesting'; request: LinkRequest }
  | { state: 'invited'; request: LinkRequest }
  | { state: 'linked'; seat: number; since: number }

export interface LinkPartSnapshot {
  mine: LinkState
  /** Waiting requests and invitations in the room, oldest first; the anchor's queue is `from === 'audience'`. */
  requests: readonly LinkRequest[]
  seats: readonly Seat[]
  /** Somebody is linked: publishers and linked guests are in RTC. */
  active: boolean
}

export interface SessionPart extends Part<SessionSnapshot> {}

export interface UsersPart extends Part<readonly User[]> {
  get(userId: UserId): User | undefined
}

export interface StreamsPart extends Part<readonly Stream[]> {
  get(streamId: StreamId): Stream | undefined
}

export interface MessagesPart extends Part<MessagesSnapshot> {
  /** Resolves when the server has it; the entry is in the list as `pending` at once. */
  chat(text: string): Promise<void>
  barrage(text: string): Promise<void>
  gift(gift: Gift): Promise<void>
  /** Aggregated over 500 ms before it is sent. */
  like(count?: number): void
  command(command: string, data: unknown, to?: UserId[]): Promise<void>
  /** Sends a failed entry again. */
  retry(key: string): Promise<void>
  /** Removes a failed entry. */
  discard(key: string): void
}

export interface LinkPart extends Part<LinkPartSnapshot> {
  request(options?: LinkOptions): Promise<void>
  /** Withdraws my request. */
  cancel(): Promise<void>
  /** Host: a request by id. Invited person: without id, my invitation. */
  accept(requestId?: string): Promise<void>
  refuse(requestId?: string, message?: string): Promise<void>
  invite(userId: UserId, options?: LinkOptions): Promise<void>
  /** My link, or (host) somebody's. */
  end(userId?: UserId): Promise<void>
  /** Host: nobody is seated here by request any more, or again. Whoever sits here stays. */
  lockSeat(index: number, on: boolean): Promise<void>
  /** Host: takes the microphone of whoever sits here; their own pusher goes silent until it is given back. */
  muteSeat(index: number, on: boolean): Promise<void>
  /** Changes to another free seat: I, or (host) `userId`. */
  moveTo(index: number, userId?: UserId): Promise<void>
}

/** One `<live-player>`. Playing starts when a tag mounts, not before. */
export interface PlayerController {
  readonly streamId: StreamId
  readonly snapshot: PlayerSnapshot
  readonly events: Emitter<MediaEvents<PlayerSnapshot>>
  /** The tag is on the page: asks the provider for a URL and plays. */
  mount(device: PlayerDevice): void
  /** The tag is gone. */
  unmount(): void
  native(type: NativeEvent['type'], detail: unknown): void
  /** Manual retry, from `failed` or `retrying`. */
  retry(): void
  mute(on: boolean): void
}

/** The `<live-pusher>`. */
export interface PusherController {
  readonly snapshot: PusherSnapshot
  readonly events: Emitter<MediaEvents<PusherSnapshot>>
  mount(device: PusherDevice): void
  unmount(): void
  native(type: NativeEvent['type'], detail: unknown): void
  /** Publishes: asks the provider for a URL and starts. Needs the right to. */
  publish(): Promise<void>
  unpublish(): Promise<void>
  retry(): void
  setCamera(on: boolean): Promise<void>
  setMic(on: boolean): Promise<void>
  switchCamera(): Promise<void>
  /** Quality while nobody is linked ({@link PUSH_PRESETS}); RTC takes over while a link runs. */
  setQuality(mode: 'SD' | 'HD' | 'FHD'): void
}

export interface RoomEvents {
  /** Every failure of the room that was not already a rejection of a call; the UI funnel. */
  error: LiveError
  command: IncomingMessage & { kind: 'command' }
  /** Somebody came or went; notices are made of these. */
  userJoined: User
  userLeft: { userId: UserId; name: string }
  linkRequested: LinkRequest
  linkSettled: { userId: UserId; outcome: LinkOutcome }
  linkStarted: { userId: UserId; seat: number }
  linkEnded: { userId: UserId; seat: number; reason: LinkEndReason }
  left: { reason: LeaveReason; cause?: LiveError }
  /** Messages were lost while away: say so. */
  gap: Record<string, never>
}

export interface RoomOptions extends ProviderConfig {
  /** A registered name (default `gateway`) or a provider instance. */
  provider?: string | RoomProvider
  /** Messages kept (default 200). */
  maxMessages?: number
  /** How streams outside a conversation are played ({@link PLAY_PRESETS}): default `live`; `monitor` for the lowest delay. */
  scene?: 'live' | 'monitor'
}

export interface Room {
  readonly session: SessionPart
  readonly users: UsersPart
  readonly streams: StreamsPart
  readonly messages: MessagesPart
  readonly link: LinkPart
  readonly pusher: PusherController
  readonly events: Emitter<RoomEvents>
  /** The controller of a stream; the same object for the same stream while the stream lives. */
  player(streamId: StreamId): PlayerController
  join(request: JoinRequest): Promise<void>
  leave(): Promise<void>
  /** Host and moderators. Rejects with `unsupported` where the provider has no moderation. */
  kick(userId: UserId): Promise<void>
  muteChat(userId: UserId, on: boolean): Promise<void>
  renewToken(token: string): Promise<void>
  /** The app came to the foreground or the network changed. */
  wake(): void
  /** The app goes to the background: players and pusher are `suspended` until {@link wake}. */
  sleep(): void
  /** Something else took the phone's sound (true: wx.onAudioInterruptionBegin) or gave it back (false: ...End). */
  interrupted(on: boolean): void
}

export type { Grade, NetStatus }
