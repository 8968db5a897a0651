// The package runs where neither DOM nor Node types are given, so TextEncoder and TextDecoder are out of reach.

/** UTF-8 of a string; lone surrogates become U+FFFD. */
export function utf8Encode(text: string): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(text.length * 3)
  let at = 0
  for (const char of text) {
    let code = char.codePointAt(0) ?? 0
    if (code >= 0xd800 && code < 0xe000) code = 0xfffd
    if (code < 0x80) {
      out[at++] = code
      continue
    }
    if (code < 0x800) out[at++] = 0xc0 | (code >> 6)
    else {
      if (code < 0x10000) out[at++] = 0xe0 | (code >> 12)
      else {
        out[at++] = 0xf0 | (code >> 18)
        out[at++] = 0x80 | ((code >> 12) & 0x3f)
      }
      out[at++] = 0x80 | ((code >> 6) & 0x3f)
    }
    out[at++] = 0x80 | (code & 0x3f)
  }
  return out.slice(0, at)
}

/** Smallest code point that needs a sequence of this many bytes: shorter forms are forged. */
const SMALLEST = [0, 0, 0x80, 0x800, 0x10000]

/** Text of UTF-8; what is not UTF-8 becomes U+FFFD, byte by byte. */
export function utf8Decode(bytes: Uint8Array): string {
  const units: string[] = []
  for (let at = 0; at < bytes.length;) {
    const [code, length] = sequenceAt(bytes, at)
    units.push(String.fromCodePoint(code))
    at += length
  }
  return units.join('')
}

function sequenceAt(bytes: Uint8Array, at: number): [code: number, length: number] {
  const first = bytes[at] ?? 0
  if (first < 0x80) return [first, 1]
  const length = first >= 0xf0 && first < 0xf8 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 0
  if (length === 0 || first >= 0xf8) return [0xfffd, 1]
  let code = first & (0x7f >> length)
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i] ?? 0
    if ((next & 0xc0) !== 0x80) return [0xfffd, 1]
    code = (code << 6) | (next & 0x3f)
  }
  const valid = code >= (SMALLEST[length] ?? 0) && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
  return valid ? [code, length] : [0xfffd, 1]
}
