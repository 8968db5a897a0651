/** What the parts of one stay in one room share. */
import type { Emitter } from '../../emitter'
import type { LinkClock } from '../link'
import type { ProviderEvents, RoomId, User, UserId } from '../types'
import type { ZegoEngine } from './engine'

export interface Stay {
  readonly engine: ZegoEngine
  readonly roomId: RoomId
  readonly me: User
  /** Everybody else whom ZEGO has told of. */
  readonly users: ReadonlyMap<UserId, User>
  readonly clock: LinkClock
  /** Events before join() has resolved are in its snapshot, and not told. */
  readonly tell: Emitter<ProviderEvents>['emit']
}

export const nameOf = ({ me, users }: Stay, userId: UserId): string => {
  const { name } = (userId === me.id ? me : users.get(userId)) || { name: userId }
  return name
}
