/**
 * Mic-link among the phones of a room, for clouds that carry messages but know no mic-link. The client of the host in charge
 * (the one who came first; then the next) keeps queue and seats, and repeats the whole small state to everybody whenever it
 * changes; the others send it what they want done, again and again until it answers.
 */
import type { Emitter } from '../../emitter'
import type { ProviderEvents, UserId } from '../types'
import { Peer } from './peer'
import type { LinkChannel, LinkClock, LinkPeople, PeerLink } from './types'

/** What a peer needs. */
export interface PeerLinkOptions {
  /** My id. */
  me: UserId
  /** How words travel. */
  channel: LinkChannel
  /** Who is here. */
  people: LinkPeople
  /** Where linkRequested, linkSettled, linkStarted, linkEnded, seats and error go. */
  events: Emitter<ProviderEvents>
  /** How many seats; the same for everybody. Default 4. */
  seats?: number
  /** Told after every change, once its events are out: who may publish can have changed. */
  changed?: () => void
  /** Default: the system's. */
  clock?: LinkClock
}

const systemClock: LinkClock = {
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  now: () => Date.now(),
}

/**
 * Makes one peer of a mic-link. Its calls reject as the gateway's do (`forbidden`, `link-pending`, `link-not-found`,
 * `seats-full`, `seat-unavailable`, `not-linked`, `user-not-found`), with `busy` where no host is in the room and with `timeout`
 * where none answers.
 */
export const peerLink = ({
  seats = 4,
  clock = systemClock,
  changed = () => undefined,
  ...rest
}: PeerLinkOptions): PeerLink => new Peer({ seats, clock, changed, ...rest })

export type { LinkChannel, LinkClock, LinkPayload, LinkPeople, PeerLink } from './types'
