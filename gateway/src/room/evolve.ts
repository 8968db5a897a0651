import type { EventBody, LinkRequest, LogEvent, Seat, User, UserId } from '../wire'
import { HISTORY, SETTLED, type State } from './state'

type Fold = { [K in EventBody['k']]: (state: State, d: Extract<EventBody, { k: K }>['d'], event: LogEvent) => void }

function remember(state: State, _d: unknown, event: LogEvent): void {
  state.history.push(event)
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

function updateUser(state: State, user: User): void {
  const { role } = state.users.get(user.id) ?? user
  if (role !== user.role && !state.cameAs.has(user.id)) state.cameAs.set(user.id, role)
  setUser(state, user)
}

function removeUser(state: State, { userId }: { userId: UserId }): void {
  state.users.delete(userId)
  state.cameAs.delete(userId)
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

const nothing = (): void => undefined

const FOLD: Fold = {
  userJoined: setUser,
  userUpdated: updateUser,
  userLeft: removeUser,
  allSilenced,
  chat: remember,
  barrage: remember,
  gift: remember,
  command: remember,
  // Takes the place of a hidden command on the wire; never in a log.
  skip: nothing,
  linkRequested: addRequest,
  linkSettled: settle,
  linkStarted: (state, d) => setSeat(state, d.seat, { userId: d.userId }),
  linkEnded: (state, d) => setSeat(state, d.seat, { userId: null }),
  seats: (state, d) => void (state.seats = d),
  streamAdded: (state, d) => state.streams.set(d.id, d),
  streamUpdated: (state, d) => state.streams.set(d.id, d),
  streamRemoved: (state, d) => state.streams.delete(d.streamId),
  // Who was kicked also goes `out`, by an event of its own.
  kick: nothing,
}

/**
 * Applies one event of the log. In place, because a room of thousands would copy its user table on every arrival; the
 * objects inside are replaced, never changed, so what was handed out stays as it was.
 */
export function evolve(state: State, event: LogEvent): void {
  const fold = FOLD[event.k] as (state: State, d: unknown, event: LogEvent) => void
  fold(state, event.d, event)
}
