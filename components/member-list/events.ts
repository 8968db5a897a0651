import type { ErrorDetail } from '../shared/action'

export interface MemberListEvents {
  /**
   * A person was tapped: for a profile page or a sheet of your own.
   * @since 0.1.0
   */
  usertap: { userId: string }
  /**
   * Something a person tried did not work; the sentence is on screen. Or `max` is below 1.
   * @since 0.1.0
   */
  error: ErrorDetail
}
