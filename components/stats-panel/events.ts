import type { ErrorDetail } from '../shared/action'

export interface StatsPanelEvents {
  /**
   * The panel was unfolded or folded by a tap.
   * @since 0.1.0
   */
  toggle: { open: boolean }
  /**
   * All figures, as text, are on the clipboard. URLs and tokens are not among them.
   * @since 0.1.0
   */
  copy: { text: string }
  /**
   * The clipboard did not take them; the sentence is on screen.
   * @since 0.1.0
   */
  error: ErrorDetail
}
