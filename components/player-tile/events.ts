import type { ErrorDetail } from '../shared/action'

export interface PlayerTileEvents {
  /**
   * The tile was tapped; a double tap is two of them, and goes to full screen.
   * @since 0.1.0
   */
  tileselect: { streamId: string }
  /**
   * The picture went to full screen (double tap or button) or came back.
   * @since 0.1.0
   */
  fullscreenchange: { streamId: string; fullScreen: boolean }
  /**
   * The person silenced this stream on this phone, or took it back.
   * @since 0.1.0
   */
  mutechange: { streamId: string; muted: boolean }
  /**
   * The person asked to make this tile the big one, or small again. Who encloses the tile answers by `pinned`.
   * @since 0.1.0
   */
  pinchange: { streamId: string; pinned: boolean }
  /**
   * A picture of the stream was taken; the file is temporary, save it with `wx.saveImageToPhotosAlbum`. Sizes in px.
   * @since 0.1.0
   */
  snapshot: { streamId: string; tempImagePath: string; width: number; height: number }
  /**
   * The picture went into the floating window or came back.
   * @since 0.1.0
   */
  pictureinpicturechange: { streamId: string; pictureInPicture: boolean }
  /**
   * Playing or a button failed, an attribute is not valid, or the tag could not be drawn into the page (`renderer-failed`:
   * it lies above everything, so buttons and name stand below it now).
   * @since 0.1.0
   */
  error: ErrorDetail
}
