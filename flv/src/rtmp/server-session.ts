import type { Amf0Value } from '../amf0'
import type { Bytes } from '../bytes'
import { RtmpError } from '../errors'
import type { FlvTag } from '../tag'
import { RtmpLink } from './link'
import { tagsOf } from './media'
import type { RtmpCommand, RtmpMessage } from './message'
import { MESSAGE, USER_CONTROL, command, onStatus, parseCommand, textAt, userControl } from './message'
import * as replies from './server-replies'
import type { RtmpRequest, RtmpServerEvent, RtmpServerOptions } from './server-types'
import { splitQuery } from './url'

const MAX_STREAMS = 8

interface Waiting {
  request: RtmpRequest
  transaction: number
  streamId: number
}

/**
 * The server's side of one RTMP connection, without its socket:
 *
 *     handshake -> connect? -> accept -> createStream -> publish? | play? -> accept -> media ... -> stop -> publish? ...
 *
 * Where there is a `?` the session emits a request and goes no further until the owner answers. Nothing is confirmed
 * before, and no byte of media comes out of a publisher that was not accepted. A connection publishes or plays one
 * stream at a time.
 */
export class RtmpServerSession {
  private readonly link: RtmpLink
  private readonly options: Required<Pick<RtmpServerOptions, 'chunkSize' | 'windowAckSize' | 'maxHeld'>>
  private app: { name: string; query: string } | undefined
  private readonly streams = new Set<number>()
  private nextStream = 1
  private active: { kind: 'publish' | 'play'; streamId: number } | undefined
  private waiting: Waiting | undefined
  private held: RtmpMessage[] = []
  private heldBytes = 0
  /** FMLE and its kin wait for onFCPublish as well. */
  private fcPublish = false

  constructor(options: RtmpServerOptions = {}) {
    this.link = new RtmpLink('server', options)
    this.options = { chunkSize: 60_000, windowAckSize: 2_500_000, maxHeld: 8 << 20, ...options }
  }

  /** @throws RtmpError: the peer does not speak RTMP, or not properly; close its connection. */
  push(bytes: Uint8Array): RtmpServerEvent[] {
    const { messages, send } = this.link.push(bytes)
    const events = send.map(sendEvent)
    for (const message of messages) this.take(message, events)
    return events
  }

  /** Says yes to the request that was emitted last. The events may contain what had been held back. */
  accept(request: RtmpRequest): RtmpServerEvent[] {
    const { transaction, streamId } = this.settle(request)
    const events: RtmpServerEvent[] = []
    if (request.kind === 'connect') {
      this.app = { name: request.app, query: request.query }
      events.push(sendEvent(replies.connected(this.link, this.options, transaction)))
    } else {
      this.active = { kind: request.kind, streamId }
      const { link, fcPublish } = this
      const start = request.kind === 'publish' ? replies.publishing : replies.playing
      events.push(sendEvent(start(link, streamId, request.name, fcPublish)))
    }
    this.release(events)
    return events
  }

  /**
   * Says no. `code` is one of the protocol's, such as `NetStream.Publish.BadName`; people see `description`. The
   * caller is expected to close the connection after the bytes are out.
   */
  refuse(request: RtmpRequest, code: string, description: string): RtmpServerEvent[] {
    const { transaction, streamId } = this.settle(request)
    const info = { level: 'error', code, description }
    const message =
      request.kind === 'connect'
        ? command(0, '_error', transaction, null, info)
        : onStatus(streamId, 'error', code, description)
    // What a refused peer sent on meanwhile was built on a yes.
    this.held = []
    this.heldBytes = 0
    return [sendEvent(this.link.write(message))]
  }

  /** The bytes of a tag for an accepted player. */
  media(tag: FlvTag): Bytes {
    return this.link.media(this.activeStream('play'), tag)
  }

  /** The bytes that tell a player that its stream is over. */
  endPlay(): Bytes {
    const streamId = this.activeStream('play')
    this.active = undefined
    return replies.ended(this.link, streamId)
  }

  /** The bytes that tell a publisher or player that it has been thrown out. */
  revoke(code: string, description: string): Bytes {
    const streamId = this.active?.streamId ?? 0
    this.active = undefined
    return this.link.write(onStatus(streamId, 'error', code, description))
  }

  /** A ping; an attentive peer answers with a few bytes. */
  ping(timestamp: number): Bytes {
    return this.link.write(userControl(USER_CONTROL.ping, timestamp))
  }

  private activeStream(kind: 'publish' | 'play'): number {
    if (this.active?.kind !== kind) throw new RtmpError('state', `RTMP: no accepted ${kind} on this connection`)
    return this.active.streamId
  }

  private settle(request: RtmpRequest): Waiting {
    const waiting = this.waiting
    if (waiting?.request !== request) throw new RtmpError('state', 'RTMP: this request is not waiting for an answer')
    this.waiting = undefined
    return waiting
  }

  private take(message: RtmpMessage, events: RtmpServerEvent[]): void {
    if (!this.waiting) return this.handle(message, events)
    this.heldBytes += message.payload.length + 64
    if (this.heldBytes > this.options.maxHeld) throw new RtmpError('too-large', 'RTMP: sent on without an answer')
    this.held.push(message)
  }

  private release(events: RtmpServerEvent[]): void {
    const held = this.held
    this.held = []
    this.heldBytes = 0
    for (const message of held) this.take(message, events)
  }

  private handle(message: RtmpMessage, events: RtmpServerEvent[]): void {
    if (message.type === MESSAGE.commandAmf0 || message.type === MESSAGE.commandAmf3) {
      return this.handleCommand(parseCommand(message), message.streamId, events)
    }
    const { active } = this
    if (active?.kind !== 'publish' || active.streamId !== message.streamId) return
    for (const tag of tagsOf(message)) events.push({ type: 'media', tag })
  }

  private handleCommand(call: RtmpCommand, streamId: number, events: RtmpServerEvent[]): void {
    if (call.name === 'connect') return this.connect(call, events)
    if (!this.app) throw new RtmpError('malformed', `RTMP: "${call.name.slice(0, 40)}" before connect`)
    switch (call.name) {
      case 'createStream':
        return this.createStream(call, events)
      case 'publish':
      case 'play':
        return this.open(call.name, call, streamId, events)
      case 'deleteStream':
        return this.stop(typeof call.args[0] === 'number' ? call.args[0] : streamId, true, events)
      case 'closeStream':
        return this.stop(streamId, false, events)
      case 'FCUnpublish':
        events.push(sendEvent(this.link.write(replies.fcStatus('onFCUnpublish', 'NetStream.Unpublish.Success'))))
        return this.active?.kind === 'publish' ? this.stop(this.active.streamId, false, events) : undefined
      case 'pause':
        return this.pause(call, streamId, events)
      default: {
        if (call.name === 'FCPublish') this.fcPublish = true
        const reply = replies.toOther(call, streamId)
        if (reply) events.push(sendEvent(this.link.write(reply)))
      }
    }
  }

  private connect(call: RtmpCommand, events: RtmpServerEvent[]): void {
    if (this.app) throw new RtmpError('malformed', 'RTMP: connect twice')
    const [path, query] = splitQuery(textAt(call.object, 'app'))
    const app = path.replace(/\/+$/, '')
    const tcUrl = textAt(call.object, 'tcUrl')
    this.ask({ kind: 'connect', app, query, tcUrl, properties: call.object }, call.transaction, 0, events)
  }

  private createStream(call: RtmpCommand, events: RtmpServerEvent[]): void {
    if (this.streams.size >= MAX_STREAMS) throw new RtmpError('too-large', `RTMP: more than ${MAX_STREAMS} streams`)
    const id = this.nextStream++
    this.streams.add(id)
    events.push(sendEvent(this.link.write(command(0, '_result', call.transaction, null, id))))
  }

  private open(kind: 'publish' | 'play', call: RtmpCommand, streamId: number, events: RtmpServerEvent[]): void {
    const [name, query] = splitQuery(nameOf(call.args[0]))
    const fault = this.faultOf(name, streamId)
    if (fault) {
      const code = kind === 'publish' ? 'NetStream.Publish.BadName' : 'NetStream.Play.StreamNotFound'
      return void events.push(sendEvent(this.link.write(onStatus(streamId, 'error', code, fault))))
    }
    const { name: app, query: appQuery } = this.app ?? { name: '', query: '' }
    this.ask({ kind, app, name, query: query || appQuery }, call.transaction, streamId, events)
  }

  private faultOf(name: string, streamId: number): string | undefined {
    if (!this.streams.has(streamId)) return `there is no stream ${streamId}; call createStream first`
    if (this.active) return 'this connection has a stream already; open another connection'
    return name ? undefined : 'a stream name is needed'
  }

  private ask(request: RtmpRequest, transaction: number, streamId: number, events: RtmpServerEvent[]): void {
    this.waiting = { request, transaction, streamId }
    events.push({ type: 'request', request })
  }

  private stop(streamId: number, forget: boolean, events: RtmpServerEvent[]): void {
    if (forget) this.streams.delete(streamId)
    if (this.active?.streamId !== streamId) return
    const { kind } = this.active
    this.active = undefined
    events.push(sendEvent(this.link.write(replies.stopped(kind, streamId))), { type: 'stop', kind })
  }

  private pause(call: RtmpCommand, streamId: number, events: RtmpServerEvent[]): void {
    if (this.active?.kind !== 'play' || this.active.streamId !== streamId) return
    const paused = call.args[0] === true
    events.push({ type: 'pause', paused }, sendEvent(this.link.write(replies.paused(paused, streamId))))
  }
}

const sendEvent = (bytes: Bytes): RtmpServerEvent => ({ type: 'send', bytes })
const nameOf = (value: Amf0Value): string => (typeof value === 'string' ? value : '')
