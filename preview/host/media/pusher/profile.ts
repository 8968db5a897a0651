/** From the attributes to what the encoders are set to. */
import type { PusherAttributes } from './attributes'

export interface PushProfile {
  width: number
  height: number
  fps: number
  /** Seconds between key frames. RTC keeps it short: a viewer of a linked mic joins at once. */
  gopSeconds: number
  /** bit/s. */
  videoBitrate: number
  minVideoBitrate: number
  audioSampleRate: number
  audioBitrate: number
  /** WebCodecs codec string: constrained baseline at the lowest level that carries size and rate. */
  codec: string
}

/** Portrait size and kbps of each mode. RTC takes its size from video-width and video-height. */
const MODES: Readonly<Record<string, { width: number; height: number; kbps: number }>> = {
  QVGA: { width: 240, height: 320, kbps: 250 },
  HVGA: { width: 320, height: 480, kbps: 400 },
  SD: { width: 360, height: 640, kbps: 600 },
  HD: { width: 540, height: 960, kbps: 1000 },
  FHD: { width: 720, height: 1280, kbps: 1500 },
  RTC: { width: 360, height: 640, kbps: 800 },
}

/** Limits of H.264 levels: macroblocks a frame and a second (ITU-T H.264, table A-1). */
const LEVELS = [
  { id: '1E', frame: 1620, second: 40_500 },
  { id: '1F', frame: 3600, second: 108_000 },
  { id: '28', frame: 8192, second: 245_760 },
  { id: '33', frame: 36_864, second: 983_040 },
]

const even = (value: number): number => Math.max(2, Math.round(value / 2) * 2)
const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

export function pushProfile(attributes: PusherAttributes): PushProfile {
  const mode = MODES[attributes.mode]
  if (!mode) {
    const known = Object.keys(MODES).join(', ')
    throw new Error(`live-pusher: mode="${attributes.mode}" is unknown, use one of ${known}`)
  }
  const { width, height } = pictureSize(attributes, mode)
  const fps = clamp(Math.round(attributes.fps) || 15, 1, 30)
  const low = Math.max(1, Math.min(attributes.minBitrate, attributes.maxBitrate))
  const high = Math.max(attributes.minBitrate, attributes.maxBitrate, 1)
  return {
    width,
    height,
    fps,
    gopSeconds: attributes.mode === 'RTC' ? 1 : 2,
    videoBitrate: clamp(mode.kbps, low, high) * 1000,
    minVideoBitrate: low * 1000,
    audioSampleRate: attributes.audioQuality === 'low' ? 16_000 : 48_000,
    audioBitrate: attributes.audioQuality === 'low' ? 32_000 : 64_000,
    codec: codecString(width, height, fps),
  }
}

/** An explicit video-width or video-height wins over the mode; `aspect` 3:4 shortens the picture. */
function pictureSize(
  attributes: PusherAttributes,
  mode: { width: number; height: number },
): { width: number; height: number } {
  const explicit = attributes.mode === 'RTC' || attributes.videoWidth !== 360 || attributes.videoHeight !== 640
  const width = even(explicit ? attributes.videoWidth : mode.width)
  const full = even(explicit ? attributes.videoHeight : mode.height)
  const height = attributes.aspect === '3:4' ? even((width * 4) / 3) : full
  return attributes.orientation === 'horizontal' ? { width: height, height: width } : { width, height }
}

function codecString(width: number, height: number, fps: number): string {
  const blocks = Math.ceil(width / 16) * Math.ceil(height / 16)
  const level = LEVELS.find(({ frame, second }) => blocks <= frame && blocks * fps <= second)
  if (!level)
    throw new Error(
      `live-pusher: ${width}x${height} is larger than any H.264 level here, lower video-width or video-height`,
    )
  return `avc1.42E0${level.id}`
}
