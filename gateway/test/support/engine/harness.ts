/** What the parts of the engine suite share. */
import type { LogEngine, RoomLog } from '../../../src/room/log'
import type { LogEvent } from '../../../src/wire'
import type { Replica } from '../replica'

export interface Harness {
  /** An engine on an empty store. @param ring events kept per room */
  start(ring: number): Promise<LogEngine>
  /** Stops all engines in order and starts one on what they stored. Absent: the engine stores nothing. */
  reopen?(): Promise<LogEngine>
  /** One more gateway on the same store. Absent: the engine serves one gateway. */
  second?(): Promise<LogEngine>
  /** Stops what {@link start}, {@link reopen} and {@link second} started. */
  stop(): Promise<void>
  /** Random histories per property. Default 100. */
  runs?: number
}

/** Opens a room with a follower whose complaints fail the test. */
export type Open = (engine: LogEngine, room?: string) => Promise<{ log: RoomLog; replica: Replica }>

/** What an append answers for a step that is new, and for one that was in the log already. */
export const written = (s: number, at: number) => ({ s, at, dup: false })
export const again = (s: number, at: number) => ({ s, at, dup: true })

export const kept = (log: RoomLog): LogEvent[] => log.read(log.tail - 1, Infinity)
