import { common } from '../shared/props'

/** `contain` shows the whole picture, `fillCrop` fills the tile and crops. */
export type ObjectFit = 'contain' | 'fillCrop'

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
   * How the picture fits the tile.
   * @since 0.1.0
   */
  objectFit: { type: String, value: 'fillCrop' as ObjectFit },
  /**
   * Silences this tile, whatever the person chose with its button.
   * @since 0.1.0
   */
  muted: { type: Boolean, value: false },
  /**
   * Shows the mute and full-screen buttons.
   * @since 0.1.0
   */
  controls: { type: Boolean, value: true },
  /**
   * Shows the network grade.
   * @since 0.1.0
   */
  badge: { type: Boolean, value: true },
  /**
   * For small places: smaller name, no full-screen button.
   * @since 0.1.0
   */
  compact: { type: Boolean, value: false },
  /**
   * The volume to show, 0-100, where an enclosing component passes it (player-grid does, for all tiles at once). Negative:
   * the tile reads it from the store itself.
   * @since 0.1.0
   */
  volume: { type: Number, value: -1 },
  /**
   * The network grade to show, 0-5, in the same way.
   * @since 0.1.0
   */
  grade: { type: Number, value: -1 },
}
