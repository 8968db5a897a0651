/**
 * A room's log: the one place where order and "already done" are decided. Rooms know only this file; engines implement it
 * in memory, in memory with a journal on disk, and in Redis for several gateways.
 *
 * A gateway holds a replica of every room it has open: the newest events ({@link RoomLog.read}), the senders' last numbers
 * ({@link RoomLog.seen}), and, in the room itself, the state that the events fold to. The engine keeps the replica in step by
 * telling the room's {@link Follower}.
 */
import type { Cursor, LogEvent, UserId } from '../wire'
import type { Profile } from './rules'
import type { NewEvent } from './state'

/** Commands remembered per sender; a client's outbox must not be longer. */
export const REMEMBERED = 64

/** Senders remembered per room, least recently heard first out. A sender is one app launch of one user. */
export const SENDERS = 4096

/** Makes a command idempotent: the same triple is written once. */
export interface Producer {
  user: UserId
  /** Random, one an app launch. */
  pk: string
  /** Counts up per `pk`. */
  n: number
}

/** Where a command ended up. `s` is the seq of its last event, or the head when it changed nothing. */
export interface Receipt {
  s: number
  at: number
}

/**
 * - a receipt: this command is in the log already
 * - `past`: a later command of the same sender is; this one was refused at its time or is older than the memory
 * - undefined: new
 */
export type Seen = Receipt | 'past' | undefined

/** What one command writes: its events, perhaps none, and its sender's number. */
export interface Step {
  events: readonly NewEvent[]
  producer?: Producer
}

/** One step as it stands in the log. Seqs are contiguous within it, and from entry to entry. */
export interface Entry {
  at: number
  events: readonly LogEvent[]
  producer?: Producer
}

/** A step that is in the log, now or (`dup`) from before; it was then not written again. */
export interface Written extends Receipt {
  dup: boolean
}

export interface Append {
  steps: readonly Step[]
  /** Server time, ms. */
  at: number
  /**
   * Compare-and-set: the seq of the last control event that the steps were decided on. The log takes the steps only if that
   * is still the last one, and then counts them as control. Absent: messages, which any state takes.
   */
  basis?: number
}

export interface RoomLog {
  /** Changes whenever sequence numbers may have been reused or lost. */
  readonly epoch: string
  /** Seq of the last event, 0 when there is none. */
  readonly head: number
  /** Seq of the oldest event still kept, `head + 1` when there is none. */
  readonly tail: number
  readonly places: Places
  /**
   * Writes steps, all of them or none, each step at most once (by its producer). The follower has been told the entries when
   * this resolves. Rejects when the engine cannot write now; it is then not known whether it did, and the same steps may be
   * tried again: what was written the first time is answered with `dup`. Steps without a producer must not be repeated blindly.
   * @returns one result a step, `past` as {@link Seen}; `conflict` when `basis` was no longer the last: the replica has caught up, decide again
   */
  append(append: Append): Promise<readonly (Written | 'past')[] | 'conflict'>
  /** By the replica; exact after {@link sync}. */
  seen(producer: Producer): Seen
  /** The replica has, when this resolves, everything that anybody's append resolved with before. Rejects as append does. */
  sync(): Promise<void>
  /** Events `after < s`, oldest first, at most `limit`; the caller checks {@link tail} first. */
  read(after: number, limit: number): LogEvent[]
  /** Whether a client that has all events up to the cursor can go on from there: none of them was rolled back, none after is lost. */
  resumes(cursor: Cursor): boolean
}

/** A room, as its log sees it. */
export interface Follower {
  /** The replica begins, or begins anew, with this state (undefined: an empty room); entries follow. */
  restore(stored: Stored | undefined): void
  /**
   * What comes after, in order and without a hole, each entry once.
   * @param own they were appended by this gateway, since it opened the room
   */
  entries(entries: readonly Entry[], own: boolean): void
  /** The log has another epoch: members' cursors have to be looked at again. Comes after the entries that belong to it. */
  turned(): void
  /** The user's place is another connection's from now on, perhaps on another gateway. */
  moved(user: UserId, connection: string): void
  /** {@link Places.online} or {@link Places.likes} is another number. */
  counted(): void
  /** The state at the head, to be stored. */
  dump(): Stored
}

/** A room's state as JSON, and the seq of the last event that is in it. */
export interface Stored {
  s: number
  state: unknown
}

/** Who is in the room by which connection, over all gateways. A person has one place: the latest connection. */
export interface Places {
  /** People in places, on all gateways that live; as last known. */
  readonly online: number
  /** Likes of all gateways; as last known. */
  readonly likes: number
  /** A figure, not an event: may be lost with the engine. */
  like(count: number): void
  /** The place is this connection's from now on; who held it before hears {@link Follower.moved}. Rejects when it cannot be written. */
  take(user: UserId, connection: string, profile: Profile): Promise<void>
  /** Gives the place up. @returns whether it still was this connection's */
  drop(user: UserId, connection: string): Promise<boolean>
  /** Who is here under this id, wherever. */
  find(user: UserId): Promise<Profile | undefined>
  /** Those of these people who have no place: nowhere, or on a gateway that is gone. */
  missing(users: readonly UserId[]): Promise<UserId[]>
}

export interface LogEngine {
  /** Opens the room's log, creating it when there is none: the follower is told `restore` and `entries` before this resolves. */
  open(room: string, follower: Follower): Promise<RoomLog>
  /** Rooms that are stored and that no living gateway has open: somebody has to see who of them comes back. */
  abandoned(): Promise<string[]>
  /** This gateway needs the room no more; it is empty and may be forgotten if nobody else has it open. */
  evict(room: string): Promise<void>
  /** Whether it can write now, and why not. */
  health(): Promise<{ ok: true } | { ok: false; why: string }>
  close(): Promise<void>
}
