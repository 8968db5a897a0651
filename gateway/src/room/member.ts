import type { ByeCode, User } from '../wire'
import type { Profile } from './rules'

/** A connection as a room sees it. */
export interface Client {
  /** More waits in the socket than it may; the room sends nothing more until {@link Room.pump} is called again. */
  readonly congested: boolean
  /** Which launch of the app it belongs to, as `pk` of `hi` says. */
  readonly launch?: string
  send(frame: string | Buffer): void
  /** The room has ended this membership. */
  expelled(room: string, code: Expulsion, why: string, until?: number): void
}

/** `restart`: come back, another connection of the same launch was let in. */
export type Expulsion = Extract<ByeCode, 'kicked' | 'banned' | 'replaced' | 'restart' | 'room-closed'>

/** One connection in one room: a cursor into the room's log, never a queue. */
export interface Member {
  /** As they came; listed people are in the room's state as they are now. */
  readonly user: User
  /** Said again when the room has lost them. */
  readonly profile: Profile
  readonly client: Client
  /** Names the place; no two are the same, on any gateway. */
  readonly connection: string
  /** Seq of the last event sent, in this epoch. */
  cursor: number
  epoch: string
  /** The rights last told, as JSON. */
  rights: string
}
