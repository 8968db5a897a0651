import type { Bytes } from '../bytes'
import { concat, put, u16, u32 } from '../bytes'
import type { FlvTag } from '../tag'
import { TAG_TYPE_ID } from '../tag'
import { ChunkReader } from './chunk-reader'
import { ChunkWriter } from './chunk-writer'
import type { ChunkReaderOptions } from './chunk-reader'
import { Handshake } from './handshake'
import type { RtmpMessage } from './message'
import { CHUNK_STREAM, MESSAGE, USER_CONTROL, control, userControl } from './message'

const MEDIA_CHUNK_STREAM = { audio: CHUNK_STREAM.audio, video: CHUNK_STREAM.video, script: CHUNK_STREAM.data }

/** What both ends of a connection share: handshake, chunks, acknowledgements and pings. */
export class RtmpLink {
  private readonly reader: ChunkReader
  private readonly writer = new ChunkWriter()
  private readonly handshake: Handshake
  private shaken = false
  /** The peer wants an acknowledgement after so many bytes; 0 until it says so. */
  private ackWindow = 0
  private acknowledged = 0

  constructor(side: 'server' | 'client', options: ChunkReaderOptions) {
    this.handshake = new Handshake(side)
    this.reader = new ChunkReader(options)
  }

  /** The handshake is over: messages may be sent. */
  get open(): boolean {
    return this.shaken
  }

  /** Messages that the session has to deal with, and what has to be sent at once. */
  push(bytes: Uint8Array): { messages: RtmpMessage[]; send: Bytes[] } {
    if (this.shaken) return this.pushChunks(bytes)
    const { reply, rest } = this.handshake.push(bytes)
    const send = reply.length ? [reply] : []
    if (!rest) return { messages: [], send }
    this.shaken = true
    const after = this.pushChunks(rest)
    return { messages: after.messages, send: [...send, ...after.send] }
  }

  private pushChunks(bytes: Uint8Array): { messages: RtmpMessage[]; send: Bytes[] } {
    const send: Bytes[] = []
    const messages = this.reader.push(bytes).filter((message) => !this.own(message, send))
    const total = this.reader.bytesRead
    if (this.ackWindow > 0 && total - this.acknowledged >= this.ackWindow) {
      this.acknowledged = total
      send.push(this.write(control(MESSAGE.ack, total)))
    }
    return { messages, send }
  }

  /** Deals with the protocol's own messages; false for those of the session. */
  private own(message: RtmpMessage, send: Bytes[]): boolean {
    const { type, payload } = message
    if (type === MESSAGE.windowAckSize) this.ackWindow = u32(payload, 0)
    else if (type === MESSAGE.userControl && u16(payload, 0) === USER_CONTROL.ping) {
      send.push(this.write(userControl(USER_CONTROL.pong, u32(payload, 2))))
    } else return type === MESSAGE.ack || type === MESSAGE.setPeerBandwidth
    return true
  }

  setChunkSize(size: number): Bytes {
    return this.writer.setChunkSize(size)
  }

  /** Chunks of a control, user control or command message. */
  write(...messages: RtmpMessage[]): Bytes {
    const stream = ({ type }: RtmpMessage) =>
      type === MESSAGE.commandAmf0 || type === MESSAGE.dataAmf0 ? CHUNK_STREAM.command : CHUNK_STREAM.control
    return concat(messages.map((message) => this.writer.write(message, stream(message))))
  }

  /** Chunks of a media message. */
  media(streamId: number, tag: FlvTag): Bytes {
    const { timestamp, payload } = tag
    return this.writer.write(
      { type: TAG_TYPE_ID[tag.type], streamId, timestamp, payload },
      MEDIA_CHUNK_STREAM[tag.type],
    )
  }
}

/** Set Peer Bandwidth has a byte after its word: 2, "dynamic". */
export function peerBandwidth(size: number): RtmpMessage {
  const payload = new Uint8Array(5)
  put(payload, 0, size, 4)
  payload[4] = 2
  return { type: MESSAGE.setPeerBandwidth, streamId: 0, timestamp: 0, payload }
}
