/**
 * The provider contract. All real-time clouds for mini-programs come down to one loop: join, get stream deltas, get a
 * URL, hand native events back. Whoever implements this interface has every component of the kit.
 */
import type { Emitter } from '../emitter'
import type { LiveError } from '../errors'
import type { Capabilities } from './capabilities'
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
  Role,
  RoomSnapshot,
  Seat,
  Stream,
  StreamEndReason,
  StreamId,
  User,
  UserId,
} from './model'

export type { Capabilities } from './capabilities'
export * from './model'

/** live: seconds of buffer, CDN-friendly. RTC: lowest latency (wechat-platform: live-player `mode`). */
export type PlayMode = 'live' | 'RTC'
/** Quality of a broadcast, or the lowest latency (live-pusher `mode`). */
export type PushMode = 'SD' | 'HD' | 'FHD' | 'RTC'

/** What is going to be published. */
export interface StreamInit {
  /** With sound. */
  audio: boolean
  /** With a picture. */
  video: boolean
  /** The mode the tag pushes in. */
  mode: PushMode
}

/** Attributes of a native tag, kebab-case. */
export type TagAttributes = Record<string, string | number | boolean>

/** Where `<live-pusher>` pushes. */
export interface PushTarget {
  /** My stream. */
  streamId: StreamId
  /** The tag's `url`: rtmp, or a vendor's own scheme. */
  url: string
  /** Overrides the mode asked for, where a cloud insists. */
  mode?: PushMode
  /** Further tag attributes, kebab-case. */
  attributes?: TagAttributes
}

/** How a stream is going to be played. */
export interface PlayOptions {
  /** The mode the tag plays in. */
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

/** Mic-link, towards the server; what came of it arrives as events. */
export interface LinkSignals {
  /** Asks to be linked; resolves when the server has queued it. What waits comes as `linkRequested`. */
  request(options?: LinkOptions): Promise<void>
  /** Withdraws my request, or (host) an invitation. */
  cancel(requestId: string): Promise<void>
  /** Host: takes a request. Invited person: takes the invitation. */
  accept(requestId: string): Promise<void>
  /** As accept; `message` is what the refused person reads. */
  refuse(requestId: string, message?: string): Promise<void>
  /** Host only; what waits comes as `linkRequested`. */
  invite(userId: UserId, options?: LinkOptions): Promise<void>
  /** Ends my link, or (host) that of `userId`. */
  end(userId?: UserId): Promise<void>
  /** Host: locks or unlocks a seat. */
  lock(index: number, on: boolean): Promise<void>
  /** Takes me, or (host) `userId`, who is linked, to another seat that is free and not locked. */
  move(index: number, userId?: UserId): Promise<void>
}

/** What moderators may do. */
export interface Moderation {
  /** Chat mute. */
  mute(userId: UserId, on: boolean): Promise<void>
  /** Out of the room, with reason `kicked`. */
  kick(userId: UserId): Promise<void>
  /** Capability `ban`: out, with reason `banned`, and not let in for so many seconds; without them for good. Also who is not here. */
  ban(userId: UserId, seconds?: number): Promise<void>
  /** Capability `ban`: may come in again; harmless for who may already. */
  unban(userId: UserId): Promise<void>
  /** Capability `close`: the room is over for everybody, with reason `room-closed`, until a host comes in again. */
  close(): Promise<void>
  /** Capability `silence`: takes (gives back) the microphone of somebody who publishes and is no host. */
  silence(userId: UserId, on: boolean): Promise<void>
  /** Capability `silence`: everybody who publishes and is no host, those who begin to while it is on too; off gives all back. */
  silenceAll(on: boolean): Promise<void>
  /** Capability `roles`: for as long as the person stays. Who may publish no more has their stream ended; the last host stays one. */
  setRole(userId: UserId, role: Role): Promise<void>
  /** Capability `roles`, hosts: that person is anchor and I am speaker, in one step that nobody comes between. */
  transferHost(userId: UserId): Promise<void>
}

/** A native event as it came from the tag, passed through to the provider untouched. */
export interface NativeEvent {
  /** Which tag it came from. */
  tag: 'live-pusher' | 'live-player'
  /** Which stream; the empty string for a carrier (see {@link ProviderEvents.carrier}). */
  streamId: StreamId
  /** The event's name without `bind`. */
  type: 'statechange' | 'netstatus' | 'error' | 'audiovolumenotify'
  /** `event.detail` as it came. */
  detail: unknown
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
  /** What I may do changed. */
  rights: Rights
  /** Somebody came. */
  userJoined: User
  /** Somebody went, after the server's grace for broken connections. */
  userLeft: { userId: UserId }
  /** Name, role, chat mute or silence changed. */
  userUpdated: User
  /** Everybody who publishes is silenced from now on, or no longer; whom it concerns is told by `userUpdated`. */
  allSilenced: { on: boolean }
  /** Can be played from now on; mine too. */
  streamAdded: Stream
  /** Sound or picture went on or off. */
  streamUpdated: Stream
  /** Is over; with a reason where it was not its publisher who ended it. */
  streamRemoved: { streamId: StreamId; reason?: StreamEndReason }
  /** In the room's one order; my own included. */
  message: IncomingMessage
  /** Latest-value figures; unordered. */
  counts: { online: number; likes: number }
  /** A request or invitation waits from now on. */
  linkRequested: LinkRequest
  /** It waits no more; `by` and `message`: who answered, and in what words. */
  linkSettled: { requestId: string; userId: UserId; outcome: LinkOutcome; by?: UserId; message?: string }
  /** Somebody sits and may publish. */
  linkStarted: { userId: UserId; seat: number }
  /** The seat is free again. */
  linkEnded: { userId: UserId; seat: number; reason: LinkEndReason }
  /** The whole list, whenever a lock or a move changed it. */
  seats: Seat[]
  /** Where to push changed while publishing (vendor dispatch); the pusher restarts on it. */
  pushTarget: PushTarget
  /**
   * A live-pusher that has to be mounted from joining to leaving, with camera and mic off while nothing is published (TRTC). An
   * empty url: it has to stop, until another comes.
   */
  carrier: { url: string; attributes: TagAttributes }
  /** A failure outside any call; shown, never swallowed. `rate-limited` with `waitMs`: what was sent waits and goes out by itself. */
  error: LiveError
}

/**
 * One room on one cloud. A provider instance serves one join; `leave()` ends it and releases every timer, socket and
 * listener. Every method rejects with a LiveError.
 */
export interface RoomProvider {
  /** As in registerProvider, for messages. */
  readonly name: string
  /** What it can do. */
  readonly capabilities: Capabilities
  /** What happens in the room. */
  readonly events: Emitter<ProviderEvents>
  /** Enters; events follow after it has resolved. */
  join(request: JoinRequest): Promise<RoomSnapshot>
  /** Ends the session and releases everything; harmless in every state. */
  leave(): Promise<void>
  /**
   * Announces my stream and gets its URL. The stream appears in `streamAdded` once media flows. Asked again while it runs
   * (another mode, an expired URL) it gives the same stream id: for the others the stream goes on.
   */
  publish(stream: StreamInit): Promise<PushTarget>
  /** Tells the room that my microphone or camera went on or off. */
  updateStream(streamId: StreamId, change: { audio: boolean; video: boolean }): Promise<void>
  /** My stream is over. */
  unpublish(streamId: StreamId): Promise<void>
  /** Where a stream plays from. */
  play(streamId: StreamId, how: PlayOptions): Promise<PlayOffer>
  /** Nobody plays it here any more. */
  stopPlay(streamId: StreamId): Promise<void>
  /** Resolves when the server has it. */
  send(message: OutgoingMessage): Promise<MessageReceipt>
  /** Mic-link. */
  readonly link: LinkSignals
  /** Absent where the cloud has none. */
  readonly moderate?: Moderation
  /** Takes every native event of every tag. */
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

/** Makes a provider for one join. */
export type ProviderFactory = (config: ProviderConfig) => RoomProvider
