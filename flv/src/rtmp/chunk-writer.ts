import type { Bytes } from '../bytes'
import { put, putLe32 } from '../bytes'
import { RtmpError } from '../errors'
import type { RtmpMessage } from './message'
import { MESSAGE, control } from './message'

const HEADER_BYTES = [11, 7, 3, 0] as const
const EXTENDED = 0xffffff

interface LastMessage {
  timestamp: number
  /**
   * After a type 0 header a value that no delta can repeat, so that type 3 never follows it: implementations differ on
   * what that means.
   */
  delta: number
  length: number
  type: number
  streamId: number
}

/** Messages in, chunks out, with the shortest headers that every implementation reads alike. */
export class ChunkWriter {
  private chunkSize = 128
  private readonly last = new Map<number, LastMessage>()

  /** The message that announces a new chunk size; what is written after it uses that size. */
  setChunkSize(size: number): Bytes {
    if (!(size >= 1 && size <= 0xffffff)) throw new RtmpError('state', `RTMP: chunk size ${size}`)
    const bytes = this.write(control(MESSAGE.setChunkSize, size), 2)
    this.chunkSize = size
    return bytes
  }

  /**
   * @param chunkStream 2 to 65599; the same one for messages that may share header fields.
   * @throws RtmpError `state` for another chunk stream, `too-large` for a payload of 16 MiB or more.
   */
  write(message: RtmpMessage, chunkStream: number): Bytes {
    if (!(chunkStream >= 2 && chunkStream <= 65599)) throw new RtmpError('state', `RTMP: chunk stream ${chunkStream}`)
    const length = message.payload.length
    if (length > 0xffffff) throw new RtmpError('too-large', `RTMP: message of ${length} bytes`)
    const timestamp = message.timestamp >>> 0
    const last = this.last.get(chunkStream)
    const delta = last && last.streamId === message.streamId ? timestamp - last.timestamp : -1
    // Deltas of 4.6 hours and backward steps go as absolute times.
    const relative = delta >= 0 && delta < EXTENDED
    const format = relative && last ? shortest(last, message, delta) : 0
    const { type, streamId } = message
    this.last.set(chunkStream, { timestamp, delta, length, type, streamId })
    const header = this.header(chunkStream, format, format === 0 ? timestamp : delta, message)
    return this.chunks(header, continuation(chunkStream, format === 0 ? timestamp : 0), message.payload)
  }

  private header(chunkStream: number, format: 0 | 1 | 2 | 3, time: number, message: RtmpMessage): Uint8Array {
    const basic = basicHeader(chunkStream, format)
    const extended = time >= EXTENDED
    const out = new Uint8Array(basic.length + HEADER_BYTES[format] + (extended ? 4 : 0))
    out.set(basic)
    const at = basic.length
    if (format < 3) put(out, at, Math.min(time, EXTENDED), 3)
    if (format < 2) {
      put(out, at + 3, message.payload.length, 3)
      out[at + 6] = message.type
    }
    if (format === 0) putLe32(out, at + 7, message.streamId)
    if (extended) put(out, at + HEADER_BYTES[format], time, 4)
    return out
  }

  private chunks(first: Uint8Array, next: Uint8Array, payload: Uint8Array): Bytes {
    const count = Math.max(1, Math.ceil(payload.length / this.chunkSize))
    const out = new Uint8Array(first.length + (count - 1) * next.length + payload.length)
    out.set(first)
    let at = first.length
    for (let from = 0; from < payload.length; from += this.chunkSize) {
      if (from > 0) {
        out.set(next, at)
        at += next.length
      }
      const part = payload.subarray(from, from + this.chunkSize)
      out.set(part, at)
      at += part.length
    }
    return out
  }
}

function shortest(last: LastMessage, message: RtmpMessage, delta: number): 1 | 2 | 3 {
  if (last.type !== message.type || last.length !== message.payload.length) return 1
  return last.delta === delta ? 3 : 2
}

function basicHeader(chunkStream: number, format: number): Uint8Array {
  const top = format << 6
  if (chunkStream < 64) return Uint8Array.of(top | chunkStream)
  const id = chunkStream - 64
  return chunkStream < 320 ? Uint8Array.of(top, id) : Uint8Array.of(top | 1, id & 0xff, id >> 8)
}

/** Header of all chunks of a message but the first; an extended timestamp is repeated in each. */
function continuation(chunkStream: number, time: number): Uint8Array {
  const basic = basicHeader(chunkStream, 3)
  if (time < EXTENDED) return basic
  const out = new Uint8Array(basic.length + 4)
  out.set(basic)
  put(out, basic.length, time, 4)
  return out
}
