/**
 * Mic-link. A person is in one of three places: nowhere, waiting (a request or an invitation), on a seat.
 *
 *   nowhere --req/inv--> waiting --acc--> seat --end/exit/kick/anchor gone--> nowhere
 *                           '--cancel/rej/expire/exit/anchor gone--> nowhere
 */
import type { LinkEndReason, LinkOutcome, LinkRequest, StreamEndReason, StreamId, User, UserId } from '../wire'
import { hushed, rightsOf, roleRights } from './rights'
import { refuse, type Decision, type Handlers, type Refusal, type RoomCommand, type Situation } from './rules'
import { closed, seatHandlers } from './decide-seat'
import { seatOf, streamsOf, type NewEvent, type State } from './state'

export function unpublish(state: State, ids: StreamId[], reason?: StreamEndReason): NewEvent[] {
  return ids.flatMap((id): NewEvent[] => {
    const stream = state.streams.get(id)
    return stream ? [{ u: stream.userId, k: 'streamRemoved', d: { streamId: id, ...(reason && { reason }) } }] : []
  })
}

/** @param by who answered; absent: nobody did */
export function settle(request: LinkRequest, outcome: LinkOutcome, by?: UserId, message?: string): NewEvent {
  const { id: requestId, userId } = request
  const d = { requestId, userId, outcome, ...(by !== undefined && { by }), ...(message !== undefined && { message }) }
  return { u: by ?? userId, k: 'linkSettled', d }
}

/**
 * The links' ends and, as the seat was what allowed it, the ends of the guests' streams. A silence goes with the microphone it
 * was about, afterwards, or a guest would be heard for a moment before the end.
 */
function unlink(state: State, by: UserId, users: readonly UserId[], reason: LinkEndReason): NewEvent[] {
  return state.seats.flatMap(({ userId, index: seat }): NewEvent[] => {
    if (userId === null || !users.includes(userId)) return []
    const user = state.users.get(userId)
    const streams = streamsOf(state, userId).map((stream) => stream.id)
    return [
      { u: by, k: 'linkEnded', d: { userId, seat, reason } },
      ...unpublish(state, streams),
      ...(user?.silenced ? [{ u: by, k: 'userUpdated' as const, d: { ...user, silenced: false } }] : []),
    ]
  })
}

/** Nobody is left who could answer: everything that waits or runs with others ends. */
function anchorGone(state: State, anchor: UserId): NewEvent[] {
  const waiting = Array.from(state.requests.values()).filter((request) => request.userId !== anchor)
  const guests = state.seats.flatMap((seat) => (seat.userId === null ? [] : [seat.userId]))
  return [
    ...waiting.map((request) => settle(request, 'anchor-left', anchor)),
    ...unlink(state, anchor, guests, 'anchor-left'),
  ]
}

/** All that ends when a person goes. */
export function departure(state: State, user: User, why: 'left' | 'lost' | 'kicked'): NewEvent[] {
  const mine = Array.from(state.requests.values()).filter((request) => request.userId === user.id)
  const linked = unlink(state, user.id, [user.id], why)
  const ended = new Set(linked.flatMap((event) => (event.k === 'streamRemoved' ? [event.d.streamId] : [])))
  const others = streamsOf(state, user.id).flatMap((stream) => (ended.has(stream.id) ? [] : [stream.id]))
  const hosts = Array.from(state.users.values()).filter((other) => roleRights(other.role).host)
  const last = hosts.length === 1 && hosts[0]?.id === user.id
  return [
    ...mine.map((request) => settle(request, 'left', user.id)),
    ...linked,
    ...unpublish(state, others),
    ...(last ? anchorGone(state, user.id) : []),
    ...(state.users.has(user.id) ? [{ u: user.id, k: 'userLeft' as const, d: { userId: user.id } }] : []),
  ]
}

/** @returns why this person cannot start waiting. */
function busy(state: State, user: UserId): Refusal | undefined {
  if (seatOf(state, user)) return refuse('link-pending', `${user} is linked already`)
  const waits = Array.from(state.requests.values()).some((request) => request.userId === user)
  return waits ? refuse('link-pending', `a request or invitation of ${user} is waiting already`) : undefined
}

type Wish = { media?: LinkRequest['media'] | undefined; seat?: number | undefined; ttl?: number | undefined }

function waiting(s: Situation, { id: userId, name }: User, from: LinkRequest['from'], wish: Wish): LinkRequest {
  const { media = 'video', seat, ttl = s.requestTtl } = wish
  const times = { createdAt: s.now, expiresAt: s.now + ttl }
  return { id: s.newId(), from, userId, name, media, ...(seat !== undefined && { seat }), ...times }
}

function request(s: Situation, d: Wish): Decision {
  if (!s.rights.link) return refuse('forbidden', 'your role does not ask for mic-links')
  const problem = busy(s.state, s.actor) ?? (d.seat === undefined ? undefined : closed(s.state, d.seat))
  return problem ?? [{ u: s.actor, k: 'linkRequested', d: waiting(s, s.me, 'audience', d) }]
}

function invite(s: Situation, d: Wish & { user: UserId }): Decision {
  if (!s.rights.host) return refuse('forbidden', 'only an anchor invites')
  const guest = s.state.users.get(d.user)
  if (!guest) return refuse('user-not-found', `${d.user} is not in the room`)
  if (!roleRights(guest.role).link) return refuse('forbidden', `${d.user} is ${guest.role} and needs no seat`)
  if (!rightsOf(s.state, guest).link) return refuse('forbidden', `the token of ${d.user} allows no mic-link`)
  const problem = busy(s.state, d.user)
  return problem ?? [{ u: s.actor, k: 'linkRequested', d: waiting(s, guest, 'anchor', d) }]
}

/** @returns why nobody waits under this id. */
function missing(state: State, id: string): Refusal {
  const { outcome, by } = state.settled.get(id) ?? {}
  const answered = outcome === 'accepted' || outcome === 'refused'
  if (answered) return refuse('link-not-found', `${by ?? 'somebody'} has answered it already: ${outcome}`)
  return refuse('link-not-found', outcome ? `it waits no more: ${outcome}` : 'no such request is waiting')
}

/** The request, if it still waits and it is the actor's turn: hosts answer the audience, invited persons answer hosts. */
function mineToAnswer(s: Situation, id: string): LinkRequest | Refusal {
  const found = s.state.requests.get(id)
  if (!found) return missing(s.state, id)
  const allowed = found.from === 'audience' ? s.rights.host : found.userId === s.actor
  return allowed ? found : refuse('forbidden', 'this request is not yours to answer')
}

function accept(s: Situation, d: { id: string }): Decision {
  const found = mineToAnswer(s, d.id)
  if ('code' in found) return found
  const free = s.state.seats.filter((seat) => seat.userId === null && !seat.locked)
  const seat = free.find(({ index }) => index === found.seat) ?? free[0]
  if (!seat) return refuse('seats-full', 'every seat is taken or locked; end a link first, the request keeps waiting')
  const { userId } = found
  const guest = s.state.users.get(userId)
  // Silent from the first moment on.
  const silent = guest && hushed(s.state, userId, guest.role, true)
  return [
    settle(found, 'accepted', s.actor),
    ...(silent ? [{ u: s.actor, k: 'userUpdated' as const, d: { ...guest, silenced: true } }] : []),
    { u: s.actor, k: 'linkStarted', d: { userId, seat: seat.index } },
  ]
}

function reject(s: Situation, d: { id: string; message?: string | undefined }): Decision {
  const found = mineToAnswer(s, d.id)
  return 'code' in found ? found : [settle(found, 'refused', s.actor, d.message)]
}

function cancel(s: Situation, d: { id: string }): Decision {
  const found = s.state.requests.get(d.id)
  if (!found) return missing(s.state, d.id)
  const allowed = found.from === 'audience' ? found.userId === s.actor : s.rights.host
  return allowed ? [settle(found, 'cancelled', s.actor)] : refuse('forbidden', 'only who asked can withdraw')
}

function end(s: Situation, d: { user?: UserId | undefined }): Decision {
  const user = d.user ?? s.actor
  if (user !== s.actor && !s.rights.host) return refuse('forbidden', 'only an anchor ends the links of others')
  const events = unlink(s.state, s.actor, [user], user === s.actor ? 'ended' : 'kicked')
  return events.length > 0 ? events : refuse('not-linked', `${user} is not linked`)
}

function expire(s: Situation, d: { id: string }): Decision {
  const found = s.state.requests.get(d.id)
  return found ? [settle(found, 'expired')] : []
}

type LinkCommand = Extract<RoomCommand, { k: `mic.${string}` | `seat${string}` | 'expire' }>

export const linkHandlers: Handlers<LinkCommand> = {
  'mic.req': request,
  'mic.inv': invite,
  'mic.acc': accept,
  'mic.rej': reject,
  'mic.cancel': cancel,
  'mic.end': end,
  ...seatHandlers,
  expire,
}
