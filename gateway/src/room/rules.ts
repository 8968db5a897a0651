/** What rules are made of: commands, the situation a rule looks at, and what it may answer. */
import type { Command, RefusalCode, Rights, Role, Stream, StreamId, User, UserId } from '../wire'
import type { NewEvent, State } from './state'

export interface Profile {
  name: string
  role: Role
  avatar?: string
}

/** What the gateway itself finds out; never on the wire. */
export type SystemCommand =
  | { k: 'enter'; d: Profile }
  | { k: 'exit'; d: { why: 'left' | 'lost' } }
  | { k: 'expire'; d: { id: string } }
  | { k: 'live'; d: Stream }
  | { k: 'dark'; d: { id: StreamId } }

export type RoomCommand = Command | SystemCommand

export interface Context {
  /** Server time, ms. */
  now: number
  /** A fresh id, for requests. */
  id: string
  /** Comes back to the sender on its own message: `pk:n`. */
  mark: string
  /** How long a mic-link request waits, ms. */
  requestTtl: number
}

export interface Refusal {
  code: RefusalCode
  why: string
}

export type Decision = NewEvent[] | Refusal

/** Everything a rule looks at. */
export interface Situation extends Context {
  state: State
  actor: UserId
  /** The actor as a member of the room. */
  me: User
  rights: Rights
}

export type Handlers<U extends { k: string; d: unknown }> = {
  [K in U['k']]: (situation: Situation, d: Extract<U, { k: K }>['d']) => Decision
}

export function refuse(code: RefusalCode, why: string): Refusal {
  return { code, why }
}
