import { common } from '../shared/props'

/** `contain` shows the whole picture, `fillCrop` fills the tile and crops. */
export type ObjectFit = 'contain' | 'fillCrop'

export const FITS: readonly ObjectFit[] = ['contain', 'fillCrop']

/** What the tile's buttons do; `pin` asks whoever encloses the tile to make it big. */
export type TileControl = 'mute' | 'pin' | 'snapshot' | 'fullscreen'

export const CONTROLS: readonly TileControl[] = ['mute', 'pin', 'snapshot', 'fullscreen']

/** When the picture goes into a floating window: `push` on the way to another page, `pop` on the way back, or both. */
export type PictureInPicture = '' | 'push' | 'pop' | Array<'push' | 'pop'>

export const properties = {
  ...common,
  /**
   * Which remote stream to play.
   * @since 0.1.0
   */
  streamId: { type: String, value: '' },
  /**
   * Shown in place of the publisher's name.
   * @since 0.1.0
   */
  name: { type: String, value: '' },
  /**
   * The stream may come at any time: while it is not there the tile says offline, in place of ended.
   * @since 0.1.0
   */
  expected: { type: Boolean, value: false },
  /**
   * How the picture fits the tile.
   * @since 0.1.0
   */
  objectFit: { type: String, value: 'fillCrop' as ObjectFit },
  /**
   * Silences this tile, whatever the person chose with its button, which is hidden meanwhile.
   * @since 0.1.0
   */
  muted: { type: Boolean, value: false },
  /**
   * Pauses the tag and keeps it on the page, for tiles nobody can see now. A tile that has never played does not begin.
   * @since 0.1.0
   */
  paused: { type: Boolean, value: false },
  /**
   * The tile's buttons, in this order: the first has a place of its own, the others are in the tile's menu. Empty: none.
   * @since 0.1.0
   */
  controls: { type: Array, value: ['mute', 'snapshot', 'fullscreen'] as TileControl[] },
  /**
   * Whether the tile is the big one; its `pin` button says the opposite.
   * @since 0.1.0
   */
  pinned: { type: Boolean, value: false },
  /**
   * Shows the network grade.
   * @since 0.1.0
   */
  badge: { type: Boolean, value: true },
  /**
   * For small places: smaller name, buttons in the menu only, no figures behind the network grade.
   * @since 0.1.0
   */
  compact: { type: Boolean, value: false },
  /**
   * The tag's `picture-in-picture-mode`; WeChat takes it on WebView pages, and for one player of a page.
   * @since 0.1.0
   */
  pictureInPicture: { type: null, value: '' as PictureInPicture },
  /**
   * Whether this person speaks, 1 or 0, where an enclosing component passes it (player-grid does, for all tiles at once).
   * Negative: the tile reads it from the store itself.
   * @since 0.1.0
   */
  speaking: { type: Number, value: -1 },
  /**
   * The network grade to show, 0-5, in the same way.
   * @since 0.1.0
   */
  grade: { type: Number, value: -1 },
}
