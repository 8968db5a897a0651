/** The nouns of a room as they cross the provider contract: plain data, no methods. */
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
  /** The seat that is wished for; absent: the first free one. */
  seat?: number
  /** Server time, ms since 1970. */
  createdAt: number
  expiresAt: number
}

/** Seats are numbered from 0; the anchor holds none. */
export interface Seat {
  index: number
  userId: UserId | null
  /** Nobody may be seated here by request; a host who accepts or moves somebody unlocks it first. */
  locked: boolean
  /** A host has taken the microphone of whoever sits here. */
  muted: boolean
}

/** What a mic-link request or invitation may say beside who. */
export interface LinkOptions {
  /** Default `video`. */
  media?: 'video' | 'audio'
  /** Request: the seat wished for, from 0; default the first free one. */
  seat?: number
  /** Milliseconds the request waits for its answer; default and limits are the server's (gateway: 30 s, 5 s to 5 min). */
  expiresIn?: number
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
