import type { RoomProvider, User } from '../provider/types'

/** What the parts of a room may ask of the whole. */
export interface RoomContext {
  /**
   * The provider of the running session.
   * @throws LiveError `invalid-state`, naming `call`, while not in a room.
   */
  provider(call: string): RoomProvider
  me(): User | undefined
}
