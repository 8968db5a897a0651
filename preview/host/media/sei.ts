/** Text that travels within the pictures (`sendMessage`): SEI NAL units of H.264, lengths of 4 bytes as FLV has them. Pure. */

const NAL_SEI = 6
/** A number H.264 leaves unused. User data (5) would do, but encoders sign their streams with it. */
const PAYLOAD_TYPE = 242
/** More does not belong into a picture. */
export const MAX_MESSAGE_BYTES = 2048

/** One NAL unit with its length, to be put before the slices of a picture. @throws RangeError for an empty or long text. */
export function writeMessage(text: string): Uint8Array<ArrayBuffer> {
  const payload = new TextEncoder().encode(text)
  if (payload.length === 0 || payload.length > MAX_MESSAGE_BYTES)
    throw new RangeError(`msg must be 1 to ${MAX_MESSAGE_BYTES} bytes long`)
  const size = [...Array<number>(Math.floor(payload.length / 255)).fill(255), payload.length % 255]
  const body = escape([PAYLOAD_TYPE, ...size, ...payload, 0x80])
  const unit = new Uint8Array(5 + body.length)
  new DataView(unit.buffer).setUint32(0, 1 + body.length)
  unit[4] = NAL_SEI
  unit.set(body, 5)
  return unit
}

/** The texts in one access unit; none for what is malformed. */
export function readMessages(picture: Uint8Array): string[] {
  const texts: string[] = []
  const view = new DataView(picture.buffer, picture.byteOffset, picture.byteLength)
  for (let at = 0; at + 5 <= picture.length;) {
    const length = view.getUint32(at)
    const unit = picture.subarray(at + 4, at + 4 + length)
    if ((unit[0]! & 31) === NAL_SEI) texts.push(...payloads(unescape(unit.subarray(1))))
    at += 4 + length
  }
  return texts
}

function payloads(body: Uint8Array): string[] {
  const texts: string[] = []
  for (let at = 0; at + 2 < body.length;) {
    const number = (): number => {
      let value = 0
      while (body[at] === 255) value += body[at++]!
      return value + (body[at++] ?? 0)
    }
    const type = number()
    const size = number()
    if (type === PAYLOAD_TYPE) texts.push(new TextDecoder().decode(body.subarray(at, at + size)))
    at += size
  }
  return texts
}

/** Emulation prevention: no three bytes of a NAL unit may look like a start code. */
function escape(bytes: readonly number[]): number[] {
  const out: number[] = []
  for (const byte of bytes) {
    if (byte <= 3 && out.at(-1) === 0 && out.at(-2) === 0) out.push(3)
    out.push(byte)
  }
  return out
}

function unescape(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, i) => !(byte === 3 && bytes[i - 1] === 0 && bytes[i - 2] === 0))
}
