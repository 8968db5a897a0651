/** Streams that were issued: an address was handed out, media may come. Live ones are in the room's state as well. */
import { randomBytes } from 'node:crypto'
import { streamIdOf } from '../auth/media-url'
import type { StreamId, UserId } from '../wire'

const newStreamId = (userId: UserId): StreamId => streamIdOf(userId, randomBytes(3).toString('base64url'))

export interface Grant {
  id: StreamId
  userId: UserId
  audio: boolean
  video: boolean
  /** Counts the stream's addresses: only the newest may be used to connect. */
  turn: number
}

/** At most one a user: asking again gives the same stream and another address, in place of the last. */
export class Grants {
  private readonly byUser = new Map<UserId, Grant>()

  issue(userId: UserId, flags: { audio: boolean; video: boolean }): Grant {
    const { id, turn } = this.byUser.get(userId) ?? { id: newStreamId(userId), turn: 0 }
    const grant = { id, userId, ...flags, turn: turn + 1 }
    this.byUser.set(userId, grant)
    return grant
  }

  of(userId: UserId): Grant | undefined {
    return this.byUser.get(userId)
  }

  holds(userId: UserId, id: StreamId): boolean {
    return this.byUser.get(userId)?.id === id
  }

  flags(userId: UserId, { audio, video }: { audio: boolean; video: boolean }): void {
    const grant = this.byUser.get(userId)
    if (grant) this.byUser.set(userId, { ...grant, audio, video })
  }

  revoke(userId: UserId): void {
    this.byUser.delete(userId)
  }
}
