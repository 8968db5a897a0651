import type { EventBody, LinkRequest, LogEvent, Seat, User, UserId } from '../wire'
import { rightsOf, roleRights } from './rights'
import { HISTORY, isMessage, SETTLED, type InternalBody, type State } from './state'

type Body = EventBody | InternalBody
type Fold = { [K in Body['k']]: (state: State, d: Extract<Body, { k: K }>['d'], event: LogEvent) => void }

function remember(state: State, _d: unknown, event: LogEvent): void {
  state.history.push(event as State['history'][number])
  if (state.history.length > HISTORY) state.history.shift()
}

function setSeat(state: State, index: number, change: Partial<Seat>): void {
  state.seats = state.seats.map((seat) => (seat.index === index ? { ...seat, ...change } : seat))
}

function setUser(state: State, user: User): void {
  state.users.set(user.id, user)
  mark(state.muted, user.id, user.muted)
  mark(state.silenced, user.id, user.silenced)
}

function mark(set: Set<UserId>, id: UserId, on: boolean): void {
  if (on) set.add(id)
  else set.delete(id)
}

/** Who may publish no more has no address that works. */
function withdrawIfLost(state: State, id: UserId): void {
  const user = state.users.get(id)
  if (!user || !rightsOf(state, user).publish) state.grants.delete(id)
}

function addUser(state: State, user: User): void {
  setUser(state, user)
  if (roleRights(user.role).host) state.closed = false
}

function updateUser(state: State, user: User): void {
  const { role } = state.users.get(user.id) ?? user
  if (role !== user.role && !state.cameAs.has(user.id)) state.cameAs.set(user.id, role)
  setUser(state, user)
  withdrawIfLost(state, user.id)
}

function removeUser(state: State, { userId }: { userId: UserId }): void {
  state.users.delete(userId)
  state.cameAs.delete(userId)
  state.narrowed.delete(userId)
  state.grants.delete(userId)
}

function narrow(state: State, { userId, may }: Extract<Body, { k: 'narrowed' }>['d']): void {
  if (may) state.narrowed.set(userId, may)
  else state.narrowed.delete(userId)
  withdrawIfLost(state, userId)
}

function allSilenced(state: State, { on }: { on: boolean }): void {
  state.allSilenced = on
  // Also those who are away; who is here is told one by one.
  if (!on) state.silenced.clear()
}

function addRequest(state: State, request: LinkRequest): void {
  state.requests.set(request.id, request)
}

function settle(state: State, { requestId, outcome, by }: Extract<EventBody, { k: 'linkSettled' }>['d']): void {
  state.requests.delete(requestId)
  state.settled.set(requestId, { outcome, ...(by !== undefined && { by }) })
  const [oldest] = state.settled.keys()
  if (state.settled.size > SETTLED && oldest !== undefined) state.settled.delete(oldest)
}

function endLink(state: State, { userId, seat }: Extract<EventBody, { k: 'linkEnded' }>['d']): void {
  setSeat(state, seat, { userId: null })
  withdrawIfLost(state, userId)
}

function ban(state: State, { userId, until }: Extract<EventBody, { k: 'ban' }>['d'], { at }: LogEvent): void {
  for (const [id, end] of state.bans) if (end <= at) state.bans.delete(id)
  state.bans.set(userId, until ?? Infinity)
}

/** Everybody is out and everything has ended; what moderators said of people holds on. */
function close(state: State): void {
  for (const map of [
    state.users,
    state.cameAs,
    state.narrowed,
    state.grants,
    state.streams,
    state.carriers,
    state.requests,
  ])
    map.clear()
  state.seats = state.seats.map((seat) => ({ ...seat, userId: null }))
  state.history = []
  state.closed = true
}

function removeStream(state: State, { streamId }: Extract<EventBody, { k: 'streamRemoved' }>['d']): void {
  state.streams.delete(streamId)
  state.carriers.delete(streamId)
}

const nothing = (): void => undefined

const FOLD: Fold = {
  userJoined: addUser,
  userUpdated: updateUser,
  userLeft: removeUser,
  allSilenced,
  chat: remember,
  barrage: remember,
  gift: remember,
  command: remember,
  // Takes the place of a hidden event on the wire; never in a log.
  skip: nothing,
  linkRequested: addRequest,
  linkSettled: settle,
  linkStarted: (state, d) => setSeat(state, d.seat, { userId: d.userId }),
  linkEnded: endLink,
  seats: (state, d) => void (state.seats = d),
  narrowed: narrow,
  issued: (state, d) => state.grants.set(d.userId, d),
  revoked: (state, d) => state.grants.delete(d.userId),
  streamAdded: (state, d) => state.streams.set(d.id, d),
  streamUpdated: (state, d) => state.streams.set(d.id, d),
  carried: (state, { id, ...carrier }) => state.carriers.set(id, carrier),
  streamRemoved: removeStream,
  // Who was kicked or banned also goes out, by an event of its own.
  kick: nothing,
  ban,
  unban: (state, d) => state.bans.delete(d.userId),
  closed: close,
}

/**
 * Applies one event of the log. In place, because a room of thousands would copy its user table on every arrival; the
 * objects inside are replaced, never changed, so what was handed out stays as it was.
 */
export function evolve(state: State, event: LogEvent): void {
  const fold = FOLD[event.k] as ((state: State, d: unknown, event: LogEvent) => void) | undefined
  // What a newer gateway on the same log writes is not for this one.
  fold?.(state, event.d, event)
  if (!isMessage(event.k)) state.control = event.s
}
