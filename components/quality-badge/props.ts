import { common } from '../shared/props'

/** Where the figures open. */
export type FiguresPlacement = 'bottom' | 'top'

export const properties = {
  ...common,
  /**
   * Which remote stream. Empty: what I publish myself.
   * @since 0.1.0
   */
  streamId: { type: String, value: '' },
  /**
   * The grade to show, 0 unknown, 1 bad to 5 excellent, where an enclosing component passes it (player-grid does, for all
   * tiles at once). Negative: the badge reads it from the store itself.
   * @since 0.1.0
   */
  grade: { type: Number, value: -1 },
  /**
   * A tap opens the figures behind the grade. Without them the badge is a picture, and taps are for what lies behind it.
   * @since 0.1.0
   */
  figures: { type: Boolean, value: true },
  /**
   * Whether the figures are open; a tap changes it.
   * @since 0.1.0
   */
  open: { type: Boolean, value: false },
  /**
   * On which side of the bars the figures open.
   * @since 0.1.0
   */
  placement: { type: String, value: 'bottom' as FiguresPlacement },
}
