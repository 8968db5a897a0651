/** Who is here: the companion's people, and those whom only TRTC knows. */
import type { Emitter } from '../../emitter'
import type { ProviderEvents, RoomSnapshot, User, UserId } from '../types'

/** Passed on as they are; those of streams are TRTC's own. */
const PASSED = [
  'reconnecting',
  'userUpdated',
  'allSilenced',
  'message',
  'linkRequested',
  'linkSettled',
  'linkStarted',
  'linkEnded',
  'seats',
  'error',
  'counts',
] as const satisfies ReadonlyArray<keyof ProviderEvents>

type Tell = <K extends keyof ProviderEvents>(event: K, payload: ProviderEvents[K]) => void
type Heard = { [K in 'snapshot' | 'resumed' | 'rights' | 'left']: (payload: ProviderEvents[K]) => unknown }

export class Crowd {
  private readonly strangers = new Set<UserId>()
  private users = new Set<UserId>()

  /**
   * @param like what is said of a stranger, beside who it is
   * @param events the companion's
   */
  constructor(
    private readonly like: User,
    private readonly events: Emitter<ProviderEvents>,
    private readonly tell: Tell,
  ) {}

  listen({ snapshot, resumed, rights, left }: Heard): void {
    const { events, tell, users } = this
    for (const event of PASSED) events.on(event, (payload) => tell(event, payload as never))
    events.on('snapshot', snapshot)
    events.on('resumed', resumed)
    events.on('rights', rights)
    events.on('left', left)
    events.on('userJoined', (user) => {
      users.add(user.id)
      tell(this.strangers.delete(user.id) ? 'userUpdated' : 'userJoined', user)
    })
    events.on('userLeft', ({ userId }) => {
      users.delete(userId)
      tell('userLeft', { userId })
    })
  }

  /** The companion's state, with everybody in it. */
  merge(snapshot: RoomSnapshot): RoomSnapshot {
    this.users.clear()
    for (const { id } of snapshot.users) {
      this.users.add(id)
      this.strangers.delete(id)
    }
    const users = [...snapshot.users, ...Array.from(this.strangers, (id) => this.stranger(id))]
    return { ...snapshot, users, online: Math.max(snapshot.online, users.length) }
  }

  /** Publishes in TRTC. */
  joined(userId: UserId): void {
    if (userId === this.like.id || this.users.has(userId) || this.strangers.has(userId)) return
    this.strangers.add(userId)
    this.tell('userJoined', this.stranger(userId))
  }

  gone(userId: UserId): void {
    if (this.strangers.delete(userId)) this.tell('userLeft', { userId })
  }

  private stranger(id: UserId): User {
    return { ...this.like, id, name: id, joinedAt: Date.now() }
  }
}
