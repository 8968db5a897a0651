import { concat, u16, u24, u32, u32le, u8 } from '../bytes'
import { RtmpError } from '../errors'
import type { RtmpMessage } from './message'
import { MESSAGE } from './message'

export interface ChunkReaderOptions {
  /** Largest message accepted, bytes. Default 4 MiB. All unfinished messages together may take twice this. */
  maxMessageSize?: number
  /** Most chunk streams one peer may open. Default 64. */
  maxChunkStreams?: number
}

interface ChunkStream {
  timestamp: number
  /** The timestamp field of the last header: absolute after type 0, else a delta. */
  field: number
  extended: boolean
  length: number
  type: number
  streamId: number
  /** The message under way; `got` of its bytes have come. */
  buffer: Uint8Array<ArrayBuffer> | undefined
  got: number
}

const HEADER_BYTES = [11, 7, 3, 0] as const
const EXTENDED = 0xffffff
const NOTHING = new Uint8Array(0)

/** Bytes in, in any split; whole messages out. Set Chunk Size and Abort are obeyed here and not handed on. */
export class ChunkReader {
  /** All bytes pushed so far, as Acknowledgement counts them. */
  bytesRead = 0
  private chunkSize = 128
  private rest: Uint8Array = NOTHING
  private readonly streams = new Map<number, ChunkStream>()
  /** The chunk under way and how much of it is missing. */
  private current: ChunkStream | undefined
  private chunkLeft = 0
  /** Bytes of all unfinished messages. */
  private unfinished = 0
  private readonly maxMessageSize: number
  private readonly maxChunkStreams: number

  constructor(options: ChunkReaderOptions = {}) {
    this.maxMessageSize = options.maxMessageSize ?? 4 << 20
    this.maxChunkStreams = options.maxChunkStreams ?? 64
  }

  /** @throws RtmpError `malformed` or `too-large`; the reader is of no use afterwards. */
  push(input: Uint8Array): RtmpMessage[] {
    this.bytesRead += input.length
    const bytes = this.rest.length ? concat([this.rest, input]) : input
    const messages: RtmpMessage[] = []
    let at = 0
    for (;;) {
      if (!this.current) {
        const size = this.readHeader(bytes.subarray(at))
        if (size === 0) break
        at += size
      }
      at += this.readPayload(bytes.subarray(at), messages)
      if (this.chunkLeft > 0) break
    }
    this.rest = at < bytes.length ? bytes.slice(at) : NOTHING
    return messages
  }

  /** Reads a chunk's header and makes its stream the current one. Returns its size, 0 when it is incomplete. */
  private readHeader(bytes: Uint8Array): number {
    const low = u8(bytes, 0) & 63
    const basic = low === 0 ? 2 : low === 1 ? 3 : 1
    const format = (u8(bytes, 0) >> 6) as 0 | 1 | 2 | 3
    const header = basic + HEADER_BYTES[format]
    if (bytes.length < Math.max(1, header)) return 0
    const id = low === 0 ? 64 + u8(bytes, 1) : low === 1 ? 64 + u8(bytes, 1) + 256 * u8(bytes, 2) : low
    const known = this.streams.get(id)
    const continued = known?.buffer !== undefined
    if (continued && format !== 3) throw new RtmpError('malformed', `RTMP: a message on chunk stream ${id} was cut off`)
    const extended = format === 3 ? known?.extended : u24(bytes, basic) === EXTENDED
    if (extended && bytes.length < header + 4) return 0
    const stream = known ?? this.open(id, format)
    const size = extended ? header + this.extension(stream, bytes, header, continued) : header
    if (!continued) this.begin(stream, bytes.subarray(basic), format, u32(bytes, header))
    this.current = stream
    this.chunkLeft = Math.min(this.chunkSize, stream.length - stream.got)
    return size
  }

  private open(id: number, format: number): ChunkStream {
    // librtmp opens the control stream with a type 1 header; 2 and 3 have nothing to build on.
    if (format > 1) throw new RtmpError('malformed', `RTMP: chunk stream ${id} begins without a message header`)
    if (this.streams.size >= this.maxChunkStreams) {
      throw new RtmpError('too-large', `RTMP: more than ${this.maxChunkStreams} chunk streams`)
    }
    const blank = { timestamp: 0, field: 0, extended: false, length: 0, type: 0, streamId: 0 }
    const stream: ChunkStream = { ...blank, buffer: undefined, got: 0 }
    this.streams.set(id, stream)
    return stream
  }

  /**
   * Size of the extended timestamp, 4 or 0. The specification repeats it before each continuation; some encoders
   * leave it out there, so it counts only when it repeats the one before.
   */
  private extension(stream: ChunkStream, bytes: Uint8Array, at: number, continued: boolean): 4 | 0 {
    return continued && u32(bytes, at) !== stream.field ? 0 : 4
  }

  private begin(stream: ChunkStream, header: Uint8Array, format: 0 | 1 | 2 | 3, extension: number): void {
    if (format < 3) {
      const field = u24(header, 0)
      stream.extended = field === EXTENDED
      stream.field = stream.extended ? extension : field
    } else if (stream.extended) stream.field = extension
    if (format < 2) {
      stream.length = u24(header, 3)
      stream.type = u8(header, 6)
    }
    if (format === 0) stream.streamId = u32le(header, 7)
    // After a type 0 header, a type 3 header of a new message takes its absolute time as a delta (section 5.3.1.2.4).
    stream.timestamp = format === 0 ? stream.field : (stream.timestamp + stream.field) % 0x100000000
    if (stream.length > this.maxMessageSize) {
      throw new RtmpError('too-large', `RTMP: message of ${stream.length} bytes, limit ${this.maxMessageSize}`)
    }
    stream.buffer = NOTHING
    stream.got = 0
  }

  private readPayload(bytes: Uint8Array, messages: RtmpMessage[]): number {
    const stream = this.current
    if (!stream) return 0
    const size = Math.min(this.chunkLeft, bytes.length)
    this.append(stream, bytes.subarray(0, size))
    this.chunkLeft -= size
    if (this.chunkLeft > 0) return size
    this.current = undefined
    if (stream.got === stream.length) this.finish(stream, messages)
    return size
  }

  private append(stream: ChunkStream, bytes: Uint8Array): void {
    const need = stream.got + bytes.length
    this.unfinished += bytes.length
    if (this.unfinished > 2 * this.maxMessageSize)
      throw new RtmpError('too-large', 'RTMP: too many unfinished messages')
    let buffer = stream.buffer ?? NOTHING
    if (need > buffer.length) {
      // Memory follows what has come, not what a header promises.
      const larger = new Uint8Array(Math.min(stream.length, Math.max(need, 2 * buffer.length, 256)))
      larger.set(buffer.subarray(0, stream.got))
      buffer = larger
    }
    buffer.set(bytes, stream.got)
    stream.buffer = buffer
    stream.got = need
  }

  private finish(stream: ChunkStream, messages: RtmpMessage[]): void {
    const payload = (stream.buffer ?? NOTHING).subarray(0, stream.length)
    this.drop(stream)
    const { type, streamId, timestamp } = stream
    if (type === MESSAGE.setChunkSize) this.setChunkSize(payload)
    else if (type === MESSAGE.abort) this.abort(payload)
    else messages.push({ type, streamId, timestamp, payload })
  }

  private drop(stream: ChunkStream): void {
    this.unfinished -= stream.got
    stream.buffer = undefined
    stream.got = 0
  }

  private setChunkSize(payload: Uint8Array): void {
    const size = u32(payload, 0)
    // The top bit must be 0, and 0 would never get a message through.
    if (payload.length < 4 || size === 0 || size > 0x7fffffff) {
      throw new RtmpError('malformed', `RTMP: chunk size ${size}`)
    }
    this.chunkSize = size
  }

  private abort(payload: Uint8Array): void {
    if (payload.length < 4) throw new RtmpError('malformed', `RTMP: abort with ${u16(payload, 0)}`)
    const stream = this.streams.get(u32(payload, 0))
    if (stream?.buffer) this.drop(stream)
  }
}
