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
import type { LinkOptions, LinkRequest, LinkSignals, ProviderEvents, Seat, UserId } from '../provider/types'
import type { Call, Calls } from './call'
import { put, type Store } from './state'
import type { LinkPart, LinkPartSnapshot, LinkState, Part } from './types'

/** Gives a seat, or with no index takes all. */
function seated(seats: readonly Seat[], userId: UserId, index?: number): readonly Seat[] {
  const others = seats
    .filter((seat) => seat.index !== index)
    .map((seat) => (seat.userId === userId ? { ...seat, userId: null } : seat))
  if (index === undefined) return others
  const seat = { locked: false, muted: false, ...seats.find((one) => one.index === index), index, userId }
  return others.concat([seat]).sort((one, other) => one.index - other.index)
}

/** @param otherwise my state when I neither sit nor wait */
function mineOf(
  before: LinkState,
  me: UserId | undefined,
  { seats, requests }: Pick<LinkPartSnapshot, 'seats' | 'requests'>,
  otherwise: LinkState,
): LinkState {
  const seat = me && seats.find(({ userId }) => userId === me)
  if (seat) return { state: 'linked', seat: seat.index, since: before.state === 'linked' ? before.since : Date.now() }
  const request = requests.find(({ userId }) => userId === me)
  if (request) return { state: request.from === 'audience' ? 'requesting' : 'invited', request }
  return otherwise
}

/** What changed on the server. */
export interface LinkChange {
  seats?: readonly Seat[]
  requests?: readonly LinkRequest[]
  /** My state when I neither sit nor wait any more; absent: as before. */
  otherwise?: LinkState
}

/** The next snapshot. */
export function reduceLink(before: LinkPartSnapshot, me: UserId | undefined, change: LinkChange): LinkPartSnapshot {
  const { seats = before.seats, requests = before.requests, otherwise = before.mine } = change
  const mine = mineOf(before.mine, me, { seats, requests }, otherwise)
  return { mine, requests, seats, active: seats.some(({ userId }) => userId !== null) }
}

type Reducers = {
  [K in 'linkRequested' | 'linkSettled' | 'linkStarted' | 'linkEnded']: (
    before: LinkPartSnapshot,
    me: UserId | undefined,
    event: ProviderEvents[K],
  ) => LinkPartSnapshot
}

/** What each event of the server makes of the snapshot. */
export const linkReducers: Reducers = {
  linkRequested: (before, me, request) => reduceLink(before, me, { requests: put(before.requests, request) }),
  linkSettled(before, me, { requestId, outcome, by, message }) {
    const { mine } = before
    const waited = 'request' in mine && mine.request.id === requestId && outcome !== 'accepted'
    return reduceLink(before, me, {
      requests: before.requests.filter(({ id }) => id !== requestId),
      ...(waited && { otherwise: { state: 'idle', ended: outcome, ...(by && { by }), ...(message && { message }) } }),
    })
  },
  linkStarted: (before, me, { userId, seat }) => reduceLink(before, me, { seats: seated(before.seats, userId, seat) }),
  linkEnded: (before, me, { userId, reason }) =>
    reduceLink(before, me, {
      seats: seated(before.seats, userId),
      ...(userId === me && { otherwise: { state: 'idle', ended: reason } }),
    }),
}

function checkOptions(call: Call, options: LinkOptions = {}): void {
  call.check(typeof options === 'object' && options, 'options', '{ media, seat, expiresIn }')
  const { media = 'video', seat = 0, expiresIn = 1 } = options
  call.check(media === 'video' || media === 'audio', 'media', '"video" or "audio"')
  call.whole(seat, 'seat', 0)
  call.whole(expiresIn, 'expiresIn', 1)
}

/** The public calls of the part. */
export function linkCalls(store: Store): Calls<Omit<LinkPart, keyof Part<unknown>>> {
  /** Where a request of mine is on its way to. */
  let asking: LinkSignals | undefined

  function requestId(call: Call, id: string | undefined, state: LinkState['state'], remedy: string): string {
    const { mine } = store.now.link
    if (id !== undefined) call.text(id, 'requestId')
    else if (mine.state !== state || !('request' in mine)) throw call.error('link-not-found', remedy)
    else return mine.request.id
    return id
  }

  const answered = (call: Call, id?: string) =>
    requestId(call, id, 'invited', 'no invitation waits; a host passes the id of a request')

  function checkWho(call: Call, userId: UserId | undefined): void {
    if (userId !== undefined) call.text(userId, 'userId')
    else if (store.now.link.mine.state !== 'linked')
      throw call.error('not-linked', 'you are not linked; a host passes the id of a guest')
  }

  async function seat(call: Call, index: number, change: 'locked' | 'muted', on: boolean): Promise<void> {
    const { link } = call.use('seats')
    call.whole(index, 'index', 0)
    call.flag(on)
    await link.seat(index, { [change]: on })
  }

  return {
    async request(call, options) {
      const { link } = call.use('link')
      checkOptions(call, options)
      const state = asking === link ? 'requesting' : store.now.link.mine.state
      if (state !== 'idle') throw call.error('invalid-state', `already ${state}; wait, cancel() or end() first`)
      asking = link
      try {
        await link.request(options)
      } finally {
        if (asking === link) asking = undefined
      }
    },
    async cancel(call) {
      const { link } = call.use('link')
      await link.cancel(requestId(call, undefined, 'requesting', 'no request of yours waits'))
    },
    async accept(call, id) {
      await call.use('link').link.accept(answered(call, id))
    },
    async refuse(call, id, message) {
      const { link } = call.use('link')
      call.check(message === undefined || typeof message === 'string', 'message', 'a string')
      await link.refuse(answered(call, id), message)
    },
    async invite(call, userId, options) {
      const { link } = call.use('link')
      call.text(userId, 'userId')
      checkOptions(call, options)
      await link.invite(userId, options)
    },
    async end(call, userId) {
      const { link } = call.use('link')
      checkWho(call, userId)
      await link.end(userId)
    },
    lockSeat: (call, index, on) => seat(call, index, 'locked', on),
    muteSeat: (call, index, on) => seat(call, index, 'muted', on),
    async moveTo(call, index, userId) {
      const { link } = call.use('seats')
      call.whole(index, 'index', 0)
      checkWho(call, userId)
      await link.move(index, userId)
    },
  }
}
