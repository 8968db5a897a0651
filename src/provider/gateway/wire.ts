/**
 * The wire between the gateway and its client: JSON text frames, one object a frame. Both sides compile against this
 * file and nothing else of each other. Rules (order, idempotence, resume) are in docs/protocol.md.
 */
import type { Gift, LinkSnapshot, ProviderEvents, Rights, Role, Stream, StreamId, User, UserId } from '../types'

export const PROTOCOL_VERSION = 1
/** Largest frame a client may send, bytes. */
export const MAX_FRAME_BYTES = 8192
/** Room and user ids. Short, so that signed URLs stay under 200 characters (long RTMP URLs fail on iOS). */
export const ID_PATTERN = /^[A-Za-z0-9_-]{1,48}$/

/** Close codes that mean: do not come back as you are. They say what `bye` says; all other codes mean: come back. */
export const CLOSE: { readonly [code: number]: ByeCode } = {
  4400: 'malformed',
  4401: 'token-expired',
  4403: 'forbidden',
  4409: 'replaced',
  1009: 'too-large',
}

/**
 * Why a command was refused.
 * `token-expired` on a live connection: send `hi` again with a fresh token on a new connection.
 */
export type RefusalCode =
  | 'malformed'
  | 'forbidden'
  | 'unknown-role'
  | 'not-joined'
  | 'room-full'
  | 'busy'
  | 'rate-limited'
  | 'too-large'
  | 'muted'
  | 'banned'
  | 'room-closed'
  | 'token-invalid'
  | 'token-expired'
  | 'stream-not-found'
  | 'stream-in-use'
  | 'link-not-found'
  | 'link-pending'
  | 'seats-full'
  | 'seat-unavailable'
  | 'not-linked'
  | 'user-not-found'

/** Where a client stands in a room's log: the log's epoch and the last sequence number it has. */
export type Cursor = [epoch: string, seq: number]

/**
 * Durable commands: each becomes one or more events of the room's log, exactly once (`pk` + `n`). What is undefined is
 * absent on the wire, as JSON has it; an empty text in an optional field counts as absent.
 */
export type Command =
  | { k: 'chat'; d: { text: string } }
  | { k: 'barrage'; d: { text: string } }
  | { k: 'gift'; d: { gift: Gift } }
  | { k: 'command'; d: { command: string; data: unknown; to?: UserId[] | undefined } }
  /** `ttl`: ms it waits; the gateway clamps it. */
  | { k: 'mic.req'; d: { media: 'video' | 'audio'; seat?: number | undefined; ttl?: number | undefined } }
  | { k: 'mic.cancel'; d: { id: string } }
  | { k: 'mic.acc'; d: { id: string } }
  | { k: 'mic.rej'; d: { id: string; message?: string | undefined } }
  | {
      k: 'mic.inv'
      d: { user: UserId; media?: 'video' | 'audio' | undefined; seat?: number | undefined; ttl?: number | undefined }
    }
  /** No user: my own link. */
  | { k: 'mic.end'; d: { user?: UserId | undefined } }
  /** Host: locks or unlocks a seat. */
  | { k: 'seat'; d: { i: number; locked: boolean } }
  /** No user: myself. */
  | { k: 'seat.move'; d: { to: number; user?: UserId | undefined } }
  /** Microphone and camera flags of my own live stream. */
  | { k: 'stream'; d: { id: StreamId; audio: boolean; video: boolean } }
  | { k: 'mute'; d: { user: UserId; on: boolean } }
  | { k: 'kick'; d: { user: UserId } }
  /** No user: everybody who publishes, now or later; hosts never. */
  | { k: 'silence'; d: { user?: UserId | undefined; on: boolean } }
  | { k: 'role'; d: { user: UserId; role: Role } }
  /** Out, and refused with `banned` for so long; without `seconds` for good. Also for somebody who is not here. */
  | { k: 'ban'; d: { user: UserId; seconds?: number | undefined } }
  | { k: 'unban'; d: { user: UserId } }
  /** The room is over for everybody; a host who joins later opens it again. */
  | { k: 'close'; d: Record<string, never> }
  /** Host: the user is anchor, I am speaker. */
  | { k: 'host'; d: { user: UserId } }

/** Questions: answered once, kept nowhere. */
export type Question =
  | { k: 'push'; d: { audio: boolean; video: boolean } }
  /** My stream is over; also inferred when its media connection closes. */
  | { k: 'unpush'; d: { id: StreamId } }
  | { k: 'play'; d: { id: StreamId } }

export interface Answers {
  push: { id: StreamId; url: string }
  unpush: Record<string, never>
  /** All addresses one stream plays from, signed. */
  play: { rtmp: string; flv: string }
}

/** Client -> server. */
export type ClientFrame =
  /** First frame. `pk`: random, one an app launch; with `n` it makes sending idempotent. `res`: rooms to resume. */
  | { t: 'hi'; v: number; tok: string; pk: string; res?: Record<string, Cursor> | undefined }
  | { t: 'join'; r: string; role?: Role | undefined; name?: string | undefined; avatar?: string | undefined }
  | { t: 'leave'; r: string }
  /** `n` only goes up, from 1, per `pk`, over all rooms. */
  | ({ t: 'do'; n: number; r: string } & Command)
  /** `q` comes back with the answer and is never used twice on a connection. */
  | ({ t: 'ask'; q: number; r: string } & Question)
  | { t: 'like'; r: string; c: number }
  | { t: 'ping' }

/** What happened, in the log's order. `u` is the user who did it, `at` server time in ms, `s` the sequence number. */
export type LogEvent = { s: number; at: number; u: UserId } & EventBody

/** What a message event has beside its contents: the sender's display name, and `m` = `${pk}:${n}`, opaque to others. */
interface Said {
  name: string
  m: string
}

/** Events of the provider contract that the log carries under their own names, with their own contents. */
type Plain =
  | 'userJoined'
  | 'userUpdated'
  | 'userLeft'
  | 'allSilenced'
  | 'linkRequested'
  | 'linkSettled'
  | 'linkStarted'
  | 'linkEnded'
  | 'seats'
  | 'streamAdded'
  | 'streamUpdated'
  | 'streamRemoved'

export type EventBody =
  | { [K in Plain]: { k: K; d: ProviderEvents[K] } }[Plain]
  | { k: 'chat'; d: { text: string } & Said }
  | { k: 'barrage'; d: { text: string } & Said }
  | { k: 'gift'; d: { gift: Gift } & Said }
  /** A command with `to` is delivered only to its receivers and its sender; others see `skip` with its sequence number. */
  | { k: 'command'; d: { command: string; data: unknown; to?: UserId[] } & Said }
  | { k: 'skip'; d: Record<string, never> }
  | { k: 'kick'; d: { userId: UserId } }
  /** `until`: server time, ms; absent: for good. */
  | { k: 'ban'; d: { userId: UserId; until?: number } }
  | { k: 'unban'; d: { userId: UserId } }
  | { k: 'closed'; d: Record<string, never> }

/**
 * The fold of a room's log, as a newcomer needs it. `users` are at most the first few hundred; `online` counts all. `log` holds
 * the last message events (chat, barrage, gift, command).
 */
export interface RoomState {
  users: User[]
  streams: Stream[]
  link: LinkSnapshot
  allSilenced: boolean
  log: LogEvent[]
}

/** Server -> client. */
export type ServerFrame =
  /** Accepted. `T`: server time, ms; `hb`: the client pings at least this often, ms; `u`: who the token says I am. */
  | { t: 'yo'; T: number; hb: number; u: UserId }
  /** The whole state at seq `s`; `gap: 1` when it replaces a cursor that could not be resumed. */
  | {
      t: 'snap'
      r: string
      e: string
      s: number
      st: RoomState
      me: User
      rights: Rights
      online: number
      likes: number
      gap?: 1
    }
  /**
   * The cursor was good: missed events follow as `e` frames, then the live ones. `s` is the head to catch up with. Also on a
   * live connection, when the log has another epoch from now on and the cursor is good in it.
   */
  | { t: 'res'; r: string; e: string; s: number; rights: Rights }
  /** Events of one tick, in one frame, in order, without a hole. `s` is the seq of the last. */
  | { t: 'e'; r: string; s: number; ev: LogEvent[] }
  /** Command `n` is in the log at seq `s`; `dup` when it already was. */
  | { t: 'ok'; n: number; s: number; at: number; e: string; dup?: 1; d?: unknown }
  /** Command `n` was refused. `wait`: ms after which resending the same `n` may succeed; all later `n` are refused until then. */
  | { t: 'no'; n: number; c: RefusalCode; why: string; wait?: number }
  /** Join, or another frame without a number, was refused for this room. `until`: a ban's end, server time, ms. */
  | { t: 'refused'; r: string; c: RefusalCode; why: string; until?: number }
  | { t: 'ans'; q: number; d: Answers[keyof Answers] }
  | { t: 'nope'; q: number; c: RefusalCode; why: string; wait?: number }
  /** My rights changed (link started or ended, role changed). */
  | { t: 'rights'; r: string; rights: Rights }
  /** Digest: latest values, unsequenced. */
  | { t: 'dg'; r: string; online: number; likes: number }
  | { t: 'pong'; T: number }
  /** Sent before the socket closes. `retry`: ms, or absent when coming back is pointless. `until`: as in `refused`. */
  | { t: 'bye'; c: ByeCode; why: string; retry?: number; until?: number }

export type ByeCode =
  | 'malformed'
  | 'too-large'
  | 'token-invalid'
  | 'token-expired'
  | 'forbidden'
  | 'kicked'
  | 'banned'
  | 'replaced'
  | 'flood'
  | 'full'
  | 'restart'
  | 'room-closed'
