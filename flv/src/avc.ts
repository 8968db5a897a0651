import type { Bytes } from './bytes'
import { put, u16, u8 } from './bytes'
import { FlvError } from './errors'
import { parseSps } from './sps'

/** What an AVCDecoderConfigurationRecord ("avcC", ISO 14496-15) says. */
export interface AvcConfig {
  profile: number
  compatibility: number
  level: number
  /** For WebCodecs and MSE, such as `avc1.42C01E`. Built from this record: what an encoder was asked for may differ. */
  codec: string
  /** Bytes of the length before each NAL unit of a frame. */
  lengthSize: number
  sps: Uint8Array[]
  pps: Uint8Array[]
  /** Visible size in pixels; 0 when there is no SPS. */
  width: number
  height: number
}

/** @throws FlvError `truncated` or `malformed`. */
export function parseAvcConfig(bytes: Uint8Array): AvcConfig {
  if (bytes.length < 7) throw new FlvError('truncated', `FLV: avcC of ${bytes.length} bytes`)
  if (u8(bytes, 0) !== 1) throw new FlvError('malformed', `FLV: avcC version ${u8(bytes, 0)}`)
  const [sps, next] = parameterSets(bytes, 6, u8(bytes, 5) & 31)
  if (next >= bytes.length) throw new FlvError('truncated', 'FLV: avcC without its PPS count')
  const [pps] = parameterSets(bytes, next + 1, u8(bytes, next))
  const [profile, compatibility, level] = [u8(bytes, 1), u8(bytes, 2), u8(bytes, 3)]
  const size = sps[0] ? parseSps(sps[0]) : { width: 0, height: 0 }
  const codec = avcCodec(profile, compatibility, level)
  return { profile, compatibility, level, codec, lengthSize: (u8(bytes, 4) & 3) + 1, sps, pps, ...size }
}

function parameterSets(bytes: Uint8Array, start: number, count: number): [sets: Uint8Array[], next: number] {
  const sets: Uint8Array[] = []
  let at = start
  for (let i = 0; i < count; i++) {
    const length = u16(bytes, at)
    if (at + 2 + length > bytes.length) throw new FlvError('truncated', 'FLV: avcC ends inside a parameter set')
    sets.push(bytes.subarray(at + 2, at + 2 + length))
    at += 2 + length
  }
  return [sets, at]
}

/**
 * The avcC of an encoder that gives Annex B parameter sets (without start codes). Lengths in frames are 4 bytes.
 * @throws FlvError `malformed` without an SPS.
 */
export function writeAvcConfig(sps: readonly Uint8Array[], pps: readonly Uint8Array[]): Bytes {
  const first = sps[0]
  if (!first || first.length < 4) throw new FlvError('malformed', 'FLV: avcC needs an SPS of at least 4 bytes')
  const length = [...sps, ...pps].reduce((sum, set) => sum + 2 + set.length, 7)
  const out = new Uint8Array(length)
  out.set([1, u8(first, 1), u8(first, 2), u8(first, 3), 0xff, 0xe0 | sps.length])
  let at = putSets(out, 6, sps)
  out[at++] = pps.length
  putSets(out, at, pps)
  return out
}

function putSets(out: Uint8Array, start: number, sets: readonly Uint8Array[]): number {
  let at = start
  for (const set of sets) {
    put(out, at, set.length, 2)
    out.set(set, at + 2)
    at += 2 + set.length
  }
  return at
}

const avcCodec = (...parts: number[]): string =>
  `avc1.${parts.map((part) => part.toString(16).toUpperCase().padStart(2, '0')).join('')}`
