import type { ByeCode, UserId } from '../wire'

/** A connection as a room sees it. */
export interface Client {
  /** More waits in the socket than it may; the room sends nothing more until {@link Room.pump} is called again. */
  readonly congested: boolean
  send(frame: string | Buffer): void
  /** The room has ended this membership. */
  expelled(room: string, code: Extract<ByeCode, 'kicked' | 'replaced'>, why: string): void
}

/** One connection in one room: a cursor into the room's log, never a queue. */
export interface Member {
  readonly user: UserId
  readonly client: Client
  /** Seq of the last event sent. */
  cursor: number
  /** The rights last told, as JSON. */
  rights: string
}
