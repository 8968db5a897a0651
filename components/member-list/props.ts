import { common } from '../shared/props'

export const properties = {
  ...common,
  /**
   * Rows on screen, 1 to 59; the rest is counted, and found by name.
   * @since 0.1.0
   */
  max: { type: Number, value: 50 },
}
