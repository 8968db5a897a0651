import type { ErrorDetail } from '../shared/action'

export interface PlayerTileEvents {
  /**
   * The tile was tapped.
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
   * Playing failed, or the tag could not be drawn into the page (`renderer-failed`: buttons may be covered).
   * @since 0.1.0
   */
  error: ErrorDetail
}
