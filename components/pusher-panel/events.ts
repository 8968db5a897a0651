import type { ErrorDetail } from '../shared/action'
import type { PusherSettings } from './settings'

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
   * A person changed how they look or sound: all of it, fit for the `settings` attribute of the next visit.
   * @since 0.1.0
   */
  settingschange: PusherSettings
  /**
   * Background music began (`on`), or was stopped, paused or over. `name` of the track.
   * @since 0.1.0
   */
  musicchange: { on: boolean; name: string }
  /**
   * A picture was taken. `path`: a temporary file, gone with the mini-program; copy what should stay. Size in px.
   * @since 0.1.0
   */
  snapshot: { path: string; width: number; height: number }
  /**
   * My picture went into WeChat's floating window, or came back.
   * @since 0.1.0
   */
  pipchange: { on: boolean }
  /**
   * A button of the page's own was tapped.
   * @since 0.1.0
   */
  custom: { name: string }
  /**
   * Something a person tried did not work; the sentence is on screen.
   * @since 0.1.0
   */
  error: ErrorDetail
}
