import { FlvError } from './errors'
import { u8 } from './bytes'

/** Profiles whose SPS carries chroma format, bit depths and scaling lists (ITU-T H.264, 7.3.2.1.1). */
const HIGH_PROFILES = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135])

/**
 * Visible picture size out of an H.264 sequence parameter set (with its NAL header, without start code).
 * @throws FlvError `truncated` or `malformed`.
 */
export function parseSps(sps: Uint8Array): { width: number; height: number } {
  if (sps.length < 5) throw new FlvError('truncated', `FLV: SPS of ${sps.length} bytes`)
  if ((u8(sps, 0) & 31) !== 7) throw new FlvError('malformed', `FLV: NAL unit type ${u8(sps, 0) & 31} is no SPS`)
  const bits = new BitReader(withoutEmulation(sps.subarray(4)))
  bits.unsigned() // seq_parameter_set_id
  const chroma = HIGH_PROFILES.has(u8(sps, 1)) ? skipHighProfile(bits) : 1
  bits.unsigned() // log2_max_frame_num
  skipPictureOrder(bits)
  bits.unsigned() // max_num_ref_frames
  bits.read(1) // gaps_in_frame_num_value_allowed
  const widthInBlocks = bits.unsigned() + 1
  const heightInUnits = bits.unsigned() + 1
  const frameOnly = bits.read(1)
  if (!frameOnly) bits.read(1) // mb_adaptive_frame_field
  bits.read(1) // direct_8x8_inference
  const fields = 2 - frameOnly
  const [left, right, top, bottom] = bits.read(1)
    ? [bits.unsigned(), bits.unsigned(), bits.unsigned(), bits.unsigned()]
    : [0, 0, 0, 0]
  const width = widthInBlocks * 16 - (left + right) * (chroma === 1 || chroma === 2 ? 2 : 1)
  const height = heightInUnits * 16 * fields - (top + bottom) * (chroma === 1 ? 2 : 1) * fields
  if (width <= 0 || height <= 0 || width > 16384 || height > 16384) {
    throw new FlvError('malformed', `FLV: SPS with a picture of ${width} x ${height}`)
  }
  return { width, height }
}

function skipHighProfile(bits: BitReader): number {
  const chroma = bits.unsigned()
  if (chroma === 3) bits.read(1) // separate_colour_plane
  bits.unsigned() // bit_depth_luma
  bits.unsigned() // bit_depth_chroma
  bits.read(1) // qpprime_y_zero_transform_bypass
  if (bits.read(1)) {
    for (let list = 0; list < (chroma === 3 ? 12 : 8); list++)
      if (bits.read(1)) skipScalingList(bits, list < 6 ? 16 : 64)
  }
  return chroma
}

function skipScalingList(bits: BitReader, size: number): void {
  for (let i = 0, last = 8, next = 8; i < size; i++) {
    if (next !== 0) next = (last + bits.signed() + 256) & 255
    if (next !== 0) last = next
  }
}

function skipPictureOrder(bits: BitReader): void {
  const type = bits.unsigned()
  if (type === 0) bits.unsigned() // log2_max_pic_order_cnt_lsb
  if (type !== 1) return
  bits.read(1) // delta_pic_order_always_zero
  bits.signed() // offset_for_non_ref_pic
  bits.signed() // offset_for_top_to_bottom_field
  const count = bits.unsigned()
  if (count > 255) throw new FlvError('malformed', `FLV: SPS with ${count} reference frames in its cycle`)
  for (let i = 0; i < count; i++) bits.signed()
}

/** NAL units carry 00 00 03 where their payload has 00 00; the 03 goes. */
function withoutEmulation(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, i) => !(byte === 3 && i >= 2 && bytes[i - 1] === 0 && bytes[i - 2] === 0))
}

class BitReader {
  private at = 0
  constructor(private readonly bytes: Uint8Array) {}

  read(count: number): number {
    let value = 0
    for (let i = 0; i < count; i++, this.at++) {
      if (this.at >= this.bytes.length * 8) throw new FlvError('truncated', 'FLV: SPS ends too early')
      value = value * 2 + ((u8(this.bytes, this.at >> 3) >> (7 - (this.at & 7))) & 1)
    }
    return value
  }

  /** Exp-Golomb, ue(v). */
  unsigned(): number {
    let zeros = 0
    while (!this.read(1)) if (++zeros > 31) throw new FlvError('malformed', 'FLV: SPS with an endless number')
    return 2 ** zeros - 1 + this.read(zeros)
  }

  /** Exp-Golomb, se(v). */
  signed(): number {
    const value = this.unsigned()
    return value % 2 ? (value + 1) / 2 : -value / 2
  }
}
