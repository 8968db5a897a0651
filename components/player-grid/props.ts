import { common } from '../shared/props'
import type { ObjectFit, PictureInPicture, TileControl } from '../player-tile/props'

/**
 * - `live`: the main picture fills the stage, guests float in columns at its right.
 * - `duo`: two side by side.
 * - `grid`: all the same size, in as many columns as suit their number and the stage.
 * - `speaker`: the main picture large, the others in a strip below, or beside it on a wide stage.
 * - `monitor`: a dense wall, all small and the same size.
 * - `float`: all small, in columns over whatever lies behind the grid (my own picture, say), and nothing while nobody is there.
 */
export type Layout = 'live' | 'duo' | 'grid' | 'speaker' | 'monitor' | 'float'

export const LAYOUTS: readonly Layout[] = ['live', 'duo', 'grid', 'speaker', 'monitor', 'float']

/** What becomes of players whose page is turned. */
export type OffPage = 'unmount' | 'pause'

export const OFF_PAGE: readonly OffPage[] = ['unmount', 'pause']

/** A stream that has a place of its own on the stage. */
export interface Expected {
  streamId: string
  /** Shown in place of the publisher's. */
  name: string
}

export const properties = {
  ...common,
  /**
   * How the tiles are placed. Changing it moves the players and never restarts them.
   * @since 0.1.0
   */
  layout: { type: String, value: 'grid' as Layout },
  /**
   * Most players mounted at once; more people make more pages. A provider's own limit applies too.
   * @since 0.1.0
   */
  maxPlayers: { type: Number, value: 6 },
  /**
   * Tiles on a page. 0: as many as `max-players`.
   * @since 0.1.0
   */
  pageSize: { type: Number, value: 0 },
  /**
   * `pause` keeps players off the page mounted and paused, up to `max-players`, so that turning back to them shows a picture
   * at once; give a `page-size` that is less.
   * @since 0.1.0
   */
  offPage: { type: String, value: 'unmount' as OffPage },
  /**
   * Stream id of the big picture: the main one in `live` and `speaker`, over the whole stage in the others. Empty: the first
   * that came, or who speaks; in the others nobody.
   * @since 0.1.0
   */
  pinned: { type: String, value: '' },
  /**
   * In `speaker`, while nobody is pinned, the main picture follows who speaks.
   * @since 0.1.0
   */
  activeSpeaker: { type: Boolean, value: true },
  /**
   * A tap on a tile pins it, a tap on the pinned one lets it go.
   * @since 0.1.0
   */
  tapToPin: { type: Boolean, value: true },
  /**
   * Seconds after which the next page comes by itself, for a wall of cameras. 0: never. It waits while somebody holds it,
   * while a picture is over all others or in full screen, and while the page is hidden.
   * @since 0.1.0
   */
  patrol: { type: Number, value: 0 },
  /**
   * How pictures fit their tiles.
   * @since 0.1.0
   */
  objectFit: { type: String, value: 'fillCrop' as ObjectFit },
  /**
   * Silences all tiles, and hides their buttons for it.
   * @since 0.1.0
   */
  muted: { type: Boolean, value: false },
  /**
   * Shows a button that silences all tiles, each of which can be heard again by its own.
   * @since 0.1.0
   */
  muteAll: { type: Boolean, value: false },
  /**
   * The buttons of the tiles, in this order: the first has a place of its own, the others are in the tile's menu.
   * @since 0.1.0
   */
  controls: { type: Array, value: ['mute', 'pin', 'snapshot', 'fullscreen'] as TileControl[] },
  /**
   * Shows the network grade of each tile.
   * @since 0.1.0
   */
  badge: { type: Boolean, value: true },
  /**
   * `picture-in-picture-mode` of the big picture, or of the first tile: WeChat takes one player of a page.
   * @since 0.1.0
   */
  pictureInPicture: { type: null, value: '' as PictureInPicture },
  /**
   * Streams that have a place whether they are there or not, in this order: the cameras of a wall. A camera that pushes to the
   * gateway as `door` is the stream `door~ext`. Who else is here comes after them.
   * @since 0.1.0
   */
  expected: { type: Array, value: [] as Expected[] },
  /**
   * At most one tile is heard: the one whose sound was turned on last, none at first.
   * @since 0.1.0
   */
  solo: { type: Boolean, value: false },
}
