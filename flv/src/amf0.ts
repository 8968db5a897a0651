import { FlvError } from './errors'
import { u16, u32, u8 } from './bytes'
import { utf8Decode } from './utf8'

/** A decoded or encodable AMF0 object. Decoded ones have no prototype, so a key `__proto__` is a key like any other. */
export interface Amf0Object {
  [key: string]: Amf0Value
}

/**
 * AMF0 in JavaScript. `Map` is the ECMA array (what onMetaData uses), `Date` the date (time zone ignored, as the
 * specification asks). Strings over 65,535 bytes are written as long strings.
 */
export type Amf0Value =
  number | boolean | string | null | undefined | Date | Amf0Value[] | Amf0Object | Map<string, Amf0Value>

export interface Amf0Limits {
  /** Deepest nesting of objects and arrays. Default 16. */
  maxDepth?: number
  /** Most bytes of input or output. Default 1 MiB. */
  maxBytes?: number
}

export const AMF0_DEFAULTS: Required<Amf0Limits> = { maxDepth: 16, maxBytes: 1 << 20 }

/** Type markers, AMF0 specification section 2.1. */
export const MARKER = {
  number: 0,
  boolean: 1,
  string: 2,
  object: 3,
  null: 5,
  undefined: 6,
  ecmaArray: 8,
  objectEnd: 9,
  strictArray: 10,
  date: 11,
  longString: 12,
  unsupported: 13,
  xml: 15,
  typedObject: 16,
} as const

/**
 * Every value in `bytes`, in order.
 * @throws FlvError `truncated`, `malformed`, `too-large`; `unsupported` for references, movie clips and AMF3.
 */
export function decodeAmf0(bytes: Uint8Array, limits: Amf0Limits = {}): Amf0Value[] {
  const reader = new Amf0Reader(bytes, limits)
  const values: Amf0Value[] = []
  while (!reader.done) values.push(reader.value(0))
  return values
}

class Amf0Reader {
  private at = 0
  private readonly view: DataView
  private readonly maxDepth: number

  constructor(
    private readonly bytes: Uint8Array,
    limits: Amf0Limits,
  ) {
    this.maxDepth = limits.maxDepth ?? AMF0_DEFAULTS.maxDepth
    const maxBytes = limits.maxBytes ?? AMF0_DEFAULTS.maxBytes
    if (bytes.length > maxBytes) throw new FlvError('too-large', `AMF0: ${bytes.length} bytes, limit ${maxBytes}`)
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get done(): boolean {
    return this.at >= this.bytes.length
  }

  value(depth: number): Amf0Value {
    if (depth > this.maxDepth) throw new FlvError('too-large', `AMF0: nested deeper than ${this.maxDepth}`)
    const marker = u8(this.bytes, this.advance(1))
    switch (marker) {
      case MARKER.number:
        return this.view.getFloat64(this.advance(8))
      case MARKER.boolean:
        return u8(this.bytes, this.advance(1)) !== 0
      case MARKER.string:
        return this.text(2)
      case MARKER.longString:
      case MARKER.xml:
        return this.text(4)
      case MARKER.null:
        return null
      case MARKER.undefined:
      case MARKER.unsupported:
        return undefined
      case MARKER.date:
        return this.date()
      default:
        return this.composite(marker, depth + 1)
    }
  }

  private composite(marker: number, depth: number): Amf0Value {
    if (marker === MARKER.typedObject) this.text(2) // the class name means nothing here
    switch (marker) {
      case MARKER.typedObject:
      case MARKER.object: {
        const object = Object.create(null) as Amf0Object
        this.entries(depth, (key, value) => (object[key] = value))
        return object
      }
      case MARKER.ecmaArray: {
        const map = new Map<string, Amf0Value>()
        this.advance(4) // the count is a hint that many writers get wrong
        this.entries(depth, (key, value) => map.set(key, value))
        return map
      }
      case MARKER.strictArray:
        return this.array(depth)
      case MARKER.objectEnd:
        throw new FlvError('malformed', 'AMF0: an object ends where none began')
      default:
        throw new FlvError('unsupported', `AMF0: type marker ${marker} is not supported`)
    }
  }

  private entries(depth: number, keep: (key: string, value: Amf0Value) => void): void {
    for (;;) {
      const key = this.text(2)
      if (key === '' && this.bytes[this.at] === MARKER.objectEnd) break
      keep(key, this.value(depth))
    }
    this.advance(1)
  }

  private array(depth: number): Amf0Value[] {
    const count = u32(this.bytes, this.advance(4))
    // Nothing is allocated by a count: a false one ends where the bytes do.
    const values: Amf0Value[] = []
    for (let i = 0; i < count; i++) values.push(this.value(depth))
    return values
  }

  private date(): Date {
    const time = this.view.getFloat64(this.advance(8))
    this.advance(2)
    return new Date(time)
  }

  private text(lengthSize: 2 | 4): string {
    const at = this.advance(lengthSize)
    const length = lengthSize === 2 ? u16(this.bytes, at) : u32(this.bytes, at)
    const start = this.advance(length)
    return utf8Decode(this.bytes.subarray(start, start + length))
  }

  /** Steps over `size` bytes and returns where they begin. */
  private advance(size: number): number {
    const at = this.at
    if (size > this.bytes.length - at) throw new FlvError('truncated', `AMF0: ends ${size} bytes too early`)
    this.at += size
    return at
  }
}
