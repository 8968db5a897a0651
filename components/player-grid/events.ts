import type { ErrorDetail } from '../shared/action'

export interface PlayerGridEvents {
  /**
   * A tile was tapped.
   * @since 0.1.0
   */
  tileselect: { streamId: string }
  /**
   * A tile went to full screen or came back.
   * @since 0.1.0
   */
  fullscreenchange: { streamId: string; fullScreen: boolean }
  /**
   * The person silenced a stream on this phone, or took it back.
   * @since 0.1.0
   */
  mutechange: { streamId: string; muted: boolean }
  /**
   * Another page is shown; pages count from 0.
   * @since 0.1.0
   */
  pagechange: { page: number; pages: number }
  /**
   * A tile failed, or an attribute is not valid.
   * @since 0.1.0
   */
  error: ErrorDetail
}
