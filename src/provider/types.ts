/**
 * The provider contract. All real-time clouds for mini-programs come down to one loop: join, get stream deltas, get a
 * URL, hand native events back. Whoever implements this interface has every component of the kit.
 */
import type { Emitter } from '../emitter'
import type { LiveError } from '../errors'
import type {
  IncomingMessage,
  JoinRequest,
  LeaveReason,
  LinkEndReason,
  LinkOptions,
  LinkOutcome,
  LinkRequest,
  MessageReceipt,
  OutgoingMessage,
  Rights,
  RoomSnapshot,
  Seat,
  Stream,
  StreamId,
  User,
  UserId,
} from './model'

export * from './model'

/** live: seconds of buffer, CDN-friendly. RTC: lowest latency (wechat-platform: live-player `mode`). */
export type PlayMode = 'live' | 'RTC'
export type PushMode = 'SD' | 'HD' | 'FHD' | 'RTC'

export interface StreamInit {
  audio: boolean
  video: boolean
  mode: PushMode
}

export type TagAttributes = Record<string, string | number | boolean>

/** Where `<live-pusher>` pushes. */
export interface PushTarget {
  streamId: StreamId
  url: string
  /** Overrides the mode asked for, where a cloud insists. */
  mode?: PushMode
  /** Further tag attributes, kebab-case. */
  attributes?: TagAttributes
}

export interface PlayOptions {
  mode: PlayMode
  /** True when an earlier URL failed: the provider must not answer from a cache. */
  fresh?: boolean
}

/** All addresses that one stream plays from; the room chooses the one that `<live-player>` plays best (src/interop). */
export interface PlayOffer {
  /** rtmp, http(s) flv, a vendor's own scheme; others (HLS, WebRTC ...) may be among them and are passed over. */
  urls: readonly string[]
  /** Overrides the mode asked for, where a cloud insists. */
  mode?: PlayMode
  /** Further tag attributes, kebab-case. */
  attributes?: TagAttributes
}

export interface LinkSignals {
  /** Asks to be linked; resolves when the server has queued it. */
  request(options?: LinkOptions): Promise<LinkRequest>
  /** Withdraws my request. */
  cancel(requestId: string): Promise<void>
  /** Host: takes a request. Invited person: takes the invitation. */
  accept(requestId: string): Promise<void>
  refuse(requestId: string, message?: string): Promise<void>
  /** Host only. */
  invite(userId: UserId, options?: LinkOptions): Promise<LinkRequest>
  /** Ends my link, or (host) that of `userId`. */
  end(userId?: UserId): Promise<void>
  /** Host: locks or unlocks a seat, takes or gives back the microphone of whoever sits there. */
  seat(index: number, change: { locked?: boolean; muted?: boolean }): Promise<void>
  /** Takes me, or (host) `userId`, who is linked, to another seat that is free and not locked. */
  move(index: number, userId?: UserId): Promise<void>
}

export interface Moderation {
  /** Chat mute. */
  mute(userId: UserId, on: boolean): Promise<void>
  kick(userId: UserId): Promise<void>
}

/** A native event as it came from the tag, passed through to the provider untouched. */
export interface NativeEvent {
  tag: 'live-pusher' | 'live-player'
  /** Which stream; the empty string for a carrier (see {@link ProviderEvents.carrier}). */
  streamId: StreamId
  type: 'statechange' | 'netstatus' | 'error' | 'audiovolumenotify'
  detail: unknown
}

/** What a provider cannot do; components hide what would need it. */
export interface Capabilities {
  chat: boolean
  barrage: boolean
  like: boolean
  gift: boolean
  command: boolean
  link: boolean
  /** Seats can be locked, muted and changed. */
  seats: boolean
  moderate: boolean
  /** Most streams one phone may play at once; `Infinity` when the provider sets no limit. */
  maxPlayers: number
}

/** Deltas after {@link RoomProvider.join}. Handlers are exhaustive by type: an event added here breaks the build until handled. */
export interface ProviderEvents {
  /** The way to the server broke; the provider is already trying again. */
  reconnecting: { attempt: number; cause: LiveError }
  /** Back, nothing missed: missed events were replayed before this. */
  resumed: Record<string, never>
  /** Back, but what happened in between is lost in part: the state is replaced. */
  snapshot: RoomSnapshot
  /** The room is over for me; the provider has stopped. */
  left: { reason: LeaveReason; cause?: LiveError }
  rights: Rights
  userJoined: User
  userLeft: { userId: UserId }
  userUpdated: User
  streamAdded: Stream
  streamUpdated: Stream
  streamRemoved: { streamId: StreamId }
  message: IncomingMessage
  /** Latest-value figures; unordered. */
  counts: { online: number; likes: number }
  linkRequested: LinkRequest
  linkSettled: { requestId: string; userId: UserId; outcome: LinkOutcome; by?: UserId; message?: string }
  linkStarted: { userId: UserId; seat: number }
  linkEnded: { userId: UserId; seat: number; reason: LinkEndReason }
  /** The whole list, whenever a lock, a mute or a move changed it. */
  seats: Seat[]
  /** Where to push changed while publishing (vendor dispatch); the pusher restarts on it. */
  pushTarget: PushTarget
  /** A live-pusher that has to be mounted for joining, with camera and mic off (TRTC). */
  carrier: { url: string; attributes: TagAttributes }
  /** A failure outside any call; shown, never swallowed. `rate-limited` with `waitMs`: what was sent waits and goes out by itself. */
  error: LiveError
}

/**
 * One room on one cloud. A provider instance serves one join; `leave()` ends it and releases every timer, socket and
 * listener. Every method rejects with a LiveError.
 */
export interface RoomProvider {
  readonly name: string
  readonly capabilities: Capabilities
  readonly events: Emitter<ProviderEvents>
  join(request: JoinRequest): Promise<RoomSnapshot>
  leave(): Promise<void>
  /**
   * Announces my stream and gets its URL. The stream appears in `streamAdded` once media flows. Asked again while it runs
   * (another mode, an expired URL) it gives the same stream id: for the others the stream goes on.
   */
  publish(stream: StreamInit): Promise<PushTarget>
  /** Tells the room that my microphone or camera went on or off. */
  updateStream(streamId: StreamId, change: { audio: boolean; video: boolean }): Promise<void>
  unpublish(streamId: StreamId): Promise<void>
  play(streamId: StreamId, how: PlayOptions): Promise<PlayOffer>
  stopPlay(streamId: StreamId): Promise<void>
  send(message: OutgoingMessage): Promise<MessageReceipt>
  readonly link: LinkSignals
  readonly moderate?: Moderation
  native(event: NativeEvent): void
  /** The app came to the foreground or the network changed: look at the connection now, not at the next timeout. */
  wake?(): void
  /** A fresh token before the old one expires, for apps that push tokens instead of giving a function. */
  renewToken?(token: string): Promise<void>
}

/** What a `<live-room>` or `createRoom` passes to a provider's factory. */
export interface ProviderConfig {
  /** Server address, for providers that have one (gateway: ws:// or wss://). */
  url?: string
}

export type ProviderFactory = (config: ProviderConfig) => RoomProvider
