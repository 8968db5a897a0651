import type { PlayMode, PushMode } from '../provider/types'

/** How a stream is played. `live`: smooth, CDN-friendly. `RTC`: a conversation. `monitor`: the lowest delay without one. */
export type PlayPreset = 'live' | 'RTC' | 'monitor'

const play = (mode: PlayMode, minCache: number, maxCache: number) => ({ mode, minCache, maxCache })

/**
 * Mode and seconds of buffer. `live` has the platform's default cache, `RTC` the platform's advice (component page of live-player).
 * `monitor` stays in mode `live`, because RTC takes the phone's call audio route and its volume keys, and buffers as little
 * as a steady camera allows.
 */
export const PLAY_PRESETS: Readonly<Record<PlayPreset, { mode: PlayMode; minCache: number; maxCache: number }>> = {
  live: play('live', 1, 3),
  RTC: play('RTC', 0.2, 0.8),
  monitor: play('live', 0.2, 0.5),
}

/** What a push mode sends: bitrates in kbps, an upright picture in px. */
export interface PushPreset {
  /** kbps, what the encoder does not go below. */
  minBitrate: number
  /** kbps, what the encoder does not go above. */
  maxBitrate: number
  /** px */
  videoWidth: number
  /** px */
  videoHeight: number
  /** Frames a second. */
  fps: number
}

const push = (minBitrate: number, maxBitrate: number, videoWidth: number, fps: number): PushPreset => ({
  minBitrate,
  maxBitrate,
  videoWidth,
  // 9:16, the tag's default aspect.
  videoHeight: (videoWidth * 16) / 9,
  fps,
})

/**
 * The sizes are the native SDK's own for these modes; `RTC` has the tag's documented defaults for bitrate (200 to 1000) and
 * frame rate (15), because latency there depends on what the uplink can always carry.
 */
export const PUSH_PRESETS: Readonly<Record<PushMode, PushPreset>> = {
  SD: push(300, 800, 360, 15),
  HD: push(600, 1200, 540, 15),
  FHD: push(1000, 1800, 720, 20),
  RTC: push(200, 1000, 360, 15),
}
