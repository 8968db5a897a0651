import type { PlayPreset } from '../media/presets'
import type { StreamId, UserId } from '../provider/types'
import type { RoomState } from './state'

/** Who is here, who sits where, and whose each stream is. */
export type Floor = Pick<RoomState, 'users' | 'streams' | 'link'>

const roleOf = (userId: UserId, users: Floor['users']) => {
  const user = users.find(({ id }) => id === userId)
  return user && user.role
}

/**
 * Who talks with whom. Guests on a seat and speakers always; an anchor only while there is somebody to talk with, because
 * RTC costs more than live and a lone anchor needs none of it.
 */
export function inConversation(userId: UserId, { users, link }: Floor): boolean {
  const role = roleOf(userId, users)
  if (role === 'speaker' || link.seats.some((seat) => seat.userId === userId)) return true
  return role === 'anchor' && (link.active || users.some((user) => user.role === 'speaker'))
}

const aloneOnAir = (me: UserId, floor: Floor) => roleOf(me, floor.users) === 'anchor' && !inConversation(me, floor)

/** How I push: undefined for the quality that was set. Only an anchor ever pushes outside a conversation. */
export const pushModeOf = (me: UserId, floor: Floor): 'RTC' | undefined => (aloneOnAir(me, floor) ? undefined : 'RTC')

/**
 * Whether a change of my mode is to be followed now. Whose seat or role was taken loses the right to publish in the next moment,
 * and must not ask for another address before.
 */
export const followsMode = (me: UserId, floor: Floor): boolean => aloneOnAir(me, floor) || inConversation(me, floor)

/**
 * Whoever is in the conversation plays the people of the room in RTC, and what nobody of them sends (OBS, a camera) as everybody
 * else plays everything: by the scene, which may stay on a CDN.
 */
export function presetOf(me: UserId, streamId: StreamId, floor: Floor, scene: Exclude<PlayPreset, 'RTC'>): PlayPreset {
  const stream = floor.streams.find(({ id }) => id === streamId)
  return stream && roleOf(stream.userId, floor.users) && inConversation(me, floor) ? 'RTC' : scene
}
