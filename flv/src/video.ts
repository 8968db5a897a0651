import type { Bytes } from './bytes'
import { put, u24, u8 } from './bytes'
import { FlvError } from './errors'

export type VideoCodec = 'h264' | 'h265' | 'av1' | 'vp9' | 'other'

/** A video tag's body, taken apart. */
export interface VideoTag {
  codec: VideoCodec
  /** The number on the wire: 7 H.264, 12 H.265 (an Asian CDN convention); 0 in Enhanced RTMP, which has a FourCC. */
  codecId: number
  /** A key frame, from which a decoder can start. Sequence headers carry it too: look at `packet` first. */
  key: boolean
  /** `header`: codec configuration (avcC for H.264); `frame`: pictures; `end`: end of sequence; `other`: neither. */
  packet: 'header' | 'frame' | 'end' | 'other'
  /** Presentation time minus decoding time, signed ms. */
  compositionTime: number
  /** avcC, or length-prefixed NAL units. A view into the payload. */
  data: Uint8Array
}

const CODEC_BY_ID = new Map<number, VideoCodec>([
  [7, 'h264'],
  [12, 'h265'],
])
const CODEC_BY_FOURCC = new Map<string, VideoCodec>([
  ['avc1', 'h264'],
  ['hvc1', 'h265'],
  ['av01', 'av1'],
  ['vp09', 'vp9'],
])
const PACKETS = ['header', 'frame', 'end'] as const

/** @throws FlvError `truncated` when the payload is shorter than its own header. */
export function parseVideoTag(payload: Uint8Array): VideoTag {
  need(payload, 1)
  const first = u8(payload, 0)
  if (first & 0x80) return parseEnhanced(payload)
  const codecId = first & 15
  const codec = CODEC_BY_ID.get(codecId) ?? 'other'
  const key = first >> 4 === 1
  if (codec === 'other') {
    return { codec, codecId, key, packet: 'frame', compositionTime: 0, data: payload.subarray(1) }
  }
  need(payload, 5)
  return {
    codec,
    codecId,
    key,
    packet: PACKETS[u8(payload, 1)] ?? 'other',
    compositionTime: signed24(u24(payload, 2)),
    data: payload.subarray(5),
  }
}

/** Enhanced RTMP (Veovera, v1): bit 7 set, then a FourCC instead of the codec number. */
function parseEnhanced(payload: Uint8Array): VideoTag {
  need(payload, 5)
  const kind = u8(payload, 0) & 15
  const codec = CODEC_BY_FOURCC.get(String.fromCharCode(...payload.subarray(1, 5))) ?? 'other'
  // Only "coded frames" (1) of H.264 and H.265 carry a composition time; 3 is "coded frames, composition time 0".
  const timed = kind === 1 && (codec === 'h264' || codec === 'h265')
  if (timed) need(payload, 8)
  return {
    codec,
    codecId: 0,
    key: ((u8(payload, 0) >> 4) & 7) === 1,
    packet: kind === 3 ? 'frame' : (PACKETS[kind] ?? 'other'),
    compositionTime: timed ? signed24(u24(payload, 5)) : 0,
    data: payload.subarray(timed ? 8 : 5),
  }
}

export interface AvcTagInit {
  /** Default `frame`. */
  packet?: 'header' | 'frame' | 'end'
  /** Headers are written as key frames whatever this says. */
  key?: boolean
  /** Signed ms, -8388608 to 8388607. Default 0. */
  compositionTime?: number
  /** The AVCDecoderConfigurationRecord of a header, the length-prefixed NAL units of a frame. */
  data: Uint8Array
}

/** The body of an H.264 video tag. */
export function writeAvcTag(init: AvcTagInit): Bytes {
  const packet = init.packet ?? 'frame'
  const out = new Uint8Array(5 + init.data.length)
  out[0] = ((packet === 'header' || init.key ? 1 : 2) << 4) | 7
  out[1] = PACKETS.indexOf(packet)
  put(out, 2, init.compositionTime ?? 0, 3)
  out.set(init.data, 5)
  return out
}

const signed24 = (value: number): number => (value & 0x800000 ? value - 0x1000000 : value)

function need(payload: Uint8Array, size: number): void {
  if (payload.length < size) throw new FlvError('truncated', `FLV: video tag of ${payload.length} bytes, needs ${size}`)
}
