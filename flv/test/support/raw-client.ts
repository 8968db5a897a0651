import type { RtmpRequest } from '../../src/index'
import {
  ChunkReader,
  ChunkWriter,
  Handshake,
  MESSAGE,
  RtmpServerSession,
  decodeAmf0,
  encodeAmf0,
} from '../../src/index'
import { yes } from './conversation'

/** A raw client: chunks in, decoded commands out. */
export class RawClient {
  readonly session = new RtmpServerSession()
  private readonly writer = new ChunkWriter()
  private readonly reader = new ChunkReader()
  readonly requests: RtmpRequest[] = []

  constructor() {
    this.session.push(Handshake.hello())
    this.session.push(new Uint8Array(1536))
  }

  send(type: number, streamId: number, payload: Uint8Array): unknown[][] {
    return this.replies(this.session.push(this.writer.write({ type, streamId, timestamp: 0, payload }, 3)))
  }

  call(streamId: number, ...values: Parameters<typeof encodeAmf0>[0]): unknown[][] {
    return this.send(MESSAGE.commandAmf0, streamId, encodeAmf0(values))
  }

  /** Commands as values; other messages as their type number and bytes. */
  replies(events: ReturnType<RtmpServerSession['push']>): unknown[][] {
    const bytes = events.flatMap((event) => (event.type === 'send' ? [event.bytes] : []))
    for (const event of events) if (event.type === 'request') this.requests.push(event.request)
    return bytes
      .flatMap((part) => this.reader.push(part))
      .map(({ type, payload }) => (type === 20 ? decodeAmf0(payload) : [type, Buffer.from(payload).toString('hex')]))
  }

  connect(): this {
    this.call(0, 'connect', 1, { app: 'live' })
    this.answer(yes)
    return this
  }

  answer(how: typeof yes): unknown[][] {
    const request = this.requests.at(-1)
    if (!request) throw new Error('no request')
    return this.replies(how(this.session, request))
  }
}
