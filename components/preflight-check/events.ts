import type { PreflightReport } from '../../src/preflight/index'
import type { ErrorDetail } from '../shared/action'

export interface PreflightCheckEvents {
  /**
   * A check has ended, the first one and every one after it.
   * @since 0.1.0
   */
  result: { state: PreflightReport['state'] }
  /**
   * A check has ended and all is in order.
   * @since 0.1.0
   */
  ready: Record<string, never>
  /**
   * Something a person tried did not work, or `features` names what nobody knows; the sentence is on screen.
   * @since 0.1.0
   */
  error: ErrorDetail
}
