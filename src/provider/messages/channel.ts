/** What an app's IM SDK has to be able to do. */
import type { RoomId, UserId } from '../types'

/** What a message channel tells. */
export interface MessageHearing {
  /** A text of another person of the group; `from` is vouched for by the channel. */
  message(from: UserId, text: string): void
  /** Somebody left the group or lost the connection, where the channel knows. */
  gone(userId: UserId): void
  /** I am out: signed in on another phone, put out of the group, or the group is no more. */
  out(reason: 'replaced' | 'kicked' | 'room-closed'): void
}

/** A chat group of an IM SDK. Texts are at most 8 KB, most of them below 500 bytes. */
export interface MessageChannel {
  /** Enters the group of the room. */
  join(roomId: RoomId): Promise<void>
  /** Leaves it. */
  leave(): Promise<void>
  /** To everybody else in the group, or to these. @returns a promise that rejects when it was not sent */
  send(text: string, to?: readonly UserId[]): Promise<void>
  /** Hears. @returns its undo */
  on(hearing: MessageHearing): () => void
}

/** What `messageChannel()` takes beside the channel. */
export interface MessageChannelOptions {
  /** How many seats for guests, the same for everybody. Default 4. */
  seats?: number
}
