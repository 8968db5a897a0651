/**
 * A room's log: the one place where order and "already done" are decided. Engines (memory here; a journal or Redis
 * elsewhere) implement {@link LogEngine}; rooms know only this file.
 */
import type { LogEvent, UserId } from '../wire'
import type { NewEvent } from './state'

/** Commands remembered per sender; a client's outbox must not be longer. */
export const REMEMBERED = 64

/** Makes a command idempotent: the same triple is appended once. */
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

export interface RoomLog {
  /** Changes whenever sequence numbers may have been reused or lost; a cursor is only good within its epoch. */
  readonly epoch: string
  /** Seq of the last event, 0 when there is none. */
  readonly head: number
  /** Seq of the oldest event still kept, `head + 1` when there is none. */
  readonly tail: number
  /**
   * Writes events and the producer's number in one step. Rejects when the engine cannot write now; the same command may
   * then be tried again.
   * @returns the events as written, and the receipt
   */
  append(
    events: readonly NewEvent[],
    at: number,
    producer?: Producer,
  ): Promise<{ written: LogEvent[]; receipt: Receipt }>
  seen(producer: Producer): Seen
  /** Events `after < s`, oldest first, at most `limit`; the caller checks {@link tail} first. */
  read(after: number, limit: number): LogEvent[]
}

export interface LogEngine {
  /** Opens the room's log, creating it when there is none. */
  open(room: string): Promise<RoomLog>
  /** The room is empty and forgotten. */
  evict(room: string): Promise<void>
  close(): Promise<void>
}
