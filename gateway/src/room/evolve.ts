import type { EventBody, LogEvent } from '../wire'
import { HISTORY, type State } from './state'

type Fold = { [K in EventBody['k']]: (state: State, d: Extract<EventBody, { k: K }>['d'], event: LogEvent) => void }

function remember(state: State, _d: unknown, event: LogEvent): void {
  state.history.push(event)
  if (state.history.length > HISTORY) state.history.shift()
}

function setSeat(state: State, index: number, userId: string | null): void {
  state.seats = state.seats.map((seat) => (seat.index === index ? { ...seat, userId } : seat))
}

function addRequest(state: State, d: Extract<EventBody, { k: 'mic.req' }>['d']): void {
  const { m: _mark, ...request } = d
  state.requests.set(request.id, request)
}

function setMuted(state: State, d: { user: string; on: boolean }): void {
  if (d.on) state.muted.add(d.user)
  else state.muted.delete(d.user)
  const user = state.users.get(d.user)
  if (user) state.users.set(d.user, { ...user, muted: d.on })
}

const nothing = (): void => undefined

const FOLD: Fold = {
  in: (state, d) => state.users.set(d.id, d),
  out: (state, _d, event) => state.users.delete(event.u),
  chat: remember,
  barrage: remember,
  gift: remember,
  cmd: remember,
  // Takes the place of a hidden command on the wire; never in a log.
  skip: nothing,
  'mic.req': addRequest,
  'mic.inv': addRequest,
  'mic.set': (state, d) => state.requests.delete(d.id),
  'mic.on': (state, d) => setSeat(state, d.seat, d.user),
  'mic.off': (state, d) => setSeat(state, d.seat, null),
  seats: (state, d) => void (state.seats = d.seats),
  'pub+': (state, d) => state.streams.set(d.id, d),
  'pub~': (state, d) => state.streams.set(d.id, d),
  'pub-': (state, d) => state.streams.delete(d.id),
  mute: setMuted,
  // Who was kicked also goes `out`, by an event of its own.
  kick: nothing,
  close: nothing,
}

/**
 * Applies one event of the log. In place, because a room of thousands would copy its user table on every arrival; the
 * objects inside are replaced, never changed, so what was handed out stays as it was.
 */
export function evolve(state: State, event: LogEvent): void {
  const fold = FOLD[event.k] as (state: State, d: unknown, event: LogEvent) => void
  fold(state, event.d, event)
}
