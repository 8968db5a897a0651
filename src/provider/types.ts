/**
 * The provider contract. All real-time clouds for mini-programs come down to one loop: join, get stream deltas, get a
 * URL, hand native events back. Whoever implements this interface has every component of the kit.
 */
import type { Emitter } from '../emitter'
import type { LiveError } from '../errors'

/** Room, user and stream ids match `^[A-Za-z0-9_-]{1,48}$` on our gateway; vendor providers document their own rule. */
export type RoomId = string
export type UserId = string
export type StreamId = string

/**
 * - `anchor`: publishes, answers mic-link requests, moderates.
 * - `speaker`: publishes without asking (calls and meetings).
 * - `audience`: watches, chats, may ask to link mics.
 * - `admin`: moderates, does not publish.
 */
export type Role = 'anchor' | 'speaker' | 'audience' | 'admin'

export const ROLES: readonly Role[] = ['anchor', 'speaker', 'audience', 'admin']

/** What the person may do; a mic-link seat adds `publish` while it lasts. */
export interface Rights {
  publish: boolean
  chat: boolean
  /** May ask for a mic-link. */
  link: boolean
  /** May accept, refuse, invite and end links of others. */
  host: boolean
  /** May mute, kick and ban. */
  moderate: boolean
}

export interface User {
  id: UserId
  name: string
  role: Role
  avatar?: string
  /** Chat muted by a moderator. */
  muted: boolean
  /** Server time, ms since 1970. */
  joinedAt: number
}

export interface Stream {
  id: StreamId
  userId: UserId
  /** `external`: pushed by something that is not in the room as a person (OBS, a camera). */
  kind: 'camera' | 'screen' | 'external'
  /** Whether the publisher sends sound / picture at the moment. */
  audio: boolean
  video: boolean
  /** Server time, ms since 1970. */
  startedAt: number
}

/** Why the room is over for me. */
export type LeaveReason = 'left' | 'kicked' | 'banned' | 'replaced' | 'room-closed' | 'token-expired' | 'refused'

/** One union; never two booleans. */
export type Connection =
  | { state: 'idle' }
  | { state: 'joining' }
  | { state: 'joined' }
  | { state: 'reconnecting'; attempt: number }
  | { state: 'left'; reason: LeaveReason }

/** A mic-link request (`from: 'audience'`) or invitation (`from: 'anchor'`) that waits for its answer. */
export interface LinkRequest {
  id: string
  from: 'audience' | 'anchor'
  /** The person who would be linked (who asked, or who is invited). */
  userId: UserId
  name: string
  media: 'video' | 'audio'
  /** Server time, ms since 1970. */
  createdAt: number
  expiresAt: number
}

/** Seats are numbered from 0; the anchor holds none. */
export interface Seat {
  index: number
  userId: UserId | null
  locked: boolean
  muted: boolean
}

/** How a request or invitation stopped waiting. */
export type LinkOutcome = 'accepted' | 'refused' | 'cancelled' | 'expired' | 'anchor-left' | 'left'

/** Why a link that ran is over. */
export type LinkEndReason = 'ended' | 'kicked' | 'anchor-left' | 'left' | 'lost'

export interface LinkSnapshot {
  requests: LinkRequest[]
  seats: Seat[]
}

export interface Gift {
  id: string
  name: string
  count: number
}

/** What a person sends. `key` is the sender's own mark and comes back on the sender's own copy. */
export type OutgoingMessage = { key?: string } & (
  | { kind: 'chat'; text: string }
  | { kind: 'barrage'; text: string }
  | { kind: 'gift'; gift: Gift }
  /** `to` empty or absent: everybody. */
  | { kind: 'command'; command: string; data: unknown; to?: UserId[] }
  /** Aggregated by the server, not kept, not ordered. */
  | { kind: 'like'; count: number }
)

export type MessageBody =
  | { kind: 'chat'; text: string }
  | { kind: 'barrage'; text: string }
  | { kind: 'gift'; gift: Gift }
  | { kind: 'command'; command: string; data: unknown }

/** What everybody receives, in the room's one order. */
export type IncomingMessage = MessageBody & {
  /** Unique in the room for as long as the room lives. */
  id: string
  from: UserId
  /** The sender's display name at the time. */
  name: string
  /** Server time, ms since 1970. */
  at: number
  /** Present on the sender's own copy only. */
  key?: string
}

export interface MessageReceipt {
  id: string
  at: number
}

export interface JoinRequest {
  roomId: RoomId
  /** Proves who I am. A function is asked again whenever a fresh token is needed. */
  token: string | (() => Promise<string>)
  /** A wish; the token's role wins. */
  role?: Role
  name?: string
  avatar?: string
}

/** Everything there is to know on entry, and again after a reconnect that could not resume. */
export interface RoomSnapshot {
  roomId: RoomId
  me: User
  rights: Rights
  users: User[]
  streams: Stream[]
  /** The last messages, oldest first. */
  messages: IncomingMessage[]
  link: LinkSnapshot
  online: number
  likes: number
}

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

/** What `<live-player>` plays. */
export interface PlayTarget {
  url: string
  mode: PlayMode
  attributes?: TagAttributes
}

export interface LinkSignals {
  /** Asks to be linked; resolves when the server has queued it. */
  request(options?: { media?: 'video' | 'audio' }): Promise<LinkRequest>
  /** Withdraws my request. */
  cancel(requestId: string): Promise<void>
  /** Host: takes a request. Invited person: takes the invitation. */
  accept(requestId: string): Promise<void>
  refuse(requestId: string, message?: string): Promise<void>
  /** Host only. */
  invite(userId: UserId): Promise<LinkRequest>
  /** Ends my link, or (host) that of `userId`. */
  end(userId?: UserId): Promise<void>
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
  seats: Seat[]
  /** Where to push changed while publishing (vendor dispatch); the pusher restarts on it. */
  pushTarget: PushTarget
  /** A live-pusher that has to be mounted for joining, with camera and mic off (TRTC). */
  carrier: { url: string; attributes: TagAttributes }
  /** A failure outside any call; shown, never swallowed. */
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
  /** Announces my stream and gets its URL. The stream appears in `streamAdded` once media flows. */
  publish(stream: StreamInit): Promise<PushTarget>
  /** Tells the room that my microphone or camera went on or off. */
  updateStream(streamId: StreamId, change: { audio: boolean; video: boolean }): Promise<void>
  unpublish(streamId: StreamId): Promise<void>
  play(streamId: StreamId, how: PlayOptions): Promise<PlayTarget>
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
