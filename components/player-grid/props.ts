import { common } from '../shared/props'
import type { ObjectFit } from '../player-tile/props'

/**
 * - `live`: the main picture fills the stage, guests float in a column at its right.
 * - `duo`: two side by side.
 * - `grid`: all the same size.
 * - `speaker`: the main picture on top, the others in a strip below.
 * - `monitor`: a dense wall, all small and the same size.
 * - `float`: all small, in a column over whatever lies behind the grid (my own picture, say), and nothing while nobody is there.
 */
export type Layout = 'live' | 'duo' | 'grid' | 'speaker' | 'monitor' | 'float'

export const LAYOUTS: readonly Layout[] = ['live', 'duo', 'grid', 'speaker', 'monitor', 'float']

export const properties = {
  ...common,
  /**
   * How the tiles are placed. Changing it moves the players and never restarts them.
   * @since 0.1.0
   */
  layout: { type: String, value: 'grid' as Layout },
  /**
   * Most players at once; more people make more pages. A provider's own limit applies too.
   * @since 0.1.0
   */
  maxPlayers: { type: Number, value: 6 },
  /**
   * Stream id of the main picture in `live` and `speaker`. Empty: the first that came.
   * @since 0.1.0
   */
  pinned: { type: String, value: '' },
  /**
   * How pictures fit their tiles.
   * @since 0.1.0
   */
  objectFit: { type: String, value: 'fillCrop' as ObjectFit },
  /**
   * Silences all tiles.
   * @since 0.1.0
   */
  muted: { type: Boolean, value: false },
  /**
   * Shows the buttons of the tiles.
   * @since 0.1.0
   */
  controls: { type: Boolean, value: true },
  /**
   * Shows the network grade of each tile.
   * @since 0.1.0
   */
  badge: { type: Boolean, value: true },
}
