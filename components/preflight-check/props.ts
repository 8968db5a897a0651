import type { Feature } from '../../src/preflight/index'
import { look } from '../shared/props'

export const properties = {
  ...look,
  /**
   * What the page is going to use, by the names of `FEATURES` in `lianmai/preflight`. Empty: `publish` and `play`.
   * @since 0.1.0
   */
  features: { type: Array, value: [] as Feature[] },
  /**
   * Shows only what is not in order; nothing but the verdict when all is.
   * @since 0.1.0
   */
  compact: { type: Boolean, value: false },
  /**
   * A `<live-pusher>` or `<live-player>` raised `bindrendererror` on this page.
   * @since 0.1.0
   */
  rendererFailed: { type: Boolean, value: false },
}
