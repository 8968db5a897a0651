/** What the parts of one stay in one room share. */
import type { Emitter } from '../../emitter'
import type { LinkClock } from '../link'
import type { ProviderEvents, RoomId, User, UserId } from '../types'
import type { ZegoEngine } from './engine'

export interface Stay {
  readonly engine: ZegoEngine
  readonly roomId: RoomId
  readonly me: User
  /** Whom ZEGO has told of, and me. */
  readonly users: ReadonlyMap<UserId, User>
  readonly clock: LinkClock
  /** Events before join() has resolved are in its snapshot, and not told. */
  readonly tell: Emitter<ProviderEvents>['emit']
}

export const nameOf = ({ users }: Stay, userId: UserId): string => (users.get(userId) || { name: userId }).name
