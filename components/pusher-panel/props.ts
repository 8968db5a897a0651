import { common } from '../shared/props'

/** `full` fills its parent, `compact` is a small card, `floating` the same card pinned to the top right of the page. */
export type PusherLayout = 'full' | 'compact' | 'floating'

/** What the panel can offer; each is shown only while it makes sense. */
export const CONTROLS = ['publish', 'mic', 'camera', 'flip', 'mirror', 'beauty', 'quality'] as const

export type PusherControl = (typeof CONTROLS)[number]

export const properties = {
  ...common,
  /**
   * Publish as soon as the right to is there, for example when a mic-link starts. Once a person has stopped, it waits for
   * the next time the right is given.
   * @since 0.1.0
   */
  autoPublish: { type: Boolean, value: false },
  /**
   * Show my picture before it goes out.
   * @since 0.1.0
   */
  preview: { type: Boolean, value: true },
  /**
   * Say so where nothing may be published, in place of showing nothing.
   * @since 0.1.0
   */
  hint: { type: Boolean, value: false },
  /**
   * Size and place: `full`, `compact` or `floating`.
   * @since 0.1.0
   */
  layout: { type: String, value: 'full' as PusherLayout },
  /**
   * Which controls, out of `publish`, `mic`, `camera`, `flip`, `mirror`, `beauty`, `quality`.
   * @since 0.1.0
   */
  controls: { type: Array, value: [...CONTROLS] as PusherControl[] },
  /**
   * Smoothing while beauty is switched on, 0 to 9.
   * @since 0.1.0
   */
  beauty: { type: Number, value: 5 },
  /**
   * Whitening while beauty is switched on, 0 to 9.
   * @since 0.1.0
   */
  whiteness: { type: Number, value: 3 },
}
