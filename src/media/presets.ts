import type { PlayMode, PushMode } from '../provider/types'

/** How a stream is played. `live`: smooth, CDN-friendly. `RTC`: a conversation. `monitor`: the lowest delay without one. */
export type PlayPreset = 'live' | 'RTC' | 'monitor'

/**
 * Mode and seconds of buffer. `live` has the platform's default cache, `RTC` the platform's advice (component page of live-player).
 * `monitor` stays in mode `live`, because RTC takes the phone's call audio route and its volume keys, and buffers as little
 * as a steady camera allows.
 */
export const PLAY_PRESETS: Readonly<Record<PlayPreset, { mode: PlayMode; minCache: number; maxCache: number }>> = {
  live: { mode: 'live', minCache: 1, maxCache: 3 },
  RTC: { mode: 'RTC', minCache: 0.2, maxCache: 0.8 },
  monitor: { mode: 'live', minCache: 0.2, maxCache: 0.5 },
}

/** What a push mode sends: bitrates in kbps, an upright picture in px. */
export interface PushPreset {
  minBitrate: number
  maxBitrate: number
  videoWidth: number
  videoHeight: number
  fps: number
}

/**
 * The sizes are the native SDK's own for these modes; `RTC` has the tag's documented defaults for bitrate (200 to 1000) and
 * frame rate (15), because latency there depends on what the uplink can always carry.
 */
export const PUSH_PRESETS: Readonly<Record<PushMode, PushPreset>> = {
  SD: { minBitrate: 300, maxBitrate: 800, videoWidth: 360, videoHeight: 640, fps: 15 },
  HD: { minBitrate: 600, maxBitrate: 1200, videoWidth: 540, videoHeight: 960, fps: 15 },
  FHD: { minBitrate: 1000, maxBitrate: 1800, videoWidth: 720, videoHeight: 1280, fps: 20 },
  RTC: { minBitrate: 200, maxBitrate: 1000, videoWidth: 360, videoHeight: 640, fps: 15 },
}
