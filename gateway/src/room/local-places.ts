import type { UserId } from '../wire'
import type { Follower, Places } from './log'
import type { Profile } from './rules'

/** Places of a gateway that is alone. */
export class LocalPlaces implements Places {
  private readonly taken = new Map<UserId, { connection: string; profile: Profile }>()

  likes = 0

  constructor(private readonly follower: Pick<Follower, 'moved' | 'counted'>) {}

  get online(): number {
    return this.taken.size
  }

  like(count: number): void {
    this.likes += count
    this.follower.counted()
  }

  async take(user: UserId, connection: string, profile: Profile): Promise<void> {
    const before = this.taken.get(user)
    this.taken.set(user, { connection, profile })
    if (!before) this.follower.counted()
    else if (before.connection !== connection) this.follower.moved(user, connection)
  }

  async drop(user: UserId, connection: string): Promise<boolean> {
    if (this.taken.get(user)?.connection !== connection) return false
    this.taken.delete(user)
    this.follower.counted()
    return true
  }

  async find(user: UserId): Promise<Profile | undefined> {
    return this.taken.get(user)?.profile
  }

  async missing(users: readonly UserId[]): Promise<UserId[]> {
    return users.filter((user) => !this.taken.has(user))
  }
}
