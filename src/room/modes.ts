import type { PlayMode, Seat, User, UserId } from '../provider/types'

export interface Floor {
  users: readonly User[]
  seats: readonly Seat[]
}

/**
 * Who talks with whom. Guests on a seat and speakers always; an anchor only while there is somebody to talk with, because
 * RTC costs more than live and a lone anchor needs none of it.
 */
export function inConversation(userId: UserId | undefined, { users, seats }: Floor): boolean {
  if (userId === undefined) return false
  const seated = seats.some((seat) => seat.userId === userId)
  const role = users.find(({ id }) => id === userId)?.role
  if (seated || role === 'speaker') return true
  if (role !== 'anchor') return false
  return (
    seats.some((seat) => seat.userId !== null) || users.some((user) => user.id !== userId && user.role === 'speaker')
  )
}

/** Two people in the conversation play each other in RTC; everybody else stays live (and may stay on a CDN). */
export function playModeOf(me: UserId | undefined, publisher: UserId, floor: Floor): PlayMode {
  return inConversation(me, floor) && inConversation(publisher, floor) ? 'RTC' : 'live'
}
