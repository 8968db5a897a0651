/** The nouns of a room as they cross the provider contract: plain data, no methods. */

/** Room, user and stream ids match `^[A-Za-z0-9_-]{1,48}$` on our gateway; vendor providers document their own rule. */
export type RoomId = string
/** As {@link RoomId}; unique in the room. */
export type UserId = string
/** As {@link RoomId}; the same for as long as the stream goes on, whatever its publisher's connection does. */
export type StreamId = string

/**
 * - `anchor`: publishes, answers mic-link requests, moderates.
 * - `speaker`: publishes without asking (calls and meetings).
 * - `audience`: watches, chats, may ask to link mics.
 * - `admin`: moderates, does not publish.
 */
export type Role = 'anchor' | 'speaker' | 'audience' | 'admin'

/** All roles, in the order of the type. */
export const ROLES: readonly Role[] = ['anchor', 'speaker', 'audience', 'admin']

/** What the person may do; a mic-link seat adds `publish` while it lasts. */
export interface Rights {
  /** May publish a stream of the own camera or microphone. */
  publish: boolean
  /** May send messages. */
  chat: boolean
  /** May ask for a mic-link. */
  link: boolean
  /** May accept, refuse, invite and end links of others, and hand the room over. */
  host: boolean
  /** May mute, silence, kick and ban, say who is what, and close the room. */
  moderate: boolean
}

/** A person in the room. */
export interface User {
  /** Unique in the room. */
  id: UserId
  /** Display name. */
  name: string
  /** What the token says the person is, or what a host has made of them since. */
  role: Role
  /** URL of a picture. */
  avatar?: string
  /** Chat muted by a moderator. */
  muted: boolean
  /** A moderator has the person's microphone; only who publishes, and never a host. */
  silenced: boolean
  /** Server time, ms since 1970. */
  joinedAt: number
}

/** Something that can be played. */
export interface Stream {
  /** Unique in the room. */
  id: StreamId
  /** Who publishes it. */
  userId: UserId
  /** `external`: pushed by something that is not in the room as a person (OBS, a camera). */
  kind: 'camera' | 'screen' | 'external'
  /** Whether the publisher sends sound at the moment. */
  audio: boolean
  /** Whether the publisher sends a picture at the moment. */
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
  /** Unique in the room; what accept, refuse and cancel take. */
  id: string
  /** Who asked whom. */
  from: 'audience' | 'anchor'
  /** The person who would be linked (who asked, or who is invited). */
  userId: UserId
  /** Display name of that person. */
  name: string
  /** With picture, or sound alone. */
  media: 'video' | 'audio'
  /** The seat that is wished for; absent: the first free one. */
  seat?: number
  /** Server time, ms since 1970. */
  createdAt: number
  /** Server time, ms since 1970; then it is settled as `expired`. */
  expiresAt: number
}

/** Seats are numbered from 0; the anchor holds none. */
export interface Seat {
  /** From 0. */
  index: number
  /** Who sits here; null: nobody. */
  userId: UserId | null
  /** Nobody may be seated here by request; a host who accepts or moves somebody unlocks it first. */
  locked: boolean
}

/** What a mic-link request or invitation may say beside who. */
export interface LinkOptions {
  /** Default `video`. */
  media?: 'video' | 'audio'
  /** The seat wished for, from 0; default the first free one. */
  seat?: number
  /** Milliseconds the request waits for its answer; default and limits are the server's (gateway: 30 s, 5 s to 5 min). */
  expiresIn?: number
}

/** How a request or invitation stopped waiting. */
export type LinkOutcome = 'accepted' | 'refused' | 'cancelled' | 'expired' | 'anchor-left' | 'left'

/** Why a link that ran is over. */
export type LinkEndReason = 'ended' | 'kicked' | 'anchor-left' | 'left' | 'lost'

/** Why a stream that could have gone on is over: a moderator gave its publisher a role that does not publish. */
export type StreamEndReason = 'demoted'

/** The whole state of mic-links in a room. */
export interface LinkSnapshot {
  /** What waits for an answer, oldest first. */
  requests: LinkRequest[]
  /** Every seat, by index. */
  seats: Seat[]
}

/** A gift as the app knows it; prices and pictures are the app's own. */
export interface Gift {
  /** The app's id of the kind of gift. */
  id: string
  /** What people read. */
  name: string
  /** How many, a whole number above 0. */
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

/** What a message of the room says. */
export type MessageBody =
  | { kind: 'chat'; text: string }
  | { kind: 'barrage'; text: string }
  | { kind: 'gift'; gift: Gift }
  | { kind: 'command'; command: string; data: unknown }

/** What everybody receives, in the room's one order. */
export type IncomingMessage = MessageBody & {
  /** Unique in the room for as long as the room lives. */
  id: string
  /** The sender. */
  from: UserId
  /** The sender's display name at the time. */
  name: string
  /** Server time, ms since 1970. */
  at: number
  /** Present on the sender's own copy only. */
  key?: string
}

/** The server has it. */
export interface MessageReceipt {
  /** The message's id, as everybody receives it; empty for likes. */
  id: string
  /** Server time, ms since 1970. */
  at: number
}

/** What it takes to enter. */
export interface JoinRequest {
  /** The room on the server. */
  roomId: RoomId
  /**
   * Proves who I am. A function is asked again whenever a fresh token is needed. When it fails then, it is asked again with the
   * next attempt to come back; a `LiveError` that is not recoverable ends the session instead.
   */
  token: string | (() => Promise<string>)
  /** A wish; the token's role wins. */
  role?: Role
  /** Display name; a name in the token wins. */
  name?: string
  /** URL of a picture. */
  avatar?: string
}

/** Everything there is to know on entry, and again after a reconnect that could not resume. */
export interface RoomSnapshot {
  /** The room on the server. */
  roomId: RoomId
  /** I, as the server knows me. */
  me: User
  /** What I may do now. */
  rights: Rights
  /** Who is here, in join order, me included. Of a big room the first few hundred; `online` counts all. */
  users: User[]
  /** What can be played, in order of start, mine included. */
  streams: Stream[]
  /** The last messages, oldest first. */
  messages: IncomingMessage[]
  /** Waiting requests and seats. */
  link: LinkSnapshot
  /** How many are in the room. */
  online: number
  /** How many likes the room has. */
  likes: number
  /** Everybody who publishes is silenced, and who begins to; hosts are not. */
  allSilenced: boolean
}
