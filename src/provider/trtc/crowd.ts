/** Who is here: the companion's people, and strangers, whom only TRTC knows. */
import type { Emitter } from '../../emitter'
import type { ProviderEvents, RoomSnapshot, User, UserId } from '../types'
import type { Tell } from './rtc'

/** Told by the companion and passed on as it is; streams are TRTC's own. */
const PASSED = [
  'userUpdated',
  'allSilenced',
  'message',
  'counts',
  'linkRequested',
  'linkSettled',
  'linkStarted',
  'linkEnded',
  'seats',
  'error',
] as const satisfies ReadonlyArray<keyof ProviderEvents>

/** @param like what is said of a stranger, beside who it is; its id is mine */
export function createCrowd(like: User, tell: Tell) {
  const strangers = new Set<UserId>()
  const users = new Set<UserId>()
  const stranger = (id: UserId): User => ({ ...like, id, name: id, joinedAt: Date.now() })

  return {
    /** The companion's state, with everybody in it. */
    merge(snapshot: RoomSnapshot): RoomSnapshot {
      users.clear()
      snapshot.users.forEach(({ id }) => {
        users.add(id)
        strangers.delete(id)
      })
      const all = snapshot.users.concat(Array.from(strangers, stranger))
      return { ...snapshot, users: all, online: Math.max(snapshot.online, all.length) }
    },
    listen(companion: Emitter<ProviderEvents>): void {
      PASSED.forEach((event) => companion.on(event, (payload) => tell(event, payload as never)))
      companion.on('userJoined', (user) => {
        users.add(user.id)
        tell(strangers.delete(user.id) ? 'userUpdated' : 'userJoined', user)
      })
      companion.on('userLeft', ({ userId }) => {
        users.delete(userId)
        tell('userLeft', { userId })
      })
    },
    /** Publishes in TRTC. */
    came(userId: UserId): void {
      if (userId === like.id || users.has(userId) || strangers.has(userId)) return
      strangers.add(userId)
      tell('userJoined', stranger(userId))
    },
    went(userId: UserId): void {
      if (strangers.delete(userId)) tell('userLeft', { userId })
    },
  }
}
