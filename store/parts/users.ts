import { action, computed, makeObservable, observable } from 'mobx-miniprogram'
import type { Room, User, UserId } from '../../src/index'

/** Who is here. */
export class UsersStore {
  list: readonly User[] = []

  constructor() {
    makeObservable(this, { list: observable.struct, names: computed.struct, update: action })
  }

  /** User id -> display name; notifies when a name changes, not when anything else about a user does. */
  get names(): Readonly<Record<UserId, string>> {
    const names: Record<UserId, string> = {}
    for (const user of this.list) names[user.id] = user.name
    return names
  }

  update(users: readonly User[]): void {
    this.list = users
  }

  /** @returns undo */
  attach(room: Room): () => void {
    this.update(room.users.snapshot)
    const off = room.users.onChange((users) => this.update(users))
    return () => {
      off()
      this.update([])
    }
  }
}
