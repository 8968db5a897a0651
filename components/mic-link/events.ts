import type { LinkEndReason, LinkOutcome } from '../../src/index'
import type { ErrorDetail } from '../shared/action'

export interface MicLinkEvents {
  /**
   * My request is in the host's queue.
   * @since 0.1.0
   */
  linkrequest: { requestId: string }
  /**
   * My request or invitation was declined, withdrawn or ran out. `message`: the host's words, if there were any.
   * @since 0.1.0
   */
  linksettle: { outcome: LinkOutcome | LinkEndReason | ''; message?: string }
  /**
   * I am linked; with `audio` the camera has been turned off.
   * @since 0.1.0
   */
  linkstart: { seat: number; media: 'video' | 'audio' }
  /**
   * My link is over.
   * @since 0.1.0
   */
  linkend: { reason: LinkOutcome | LinkEndReason | '' }
  /**
   * Something a person tried did not work; the sentence is on screen.
   * @since 0.1.0
   */
  error: ErrorDetail
}
