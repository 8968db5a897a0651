/** Seats: hosts lock them, people change from one to another. Each change is told as the whole list. */
import type { Seat, UserId } from '../wire'
import { refuse, type Decision, type Handlers, type Refusal, type RoomCommand, type Situation } from './rules'
import { seatOf, type State } from './state'

/** @returns why nobody can ask for this seat; one that is taken may become free while the request waits. */
export function closed(state: State, index: number): Refusal | undefined {
  const seat = state.seats[index]
  if (!seat) return refuse('seat-unavailable', `there are seats 0 to ${state.seats.length - 1}`)
  return seat.locked ? refuse('seat-unavailable', `seat ${index} is locked; ask for another`) : undefined
}

/** @param changed seats as they will be; others stay */
function told(s: Situation, ...changed: Seat[]): Decision {
  const d = s.state.seats.map((seat) => changed.find(({ index }) => index === seat.index) ?? seat)
  return [{ u: s.actor, k: 'seats', d }]
}

function lock(s: Situation, { i, locked }: { i: number; locked: boolean }): Decision {
  if (!s.rights.host) return refuse('forbidden', 'only an anchor locks seats')
  const seat = s.state.seats[i]
  if (!seat) return refuse('seat-unavailable', `there are seats 0 to ${s.state.seats.length - 1}`)
  return locked === seat.locked ? [] : told(s, { ...seat, locked })
}

function move(s: Situation, d: { to: number; user?: UserId | undefined }): Decision {
  const user = d.user ?? s.actor
  if (user !== s.actor && !s.rights.host) return refuse('forbidden', 'only an anchor moves others')
  const from = seatOf(s.state, user)
  if (!from) return refuse('not-linked', `${user} is not linked`)
  if (from.index === d.to) return []
  const to = s.state.seats[d.to]
  if (!to || to.locked) return closed(s.state, d.to) as Refusal
  if (to.userId !== null) return refuse('seat-unavailable', `seat ${d.to} is taken`)
  return told(s, { ...from, userId: null }, { ...to, userId: user })
}

export const seatHandlers: Handlers<Extract<RoomCommand, { k: `seat${string}` }>> = { seat: lock, 'seat.move': move }
