import { AMF0_DEFAULTS, MARKER } from './amf0'
import type { Amf0Limits, Amf0Value } from './amf0'
import type { Bytes } from './bytes'
import { concat, put } from './bytes'
import { FlvError } from './errors'
import { utf8Encode } from './utf8'

/**
 * The values one after the other, as AMF0.
 * @throws FlvError `too-large` when nested too deep (cycles included) or too long, `unsupported` for functions,
 * symbols and bigints.
 */
export function encodeAmf0(values: readonly Amf0Value[], limits: Amf0Limits = {}): Bytes {
  const writer = new Amf0Writer(limits)
  for (const value of values) writer.value(value, 0)
  return concat(writer.parts)
}

class Amf0Writer {
  readonly parts: Uint8Array[] = []
  private length = 0
  private readonly maxDepth: number
  private readonly maxBytes: number

  constructor(limits: Amf0Limits) {
    this.maxDepth = limits.maxDepth ?? AMF0_DEFAULTS.maxDepth
    this.maxBytes = limits.maxBytes ?? AMF0_DEFAULTS.maxBytes
  }

  value(value: Amf0Value, depth: number): void {
    if (depth > this.maxDepth) throw new FlvError('too-large', `AMF0: nested deeper than ${this.maxDepth}`)
    if (value === null) this.raw([MARKER.null])
    else if (value === undefined) this.raw([MARKER.undefined])
    else if (typeof value === 'number') this.double(MARKER.number, value)
    else if (typeof value === 'boolean') this.raw([MARKER.boolean, value ? 1 : 0])
    else if (typeof value === 'string') this.string(value)
    else if (value instanceof Date) {
      this.double(MARKER.date, value.getTime())
      this.raw([0, 0])
    } else if (typeof value === 'object') this.composite(value, depth + 1)
    else throw new FlvError('unsupported', `AMF0: cannot write a ${typeof value}`)
  }

  private composite(value: Exclude<Amf0Value, number | boolean | string | null | undefined | Date>, depth: number) {
    if (Array.isArray(value)) {
      this.count(MARKER.strictArray, value.length)
      for (const item of value) this.value(item, depth)
    } else if (value instanceof Map) {
      this.count(MARKER.ecmaArray, value.size)
      this.entries(value, depth)
    } else {
      this.raw([MARKER.object])
      this.entries(Object.entries(value), depth)
    }
  }

  private entries(entries: Iterable<[string, Amf0Value]>, depth: number): void {
    for (const [key, value] of entries) {
      const text = utf8Encode(key)
      if (text.length > 0xffff) throw new FlvError('too-large', `AMF0: key of ${text.length} bytes, limit 65535`)
      this.raw([text.length >> 8, text.length & 0xff])
      this.add(text)
      this.value(value, depth)
    }
    this.raw([0, 0, MARKER.objectEnd])
  }

  private string(value: string): void {
    const text = utf8Encode(value)
    if (text.length <= 0xffff) this.raw([MARKER.string, text.length >> 8, text.length & 0xff])
    else this.count(MARKER.longString, text.length)
    this.add(text)
  }

  private count(marker: number, count: number): void {
    const bytes = new Uint8Array(5)
    bytes[0] = marker
    put(bytes, 1, count, 4)
    this.add(bytes)
  }

  private double(marker: number, value: number): void {
    const bytes = new Uint8Array(9)
    bytes[0] = marker
    new DataView(bytes.buffer).setFloat64(1, value)
    this.add(bytes)
  }

  private raw(bytes: number[]): void {
    this.add(Uint8Array.from(bytes))
  }

  private add(bytes: Uint8Array): void {
    this.length += bytes.length
    if (this.length > this.maxBytes) throw new FlvError('too-large', `AMF0: more than ${this.maxBytes} bytes`)
    this.parts.push(bytes)
  }
}
