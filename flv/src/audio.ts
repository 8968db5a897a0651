import type { Bytes } from './bytes'
import { u16, u8 } from './bytes'
import { FlvError } from './errors'

export type AudioCodec = 'aac' | 'mp3' | 'other'

/** An audio tag's body, taken apart. */
export interface AudioTag {
  codec: AudioCodec
  /** The number on the wire: 10 AAC, 2 and 14 MP3. */
  codecId: number
  /** `header`: AudioSpecificConfig (AAC only); `frame`: sound. */
  packet: 'header' | 'frame'
  /** AudioSpecificConfig, or one raw access unit. A view into the payload. */
  data: Uint8Array
}

/** @throws FlvError `truncated` when the payload is shorter than its own header. */
export function parseAudioTag(payload: Uint8Array): AudioTag {
  const codecId = u8(payload, 0) >> 4
  const codec = codecId === 10 ? 'aac' : codecId === 2 || codecId === 14 ? 'mp3' : 'other'
  const headerSize = codec === 'aac' ? 2 : 1
  if (payload.length < headerSize) throw new FlvError('truncated', `FLV: audio tag of ${payload.length} bytes`)
  const packet = codec === 'aac' && u8(payload, 1) === 0 ? 'header' : 'frame'
  return { codec, codecId, packet, data: payload.subarray(headerSize) }
}

/** The body of an AAC audio tag. FLV fixes its rate, size and channel bits to 44 kHz, 16 bit, stereo for AAC. */
export function writeAacTag(init: { packet?: 'header' | 'frame'; data: Uint8Array }): Bytes {
  const out = new Uint8Array(2 + init.data.length)
  out[0] = 0xaf
  out[1] = init.packet === 'header' ? 0 : 1
  out.set(init.data, 2)
  return out
}

/** What an AudioSpecificConfig (ISO 14496-3) says. */
export interface AacConfig {
  /** 2 is AAC-LC, 5 HE-AAC. */
  objectType: number
  /** Hz. */
  sampleRate: number
  /** 0 when the stream describes its channels itself. */
  channels: number
  /** For WebCodecs and MSE, such as `mp4a.40.2`. */
  codec: string
}

const SAMPLE_RATES = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350]

/** @throws FlvError `truncated` or `malformed`. */
export function parseAacConfig(bytes: Uint8Array): AacConfig {
  if (bytes.length < 2) throw new FlvError('truncated', `FLV: AudioSpecificConfig of ${bytes.length} bytes`)
  const objectType = u8(bytes, 0) >> 3
  if (objectType === 0 || objectType === 31) throw new FlvError('unsupported', `FLV: AAC object type ${objectType}`)
  const rateIndex = (u16(bytes, 0) >> 7) & 15
  if (rateIndex === 15) return explicitRate(bytes, objectType)
  const sampleRate = SAMPLE_RATES[rateIndex]
  if (sampleRate === undefined) throw new FlvError('malformed', `FLV: AAC sample rate index ${rateIndex}`)
  return aacConfig(objectType, sampleRate, (u8(bytes, 1) >> 3) & 15)
}

/** Rates outside the table are written out in 24 bits, which begin in the middle of a byte. */
function explicitRate(bytes: Uint8Array, objectType: number): AacConfig {
  if (bytes.length < 5) throw new FlvError('truncated', `FLV: AudioSpecificConfig of ${bytes.length} bytes`)
  const sampleRate = ((u8(bytes, 1) & 127) << 17) | (u8(bytes, 2) << 9) | (u8(bytes, 3) << 1) | (u8(bytes, 4) >> 7)
  return aacConfig(objectType, sampleRate, (u8(bytes, 4) >> 3) & 15)
}

function aacConfig(objectType: number, sampleRate: number, configuration: number): AacConfig {
  // Channel configuration 7 means eight loudspeakers; the others are their own number.
  const channels = configuration === 7 ? 8 : configuration
  return { objectType, sampleRate, channels, codec: `mp4a.40.${objectType}` }
}

/**
 * The AudioSpecificConfig for an encoder that gives none. Default object type 2, AAC-LC.
 * @throws FlvError `unsupported` for a rate outside the table of ISO 14496-3 or more than 8 channels.
 */
export function writeAacConfig(config: { objectType?: number; sampleRate: number; channels: number }): Bytes {
  const index = SAMPLE_RATES.indexOf(config.sampleRate)
  const channels = config.channels === 8 ? 7 : config.channels
  if (index < 0) throw new FlvError('unsupported', `FLV: no AAC sample rate index for ${config.sampleRate} Hz`)
  if (!(channels >= 1 && channels <= 7)) throw new FlvError('unsupported', `FLV: ${config.channels} AAC channels`)
  const bits = ((config.objectType ?? 2) << 11) | (index << 7) | (channels << 3)
  return Uint8Array.of(bits >> 8, bits & 0xff)
}
