import type { Theme } from './theme'

/** How a component speaks and looks; of every component. */
export const look = {
  /**
   * Language of the texts: `zh`, `en`, or one added with `extendMessages`. Empty: the phone's.
   * @since 0.1.0
   */
  lang: { type: String, value: '' },
  /**
   * Colours. `auto` follows the phone.
   * @since 0.1.0
   */
  theme: { type: String, value: 'auto' as Theme },
}

/** Properties of every part; its props.ts spreads them: `export const properties = { ...common, ... }`. */
export const common = {
  /**
   * Key of the store to read, the `name` of its `<live-room>`. Empty: the surrounding `<live-room>`, else `default`. Set it
   * on parts that stand inside a component of your own, where the surrounding one cannot be found.
   * @since 0.1.0
   */
  room: { type: String, value: '' },
  ...look,
}
