/**
 * Mic-link, as the server tells it: the state follows events and snapshots alone, because receipts come by another way
 * and may be older than what is known already. My own side:
 *
 * ```
 *            request()                       linkStarted
 *   idle ───────────────▶ requesting ─────────────────────▶ linked ──┐ seats: another seat
 *   ▲ ▲ └───────────────▶ invited ─── accept(), linkStarted ──▲ │ ▲──┘
 *   │ │  linkRequested     │                                    │
 *   │ └────────────────────┘ refused(by, message), cancelled,   │ ended, kicked,
 *   │                        expired, anchor-left; lost         │ anchor-left; lost
 *   └───────────────────────────────────────────────────────────┘
 * ```
 *
 * Reconnecting changes nothing; the snapshot after a gap does: still seated keeps its `since`, what is gone was `lost`.
 * A request: waits in `requests` until settled; an accepted one shows as `requesting` until its seat is told.
 */
import type { LinkRequest, LinkSignals, ProviderEvents, Seat, UserId } from '../provider/types'
import type { Call, Calls } from './call'
import { put, without } from './state'
import type { LinkPart, LinkPartSnapshot, LinkState, Part } from './types'

/** Gives a seat, or with no index takes all. */
function seated(seats: readonly Seat[], userId: UserId, index?: number): readonly Seat[] {
  const others = seats
    .filter((seat) => seat.index !== index)
    .map((seat) => (seat.userId === userId ? { ...seat, userId: null } : seat))
  if (index === undefined) return others
  const seat = { locked: false, ...seats.find((one) => one.index === index), index, userId }
  return others.concat([seat]).sort((one, other) => one.index - other.index)
}

/**
 * The next snapshot.
 * @param change what changed on the server
 * @param otherwise my state when I neither sit nor wait; default as before
 */
export function reduceLink(
  before: LinkPartSnapshot,
  me: UserId,
  change: { seats?: readonly Seat[]; requests?: readonly LinkRequest[] },
  otherwise: LinkState = before.mine,
): LinkPartSnapshot {
  const { seats, requests } = { ...before, ...change }
  const { mine } = before
  const seat = seats.find(({ userId }) => userId === me)
  const request = requests.find(({ userId }) => userId === me)
  return {
    requests,
    seats,
    active: seats.some(({ userId }) => userId),
    mine: seat
      ? { state: 'linked', seat: seat.index, since: mine.state === 'linked' ? mine.since : Date.now() }
      : request
        ? { state: request.from === 'audience' ? 'requesting' : 'invited', request }
        : otherwise,
  }
}

type Reducers = {
  [K in 'linkRequested' | 'linkSettled' | 'linkStarted' | 'linkEnded']: (
    before: LinkPartSnapshot,
    me: UserId,
    event: ProviderEvents[K],
  ) => LinkPartSnapshot
}

/** What each event of the server makes of the snapshot. */
export const linkReducers: Reducers = {
  linkRequested: (before, me, request) => reduceLink(before, me, { requests: put(before.requests, request) }),
  linkSettled(before, me, { requestId, userId: _whose, outcome: ended, ...words }) {
    const { mine } = before
    const waited = 'request' in mine && mine.request.id === requestId && ended !== 'accepted'
    const requests = without(before.requests, requestId)
    return reduceLink(before, me, { requests }, waited ? { state: 'idle', ended, ...words } : mine)
  },
  linkStarted: (before, me, { userId, seat }) => reduceLink(before, me, { seats: seated(before.seats, userId, seat) }),
  linkEnded: (before, me, { userId, reason: ended }) =>
    reduceLink(
      before,
      me,
      { seats: seated(before.seats, userId) },
      userId === me ? { state: 'idle', ended } : undefined,
    ),
}

/** The public calls of the part. @param mine my side now */
export function linkCalls(mine: () => LinkState): Calls<Omit<LinkPart, keyof Part<unknown>>> {
  /** Where a request of mine is on its way to. */
  let asking: LinkSignals | undefined

  function waiting({ error }: Call, state: LinkState['state'], remedy: string): string {
    const now = mine()
    if (now.state === state && 'request' in now) return now.request.id
    throw error('link-not-found', remedy)
  }
  const answered = (call: Call, id?: string): string =>
    id || waiting(call, 'invited', 'no invitation waits; a host passes the id of a request')

  function whose({ used, error }: Call, userId?: UserId): LinkSignals {
    if (userId === undefined && mine().state !== 'linked')
      throw error('not-linked', 'you are not linked; a host passes the id of a guest')
    return used.link
  }

  return {
    request: [
      'link linkOptions?',
      async ({ used: { link }, error }, options) => {
        const state = asking === link ? 'requesting' : mine().state
        if (state !== 'idle') throw error('invalid-state', `already ${state}; wait, cancel() or end() first`)
        asking = link
        try {
          await link.request(options)
        } finally {
          if (asking === link) asking = undefined
        }
      },
    ],
    cancel: [
      'link requestId?',
      (call, id) => call.used.link.cancel(id || waiting(call, 'requesting', 'no request of yours waits')),
    ],
    accept: ['link requestId?', (call, id) => call.used.link.accept(answered(call, id))],
    refuse: ['link requestId? message?', (call, id, message) => call.used.link.refuse(answered(call, id), message)],
    invite: ['link userId linkOptions?', ({ used }, userId, options) => used.link.invite(userId, options)],
    end: ['link userId?', (call, userId) => whose(call, userId).end(userId)],
    lockSeat: ['seats index on', ({ used }, index, on) => used.link.lock(index, on)],
    moveTo: ['seats index userId?', (call, index, userId) => whose(call, userId).move(index, userId)],
  }
}
