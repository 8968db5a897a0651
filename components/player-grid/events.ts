import type { PlayerTileEvents } from '../player-tile/events'

export interface PlayerGridEvents {
  /**
   * A tile was tapped; a double tap is two of them.
   * @since 0.1.0
   */
  tileselect: PlayerTileEvents['tileselect']
  /**
   * Another picture is big, by a tap, a button or `pin()`; the empty string: none.
   * @since 0.1.0
   */
  pinchange: { streamId: string }
  /**
   * The main picture went to somebody who speaks.
   * @since 0.1.0
   */
  speakerchange: { streamId: string }
  /**
   * A tile went to full screen or came back.
   * @since 0.1.0
   */
  fullscreenchange: PlayerTileEvents['fullscreenchange']
  /**
   * The person silenced a stream on this phone, or took it back; an empty stream id: all of them.
   * @since 0.1.0
   */
  mutechange: PlayerTileEvents['mutechange']
  /**
   * A picture of a stream was taken; the file is temporary. Sizes in px.
   * @since 0.1.0
   */
  snapshot: PlayerTileEvents['snapshot']
  /**
   * A picture went into the floating window or came back.
   * @since 0.1.0
   */
  pictureinpicturechange: PlayerTileEvents['pictureinpicturechange']
  /**
   * Another page is shown; pages count from 0.
   * @since 0.1.0
   */
  pagechange: { page: number; pages: number }
  /**
   * The person holds the patrol, or lets it go on.
   * @since 0.1.0
   */
  patrolchange: { holding: boolean }
  /**
   * A tile failed, or an attribute is not valid.
   * @since 0.1.0
   */
  error: PlayerTileEvents['error']
}
