/** What a mic-link without a server is built on: a way to send words to people, and who the people are. */
import type { Emitter } from '../../emitter'
import type { LinkSignals, LinkSnapshot, ProviderEvents, Role, UserId } from '../types'

/** Carries small JSON values between people of one room. It may lose, double and reorder them, never change them. */
export interface LinkChannel {
  /**
   * Sends to these, or to everybody else in the room where `to` is empty.
   * @returns a promise that rejects when it surely was not sent
   */
  send(to: readonly UserId[], payload: LinkPayload): Promise<void>
  /**
   * Hears what others sent; `from` is vouched for by the channel, `payload` is whatever came.
   * @returns its undo
   */
  listen(hear: (from: UserId, payload: unknown) => void): () => void
}

/** Plain JSON; made and understood by the link alone. */
export type LinkPayload = Readonly<Record<string, unknown>>

/** The room as the provider knows it at the moment. */
export interface LinkPeople {
  /** Absent: not in the room. */
  role(userId: UserId): Role | undefined
  /** Display name. */
  name(userId: UserId): string
  /** Everybody in the room who is a host (`anchor`), me included. */
  hosts(): UserId[]
}

/** Injected in tests. */
export interface LinkClock {
  setTimeout(run: () => void, ms: number): unknown
  clearTimeout(timer: unknown): void
  now(): number
}

/** What a peer needs. */
export interface PeerLinkOptions {
  /** My id. */
  me: UserId
  /** How words travel. */
  channel: LinkChannel
  /** Who is here. */
  people: LinkPeople
  /** Where linkRequested, linkSettled, linkStarted, linkEnded, seats and error go. */
  events: Pick<Emitter<ProviderEvents>, 'emit'>
  /** How many seats; the same for everybody. Default 4. */
  seats?: number
  /** Told after every change, once its events are out: who may publish can have changed. */
  changed?: () => void
  /** Default: the system's. */
  clock?: LinkClock
}

/** Mic-link among peers; see `peerLink`. */
export interface PeerLink extends LinkSignals {
  /** After joining, and after a reconnect: asks the host in charge for the state, or takes charge where nobody has it. */
  start(): void
  /** Requests and seats now. */
  snapshot(): LinkSnapshot
  /** Whether the person holds a seat, and so may publish. */
  seated(userId: UserId): boolean
  /** Tell it whenever somebody came, after {@link LinkPeople} knows. */
  came(userId: UserId): void
  /** Tell it whenever somebody went, after {@link LinkPeople} knows. */
  went(userId: UserId): void
  /** Stops listening, ends every timer; calls that wait reject. */
  stop(): void
}
