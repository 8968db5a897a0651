import type { Amf0Value } from '../amf0'
import type { Bytes } from '../bytes'
import { concat, u16 } from '../bytes'
import { RtmpError } from '../errors'
import type { FlvTag } from '../tag'
import type { ChunkReaderOptions } from './chunk-reader'
import { Handshake } from './handshake'
import { RtmpLink } from './link'
import { tagsOf } from './media'
import type { RtmpCommand, RtmpMessage } from './message'
import { MESSAGE, USER_CONTROL, addSetDataFrame, command, control, parseCommand, textAt, userControl } from './message'
import type { RtmpUrl } from './url'
import { parseRtmpUrl } from './url'

export type RtmpClientEvent =
  /** Write these bytes to the socket, in this order. */
  | { type: 'send'; bytes: Bytes }
  /** The server agreed: media may be sent, or will come. */
  | { type: 'started' }
  /** The server said no, with its own code and text. The session is over. */
  | { type: 'refused'; code: string; description: string }
  /** A tag of the stream that is played. */
  | { type: 'media'; tag: FlvTag }
  /** The server ended a stream that had started. The session is over. */
  | { type: 'ended'; code: string; description: string }

export interface RtmpClientOptions extends ChunkReaderOptions {
  /** `rtmp://host[:port]/app/name[?query]` */
  url: string
  role: 'publish' | 'play'
  /** Bytes of a chunk that we write. Default 60,000. */
  chunkSize?: number
  /** What the server's logs show. Default `FMLE/3.0 (compatible; lianmai)`; servers look for the first word. */
  flashVer?: string
}

const PLAY_ENDED = new Set(['NetStream.Play.UnpublishNotify', 'NetStream.Play.Stop', 'NetStream.Play.Complete'])
/** Calls of ours, by their transaction numbers, without whose answer there is no stream. */
const CONNECT = 1
const CREATE_STREAM = 4

/**
 * The client's side of one RTMP connection, without its socket: send {@link start}, push what comes, do what the
 * events say. One session is one attempt at one stream.
 */
export class RtmpClientSession {
  /** Where to connect to. */
  readonly target: RtmpUrl
  private readonly link: RtmpLink
  private readonly options: { chunkSize: number; flashVer: string }
  private readonly role: 'publish' | 'play'
  private streamId = 0
  private state: 'opening' | 'started' | 'over' = 'opening'

  /** @throws RtmpError `state` when the URL is none. */
  constructor(options: RtmpClientOptions) {
    this.target = parseRtmpUrl(options.url)
    this.role = options.role
    this.link = new RtmpLink('client', options)
    this.options = { chunkSize: 60_000, flashVer: 'FMLE/3.0 (compatible; lianmai)', ...options }
  }

  /** The first bytes to send. */
  start(): Bytes {
    return Handshake.hello()
  }

  /** @throws RtmpError: the server does not speak RTMP, or not properly; close the connection. */
  push(bytes: Uint8Array): RtmpClientEvent[] {
    const before = this.link.open
    const { messages, send } = this.link.push(bytes)
    const events = send.map(sendEvent)
    if (!before && this.link.open) events.push(sendEvent(this.connect()))
    for (const message of messages) if (this.state !== 'over') this.handle(message, events)
    return events
  }

  /**
   * The bytes of a tag to publish; onMetaData gets its `@setDataFrame` here.
   * @throws RtmpError `state` before `started`, after the end, or when playing.
   */
  media(tag: FlvTag): Bytes {
    if (this.role !== 'publish' || this.state !== 'started') {
      throw new RtmpError('state', 'RTMP: media can be sent after `started`, by a publisher')
    }
    const payload = tag.type === 'script' ? addSetDataFrame(tag.payload) : tag.payload
    return this.link.media(this.streamId, { ...tag, payload })
  }

  /** The bytes of an orderly goodbye, empty when there is nothing to end; close the connection after them. */
  stop(): Bytes {
    const open = this.streamId > 0 && this.state !== 'over'
    this.state = 'over'
    if (!open) return new Uint8Array(0)
    const close = command(0, 'deleteStream', 0, null, this.streamId)
    return this.role === 'play'
      ? this.link.write(close)
      : this.link.write(command(0, 'FCUnpublish', 0, null, this.playPath), close)
  }

  private get playPath(): string {
    return this.target.query ? `${this.target.name}?${this.target.query}` : this.target.name
  }

  private connect(): Bytes {
    const { app, tcUrl } = this.target
    const common = { app, flashVer: this.options.flashVer, tcUrl }
    const object: Amf0Value =
      this.role === 'publish'
        ? { ...common, type: 'nonprivate' }
        : { ...common, fpad: false, capabilities: 15, audioCodecs: 4071, videoCodecs: 252, videoFunction: 1 }
    return concat([
      this.link.setChunkSize(this.options.chunkSize),
      this.link.write(command(0, 'connect', CONNECT, object)),
    ])
  }

  private handle(message: RtmpMessage, events: RtmpClientEvent[]): void {
    if (message.type === MESSAGE.commandAmf0 || message.type === MESSAGE.commandAmf3) {
      return this.handleCommand(parseCommand(message), events)
    }
    if (this.role !== 'play' || this.streamId === 0 || this.state !== 'started') return
    if (message.type === MESSAGE.userControl && u16(message.payload, 0) === USER_CONTROL.streamEof) {
      return this.end(events, 'StreamEOF', 'the server ended the stream')
    }
    for (const tag of tagsOf(message)) events.push({ type: 'media', tag })
  }

  private handleCommand(call: RtmpCommand, events: RtmpClientEvent[]): void {
    const info = call.args[0]
    if (call.name === '_result' && call.transaction === CONNECT) events.push(sendEvent(this.createStream()))
    else if (call.name === '_result' && call.transaction === CREATE_STREAM) {
      if (typeof info !== 'number') throw new RtmpError('malformed', 'RTMP: createStream was answered without a number')
      this.streamId = info
      events.push(sendEvent(this.open()))
    } else if (call.name === '_error') this.failed(call, events)
    else if (call.name === 'onStatus') this.status(info, events)
    else if (call.name === 'close') this.end(events, 'NetConnection.Connect.Closed', 'the server closed the connection')
  }

  /** Answers to releaseStream and FCPublish do not matter: many servers know neither. */
  private failed(call: RtmpCommand, events: RtmpClientEvent[]): void {
    if (call.transaction !== CONNECT && call.transaction !== CREATE_STREAM) return
    const info = call.args[0]
    this.end(events, textAt(info, 'code') || 'NetConnection.Call.Failed', textAt(info, 'description'))
  }

  private createStream(): Bytes {
    const create = command(0, 'createStream', CREATE_STREAM, null)
    if (this.role === 'play') return this.link.write(control(MESSAGE.windowAckSize, 2_500_000), create)
    const path = this.playPath
    const release = command(0, 'releaseStream', 2, null, path)
    return this.link.write(release, command(0, 'FCPublish', 3, null, path), create)
  }

  private open(): Bytes {
    const path = this.playPath
    if (this.role === 'publish') return this.link.write(command(this.streamId, 'publish', 5, null, path, 'live'))
    const buffer = userControl(USER_CONTROL.setBufferLength, this.streamId, 1000)
    return this.link.write(command(this.streamId, 'play', 5, null, path), buffer)
  }

  private status(info: Amf0Value, events: RtmpClientEvent[]): void {
    const code = textAt(info, 'code')
    const description = textAt(info, 'description')
    if (textAt(info, 'level') === 'error') return this.end(events, code, description)
    if (this.role === 'play' && PLAY_ENDED.has(code)) return this.end(events, code, description)
    const begins = this.role === 'publish' ? 'NetStream.Publish.Start' : 'NetStream.Play.Start'
    if (code !== begins || this.state !== 'opening') return
    this.state = 'started'
    events.push({ type: 'started' })
  }

  private end(events: RtmpClientEvent[], code: string, description: string): void {
    const type = this.state === 'started' ? 'ended' : 'refused'
    this.state = 'over'
    events.push({ type, code, description })
  }
}

const sendEvent = (bytes: Bytes): RtmpClientEvent => ({ type: 'send', bytes })
