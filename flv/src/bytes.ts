/** Bytes this package made: never backed by shared memory, so that browsers take them in `send` and `appendBuffer`. */
export type Bytes = Uint8Array<ArrayBuffer>

/** Byte at `at`, 0 beyond the end; callers check lengths first. */
export const u8 = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0
export const u16 = (bytes: Uint8Array, at: number): number => (u8(bytes, at) << 8) | u8(bytes, at + 1)
export const u24 = (bytes: Uint8Array, at: number): number => (u16(bytes, at) << 8) | u8(bytes, at + 2)
export const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) * 0x10000 + u16(bytes, at + 2)
export const u32le = (bytes: Uint8Array, at: number): number =>
  u8(bytes, at) + u8(bytes, at + 1) * 0x100 + u8(bytes, at + 2) * 0x10000 + u8(bytes, at + 3) * 0x1000000

/** Writes `value` modulo 2^(8 * size), big-endian. */
export function put(bytes: Uint8Array, at: number, value: number, size: 1 | 2 | 3 | 4): void {
  for (let i = size - 1, rest = value >>> 0; i >= 0; i--, rest >>>= 8) bytes[at + i] = rest & 0xff
}

export function putLe32(bytes: Uint8Array, at: number, value: number): void {
  for (let i = 0, rest = value >>> 0; i < 4; i++, rest >>>= 8) bytes[at + i] = rest & 0xff
}

export function concat(parts: readonly Uint8Array[]): Bytes {
  let length = 0
  for (const part of parts) length += part.length
  const out = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** A byte buffer that is filled at one end and emptied at the other; grows by doubling, shrinks when empty. */
export class ByteQueue {
  private buffer = new Uint8Array(0)
  private start = 0
  private end = 0

  /** Bytes in the queue. */
  get length(): number {
    return this.end - this.start
  }

  push(bytes: Uint8Array): void {
    if (this.start === this.end) this.start = this.end = 0
    if (this.end + bytes.length > this.buffer.length) this.makeRoom(bytes.length)
    this.buffer.set(bytes, this.end)
    this.end += bytes.length
  }

  /** A view of the next bytes, valid until the next push; shorter than `size` when there are fewer. */
  peek(size: number): Uint8Array {
    return this.buffer.subarray(this.start, Math.min(this.end, this.start + size))
  }

  /** Removes the next bytes and returns a copy of them. */
  take(size: number): Bytes {
    const bytes = this.buffer.slice(this.start, Math.min(this.end, this.start + size))
    this.skip(size)
    return bytes
  }

  skip(size: number): void {
    this.start = Math.min(this.end, this.start + size)
    // One large tag must not keep its memory for the rest of a connection's life.
    if (this.start === this.end && this.buffer.length > 1 << 18) {
      this.buffer = new Uint8Array(0)
      this.start = this.end = 0
    }
  }

  private makeRoom(extra: number): void {
    const length = this.length
    const need = length + extra
    const target = need <= this.buffer.length / 2 ? this.buffer : new Uint8Array(Math.max(1024, 2 * need))
    target.set(this.buffer.subarray(this.start, this.end))
    this.buffer = target
    this.start = 0
    this.end = length
  }
}
