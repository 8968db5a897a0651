import type { LeaveReason, Role } from '../../src/index'
import type { ErrorDetail } from '../shared/action'

export interface LiveRoomEvents {
  /**
   * I am in the room.
   * @since 0.1.0
   */
  joined: { roomId: string; userId: string; role: Role }
  /**
   * The room is over for me.
   * @since 0.1.0
   */
  left: { reason: LeaveReason }
  /**
   * The connection broke; it is already being repaired.
   * @since 0.1.0
   */
  reconnecting: { attempt: number }
  /**
   * The connection is back.
   * @since 0.1.0
   */
  reconnected: { roomId: string }
  /**
   * Messages were lost while away.
   * @since 0.1.0
   */
  gap: { roomId: string }
  /**
   * Somebody came.
   * @since 0.1.0
   */
  userjoin: { userId: string; name: string; role: Role }
  /**
   * Somebody went.
   * @since 0.1.0
   */
  userleave: { userId: string; name: string }
  /**
   * A custom command came (`room.messages.command`). `data` is what the sender passed.
   * @since 0.1.0
   */
  command: { name: string; data: unknown; from: string }
  /**
   * Something failed that nobody waited for, or the room could not be entered, or a required attribute is missing
   * (`missing-attribute`; the message names it).
   * @since 0.1.0
   */
  error: ErrorDetail
}
