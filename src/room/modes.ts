import type { PlayPreset } from '../media/presets'
import type { StreamId, UserId } from '../provider/types'
import type { RoomState } from './state'

/** Who is here, who sits where, and whose each stream is. */
export type Floor = Pick<RoomState, 'users' | 'streams' | 'link'>

/**
 * Who talks with whom. Guests on a seat and speakers always; an anchor only while there is somebody to talk with, because
 * RTC costs more than live and a lone anchor needs none of it.
 */
export function inConversation(userId: UserId | undefined, { users, link }: Floor): boolean {
  const role = users.find(({ id }) => id === userId)?.role
  if (role === 'speaker' || link.seats.some((seat) => seat.userId === userId)) return true
  return role === 'anchor' && (link.active || users.some((user) => user.role === 'speaker'))
}

/** Two people in the conversation play each other in RTC; everybody else stays (and may stay on a CDN). */
export function presetOf(
  me: UserId | undefined,
  streamId: StreamId,
  floor: Floor,
  scene: Exclude<PlayPreset, 'RTC'>,
): PlayPreset {
  const publisher = floor.streams.find(({ id }) => id === streamId)?.userId
  return publisher && inConversation(me, floor) && inConversation(publisher, floor) ? 'RTC' : scene
}
