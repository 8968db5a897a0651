/** What rules are made of: commands, the situation a rule looks at, and what it may answer. */
import type { Command, RefusalCode, Rights, Role, Stream, StreamId, User, UserId } from '../wire'
import type { Carrier, NewEvent, State } from './state'

export interface Profile {
  name: string
  role: Role
  avatar?: string
  /** What the token narrows the role's rights to; absent: all of them. */
  may?: (keyof Rights)[]
}

/** What the gateway itself finds out; never on the wire. */
export type SystemCommand =
  | { k: 'enter'; d: Profile }
  | { k: 'exit'; d: { why: 'left' | 'lost' } }
  | { k: 'expire'; d: { id: string } }
  /** A push address is wanted: a new stream, or the one there is, with the flags of now. */
  | { k: 'issue'; d: { audio: boolean; video: boolean } }
  /** The person's stream is over, live or not. */
  | { k: 'revoke'; d: { id: StreamId } }
  /** Media flows. */
  | { k: 'live'; d: { stream: Pick<Stream, 'id' | 'userId' | 'kind'>; carrier: Carrier } }
  /** Media flows no more; `by`: only if this connection still carries it. */
  | { k: 'dark'; d: { id: StreamId; by?: string | undefined } }

export type RoomCommand = Command | SystemCommand

export interface Context {
  /** Server time, ms. */
  now: number
  /** Makes an id, for requests and streams: only they pay for the randomness. */
  newId(): string
  /** Comes back to the sender on its own message: `pk:n`. */
  mark: string
  /** How long a mic-link request waits, ms. */
  requestTtl: number
  /** People listed at most; further audience is counted, not named. */
  listed: number
  /** The actor, if here and not listed. */
  guest?: User | undefined
  /** Whom the command is about, if here and not listed. */
  someone?: User | undefined
  /** The customer's backend acts: everything is allowed. */
  system?: boolean | undefined
  /** What it is called by where it speaks, if the actor is not here. */
  name?: string | undefined
}

export interface Refusal {
  code: RefusalCode
  why: string
  /** End of a ban, server time, ms. */
  until?: number
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
