/**
 * Mic-link among the phones of a room, for clouds that carry messages but know no mic-link. The client of the host in charge
 * (the one who came first; then the next) keeps queue and seats, and repeats the whole small state to everybody whenever it
 * changes; the others send it what they want done, again and again until it answers.
 */
import { createPeer } from './peer'
import type { LinkClock, PeerLink, PeerLinkOptions } from './types'

/** The real one. */
export const systemClock: LinkClock = {
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  now: () => Date.now(),
}

/**
 * Makes one peer of a mic-link. Its calls reject as the gateway's do (`forbidden`, `link-pending`, `link-not-found`,
 * `seats-full`, `seat-unavailable`, `not-linked`, `user-not-found`), with `busy` where no host is in the room and with `timeout`
 * where none answers.
 */
export const peerLink = (options: PeerLinkOptions): PeerLink =>
  createPeer({ seats: 4, clock: systemClock, changed: () => undefined, ...options })

export { DEEDS as LINK_CALLS } from './state'
export type { LinkChannel, LinkClock, LinkPayload, LinkPeople, PeerLink, PeerLinkOptions } from './types'
