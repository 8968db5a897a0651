import type { Bytes } from './bytes'
import { ByteQueue, put, u24, u32, u8 } from './bytes'
import { FlvError } from './errors'

export type TagType = 'audio' | 'video' | 'script'

/** One FLV tag, which is also one RTMP audio, video or data message. */
export interface FlvTag {
  type: TagType
  /** Milliseconds, 0 to 2^32 - 1 (the 24 bits of the tag and its extension byte together). */
  timestamp: number
  /** The tag's body: what {@link parseVideoTag}, {@link parseAudioTag} and {@link parseMetadata} read. */
  payload: Uint8Array
}

/** What a file or stream says it contains. */
export interface FlvHeader {
  audio: boolean
  video: boolean
}

export const TAG_TYPE_ID: Record<TagType, 8 | 9 | 18> = { audio: 8, video: 9, script: 18 }
const TYPE_BY_ID = new Map<number, TagType>([
  [8, 'audio'],
  [9, 'video'],
  [18, 'script'],
])
const HEADER_BYTES = 9
const TAG_HEADER_BYTES = 11
const TRAILER_BYTES = 4

/** The first 13 bytes of a stream: file header and the zero "previous tag size". Default: audio and video. */
export function writeFlvHeader(header: FlvHeader = { audio: true, video: true }): Bytes {
  const flags = (header.audio ? 4 : 0) | (header.video ? 1 : 0)
  return Uint8Array.of(0x46, 0x4c, 0x56, 1, flags, 0, 0, 0, HEADER_BYTES, 0, 0, 0, 0)
}

/**
 * A whole tag: 11 bytes of header, the payload, 4 bytes of size. The timestamp is taken modulo 2^32.
 * @throws FlvError `too-large` for a payload of 16 MiB or more.
 */
export function writeFlvTag(tag: FlvTag): Bytes {
  const size = tag.payload.length
  if (size > 0xffffff) throw new FlvError('too-large', `FLV: payload of ${size} bytes, limit 16777215`)
  const out = new Uint8Array(TAG_HEADER_BYTES + size + TRAILER_BYTES)
  out[0] = TAG_TYPE_ID[tag.type]
  put(out, 1, size, 3)
  put(out, 4, tag.timestamp, 3)
  out[7] = tag.timestamp >>> 24
  out.set(tag.payload, TAG_HEADER_BYTES)
  put(out, TAG_HEADER_BYTES + size, TAG_HEADER_BYTES + size, 4)
  return out
}

export interface FlvDemuxerOptions {
  /** Largest payload accepted, bytes. Default 4 MiB. Memory stays below about twice this. */
  maxTagSize?: number
}

/** Bytes in, in any split; tags out. After it threw it is of no use: close the source. */
export class FlvDemuxer {
  /** Known once the first 9 bytes have come. */
  header: FlvHeader | undefined
  private readonly queue = new ByteQueue()
  private readonly maxTagSize: number
  /** Bytes of an extended file header, and the sizes between tags, that are stepped over unread. */
  private toSkip = 0

  constructor(options: FlvDemuxerOptions = {}) {
    this.maxTagSize = options.maxTagSize ?? 4 << 20
  }

  /** Bytes held back because their tag is not complete. */
  get buffered(): number {
    return this.queue.length
  }

  /**
   * The tags completed by `bytes`; their payloads are copies.
   * @throws FlvError `malformed` where there is no FLV, `too-large` over maxTagSize, `unsupported` for encrypted tags.
   * Tags completed in the same call before the fault are lost.
   */
  push(bytes: Uint8Array): FlvTag[] {
    this.queue.push(bytes)
    const tags: FlvTag[] = []
    if (!this.header && !this.readHeader()) return tags
    for (let tag = this.readTag(); tag; tag = this.readTag()) tags.push(tag)
    return tags
  }

  private readHeader(): boolean {
    const head = this.queue.peek(HEADER_BYTES)
    // Garbage is refused at its first byte, not after nine.
    const signature = [0x46, 0x4c, 0x56, 1]
    if (signature.some((byte, i) => i < head.length && head[i] !== byte)) {
      throw new FlvError('malformed', 'FLV: the stream does not begin with an FLV version 1 header')
    }
    if (head.length < HEADER_BYTES) return false
    const offset = u32(head, 5)
    if (offset < HEADER_BYTES || offset > 1024) throw new FlvError('malformed', `FLV: header of ${offset} bytes`)
    this.header = { audio: (u8(head, 4) & 4) !== 0, video: (u8(head, 4) & 1) !== 0 }
    this.toSkip = offset + TRAILER_BYTES
    return true
  }

  private readTag(): FlvTag | undefined {
    if (!this.skipPending()) return undefined
    const head = this.queue.peek(TAG_HEADER_BYTES)
    if (head.length < TAG_HEADER_BYTES) return undefined
    const type = TYPE_BY_ID.get(u8(head, 0))
    if (!type) throw unknownType(u8(head, 0))
    const size = u24(head, 1)
    if (size > this.maxTagSize) throw new FlvError('too-large', `FLV: tag of ${size} bytes, limit ${this.maxTagSize}`)
    if (u24(head, 8) !== 0) throw new FlvError('malformed', 'FLV: a tag with a stream id other than 0')
    if (this.queue.length < TAG_HEADER_BYTES + size) return undefined
    const timestamp = u24(head, 4) + u8(head, 7) * 0x1000000
    this.queue.skip(TAG_HEADER_BYTES)
    this.toSkip = TRAILER_BYTES
    return { type, timestamp, payload: this.queue.take(size) }
  }

  private skipPending(): boolean {
    const step = Math.min(this.toSkip, this.queue.length)
    this.queue.skip(step)
    this.toSkip -= step
    return this.toSkip === 0
  }
}

function unknownType(id: number): FlvError {
  if (TYPE_BY_ID.has(id & 0x1f) && id & 0x20)
    return new FlvError('unsupported', 'FLV: encrypted tags are not supported')
  return new FlvError('malformed', `FLV: ${id} is no tag type; the stream is damaged or no FLV`)
}
