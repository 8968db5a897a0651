import { common } from '../shared/props'

export const properties = {
  ...common,
  /**
   * Shows the figures. Folded they cost nothing: none is computed.
   * @since 0.1.0
   */
  open: { type: Boolean, value: false },
}
