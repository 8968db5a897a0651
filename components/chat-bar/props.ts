import { common } from '../shared/props'

export const properties = {
  ...common,
  /**
   * Grey text in the empty input; empty: the kit's own.
   * @since 0.1.0
   */
  placeholder: { type: String, value: '' },
  /**
   * Longest message, in characters.
   * @since 0.1.0
   */
  maxLength: { type: Number, value: 200 },
  /**
   * Offer the like button, where the provider has likes.
   * @since 0.1.0
   */
  like: { type: Boolean, value: true },
}
