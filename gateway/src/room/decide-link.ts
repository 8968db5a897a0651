/**
 * Mic-link. A person is in one of three places: nowhere, waiting (a request or an invitation), on a seat.
 *
 *   nowhere --req/inv--> waiting --acc--> seat --end/exit/kick/anchor gone--> nowhere
 *                           '--cancel/rej/expire/exit/anchor gone--> nowhere
 */
import type { LinkEndReason, LinkOutcome, LinkRequest, StreamId, User, UserId } from '../wire'
import { roleRights } from './rights'
import { refuse, type Decision, type Handlers, type Refusal, type RoomCommand, type Situation } from './rules'
import { seatOf, streamsOf, type NewEvent, type State } from './state'

export function unpublish(state: State, ids: StreamId[]): NewEvent[] {
  return ids.flatMap((id): NewEvent[] => {
    const stream = state.streams.get(id)
    return stream ? [{ u: stream.userId, k: 'pub-', d: { id } }] : []
  })
}

function settle(by: UserId, request: LinkRequest, outcome: LinkOutcome, message?: string): NewEvent {
  const d = { id: request.id, user: request.userId, outcome, ...(message === undefined ? {} : { message }) }
  return { u: by, k: 'mic.set', d }
}

/** The link's end and, as the seat was what allowed it, the end of the guest's stream. */
function unlink(state: State, by: UserId, user: UserId, why: LinkEndReason): NewEvent[] {
  const seat = seatOf(state, user)
  if (!seat) return []
  const role = state.users.get(user)?.role
  const mayStay = role !== undefined && roleRights(role).publish
  const streams = mayStay ? [] : streamsOf(state, user).map((stream) => stream.id)
  return [{ u: by, k: 'mic.off', d: { user, seat: seat.index, why } }, ...unpublish(state, streams)]
}

/** Nobody is left who could answer: everything that waits or runs with others ends. */
function anchorGone(state: State, anchor: UserId): NewEvent[] {
  const waiting = Array.from(state.requests.values()).filter((request) => request.userId !== anchor)
  const guests = state.seats.flatMap((seat) => (seat.userId === null || seat.userId === anchor ? [] : [seat.userId]))
  return [
    ...waiting.map((request) => settle(anchor, request, 'anchor-left')),
    ...guests.flatMap((guest) => unlink(state, anchor, guest, 'anchor-left')),
  ]
}

/** All that ends when a person goes. */
export function departure(state: State, user: User, why: 'left' | 'lost' | 'kicked'): NewEvent[] {
  const mine = Array.from(state.requests.values()).filter((request) => request.userId === user.id)
  const linked = unlink(state, user.id, user.id, why)
  const ended = new Set(linked.flatMap((event) => (event.k === 'pub-' ? [event.d.id] : [])))
  const others = streamsOf(state, user.id).flatMap((stream) => (ended.has(stream.id) ? [] : [stream.id]))
  const hosts = Array.from(state.users.values()).filter((other) => roleRights(other.role).host)
  const last = hosts.length === 1 && hosts[0]?.id === user.id
  return [
    ...mine.map((request) => settle(user.id, request, 'left')),
    ...linked,
    ...unpublish(state, others),
    ...(last ? anchorGone(state, user.id) : []),
    { u: user.id, k: 'out', d: {} },
  ]
}

/** @returns why this person cannot start waiting. */
function busy(state: State, user: UserId): Refusal | undefined {
  if (seatOf(state, user)) return refuse('link-pending', `${user} is linked already`)
  const waits = Array.from(state.requests.values()).some((request) => request.userId === user)
  return waits ? refuse('link-pending', `a request or invitation of ${user} is waiting already`) : undefined
}

function waiting(s: Situation, person: User, from: LinkRequest['from'], media: LinkRequest['media']): LinkRequest {
  const times = { createdAt: s.now, expiresAt: s.now + s.requestTtl }
  return { id: s.id, from, userId: person.id, name: person.name, media, ...times }
}

function request(s: Situation, d: { media: 'video' | 'audio' }): Decision {
  if (!s.rights.link) return refuse('forbidden', 'your role does not ask for mic-links')
  const problem = busy(s.state, s.actor)
  return problem ?? [{ u: s.actor, k: 'mic.req', d: { ...waiting(s, s.me, 'audience', d.media), m: s.mark } }]
}

function invite(s: Situation, d: { user: UserId }): Decision {
  if (!s.rights.host) return refuse('forbidden', 'only an anchor invites')
  const guest = s.state.users.get(d.user)
  if (!guest) return refuse('user-not-found', `${d.user} is not in the room`)
  if (!roleRights(guest.role).link) return refuse('forbidden', `${d.user} is ${guest.role} and needs no seat`)
  const problem = busy(s.state, d.user)
  return problem ?? [{ u: s.actor, k: 'mic.inv', d: { ...waiting(s, guest, 'anchor', 'video'), m: s.mark } }]
}

/** The request, if it still waits and it is the actor's turn: hosts answer the audience, invited persons answer hosts. */
function mineToAnswer(s: Situation, id: string): LinkRequest | Refusal {
  const found = s.state.requests.get(id)
  if (!found) return refuse('link-not-found', 'no such request is waiting: it was answered, withdrawn or has expired')
  const allowed = found.from === 'audience' ? s.rights.host : found.userId === s.actor
  return allowed ? found : refuse('forbidden', 'this request is not yours to answer')
}

function accept(s: Situation, d: { id: string }): Decision {
  const found = mineToAnswer(s, d.id)
  if ('code' in found) return found
  const seat = s.state.seats.find((candidate) => candidate.userId === null && !candidate.locked)
  if (!seat) return refuse('seats-full', 'every seat is taken or locked; end a link first, the request keeps waiting')
  return [settle(s.actor, found, 'accepted'), { u: s.actor, k: 'mic.on', d: { user: found.userId, seat: seat.index } }]
}

function reject(s: Situation, d: { id: string; message?: string }): Decision {
  const found = mineToAnswer(s, d.id)
  return 'code' in found ? found : [settle(s.actor, found, 'refused', d.message)]
}

function cancel(s: Situation, d: { id: string }): Decision {
  const found = s.state.requests.get(d.id)
  if (!found) return refuse('link-not-found', 'no such request is waiting')
  const allowed = found.from === 'audience' ? found.userId === s.actor : s.rights.host
  return allowed ? [settle(s.actor, found, 'cancelled')] : refuse('forbidden', 'only who asked can withdraw')
}

function end(s: Situation, d: { user?: UserId }): Decision {
  const user = d.user ?? s.actor
  if (user !== s.actor && !s.rights.host) return refuse('forbidden', 'only an anchor ends the links of others')
  const events = unlink(s.state, s.actor, user, user === s.actor ? 'ended' : 'kicked')
  return events.length > 0 ? events : refuse('not-linked', `${user} is not linked`)
}

function expire(s: Situation, d: { id: string }): Decision {
  const found = s.state.requests.get(d.id)
  return found ? [settle(found.userId, found, 'expired')] : []
}

type LinkCommand = Extract<RoomCommand, { k: `mic.${string}` | 'expire' }>

export const linkHandlers: Handlers<LinkCommand> = {
  'mic.req': request,
  'mic.inv': invite,
  'mic.acc': accept,
  'mic.rej': reject,
  'mic.cancel': cancel,
  'mic.end': end,
  expire,
}
