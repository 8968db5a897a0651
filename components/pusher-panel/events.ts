import type { ErrorDetail } from '../shared/action'

export interface PusherPanelEvents {
  /**
   * My stream is on air.
   * @since 0.1.0
   */
  publishstart: { streamId: string }
  /**
   * My stream is off air. `seconds` since it went on.
   * @since 0.1.0
   */
  publishstop: { seconds: number }
  /**
   * The camera was turned on or off.
   * @since 0.1.0
   */
  camerachange: { on: boolean }
  /**
   * The microphone was turned on or off.
   * @since 0.1.0
   */
  micchange: { on: boolean }
  /**
   * Another quality was picked.
   * @since 0.1.0
   */
  qualitychange: { quality: 'SD' | 'HD' | 'FHD' }
  /**
   * Something a person tried did not work; the sentence is on screen.
   * @since 0.1.0
   */
  error: ErrorDetail
}
