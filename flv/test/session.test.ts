import fc from 'fast-check'
import type { FlvTag, RtmpRequest } from '../src/index'
import {
  ChunkReader,
  ChunkWriter,
  Handshake,
  MESSAGE,
  RtmpClientSession,
  RtmpError,
  RtmpServerSession,
  decodeAmf0,
  encodeAmf0,
  parseRtmpUrl,
  writeMetadata,
} from '../src/index'
import { Conversation, yes } from './support/conversation'
import { applyDamage, cut, damage, places } from './support/split'

const video: FlvTag = { type: 'video', timestamp: 0x1000001, payload: new Uint8Array(100_000).fill(9) }
const meta: FlvTag = { type: 'script', timestamp: 0, payload: writeMetadata({ width: 64 }) }

/** A raw client: chunks in, decoded commands out. */
class RawClient {
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

describe('a client publishes', () => {
  test('everything in order, metadata and timestamps intact', () => {
    const talk = new Conversation('publish')
    expect(talk.clientEvents).toEqual([{ type: 'started' }])
    expect(talk.serverEvents).toMatchObject([
      { request: { kind: 'connect', app: 'live', tcUrl: 'rtmp://host/live' } },
      { request: { kind: 'publish', app: 'live', name: 'name', query: 'token=a' } },
    ])
    talk.toServer(talk.client.media(meta))
    talk.toServer(talk.client.media(video))
    talk.toServer(talk.client.stop())
    expect(talk.serverEvents.slice(2)).toEqual([
      { type: 'media', tag: meta },
      { type: 'media', tag: video },
      { type: 'stop', kind: 'publish' },
    ])
  })

  test('refused: the client hears code and text, and nothing it sends comes out as media', () => {
    const talk = new Conversation('publish', (session, request) =>
      request.kind === 'connect'
        ? session.accept(request)
        : session.refuse(request, 'NetStream.Publish.BadName', 'taken'),
    )
    expect(talk.clientEvents).toEqual([{ type: 'refused', code: 'NetStream.Publish.BadName', description: 'taken' }])
    const stubborn = new ChunkWriter().write(
      { type: 9, streamId: 1, timestamp: 0, payload: video.payload.slice(0, 90) },
      6,
    )
    expect(talk.server.push(stubborn)).toEqual([])
    expect(() => talk.client.media(video)).toThrow(RtmpError)
  })

  test('refused at connect', () => {
    const talk = new Conversation('publish', (session, request) =>
      session.refuse(request, 'NetConnection.Connect.InvalidApp', 'no'),
    )
    expect(talk.clientEvents).toEqual([
      { type: 'refused', code: 'NetConnection.Connect.InvalidApp', description: 'no' },
    ])
  })

  test('thrown out later', () => {
    const talk = new Conversation('publish')
    talk.toClient(talk.server.revoke('NetStream.Publish.Denied', 'kicked'))
    expect(talk.clientEvents.at(-1)).toEqual({ type: 'ended', code: 'NetStream.Publish.Denied', description: 'kicked' })
    talk.toServer(new ChunkWriter().write({ type: 9, streamId: 1, timestamp: 0, payload: Uint8Array.of(1) }, 6))
    expect(talk.serverEvents.filter((event) => event.type === 'media')).toEqual([])
  })
})

describe('a client plays', () => {
  test('media until the end of the stream', () => {
    const talk = new Conversation('play')
    expect(talk.serverEvents.at(-1)).toMatchObject({ request: { kind: 'play', name: 'name', query: 'token=a' } })
    talk.clientEvents.length = 0
    talk.toClient(talk.server.media(video))
    talk.toClient(talk.server.endPlay())
    expect(talk.clientEvents[0]).toEqual({ type: 'media', tag: video })
    expect(talk.clientEvents[1]).toMatchObject({ type: 'ended', code: 'StreamEOF' })
    expect(talk.clientEvents).toHaveLength(2)
    expect(() => talk.server.media(video)).toThrow(RtmpError)
  })

  test('begins with "started"', () => {
    expect(new Conversation('play').clientEvents[0]).toEqual({ type: 'started' })
  })

  test('refused', () => {
    const talk = new Conversation('play', (session, request) =>
      request.kind === 'connect'
        ? yes(session, request)
        : session.refuse(request, 'NetStream.Play.StreamNotFound', 'none'),
    )
    expect(talk.clientEvents).toMatchObject([{ type: 'refused', code: 'NetStream.Play.StreamNotFound' }])
  })
})

describe('the server', () => {
  test('says nothing before the owner has, and holds back what comes meanwhile', () => {
    const client = new RawClient()
    expect(client.call(0, 'connect', 1, { app: 'live/?a=b' })).toEqual([])
    expect(client.call(0, 'createStream', 2, null)).toEqual([])
    const replies = client.answer(yes)
    expect(replies.map((reply) => reply[0])).toEqual([5, 6, '_result', '_result'])
    expect(replies.at(-1)).toEqual(['_result', 2, null, 1])
    expect(client.requests[0]).toMatchObject({ app: 'live', query: 'a=b' })
    expect(client.call(1, 'publish', 3, null, 'n')).toEqual([])
    expect(client.send(MESSAGE.audio, 1, Uint8Array.of(1))).toEqual([])
    const [request] = client.requests.slice(1)
    const events = client.session.accept(request as RtmpRequest)
    expect(events.at(-1)).toMatchObject({ type: 'media', tag: { type: 'audio' } })
    expect(request).toMatchObject({ name: 'n', query: 'a=b' })
  })

  test('holds back only so much', () => {
    const session = new RtmpServerSession({ maxHeld: 1000 })
    session.push(Handshake.hello())
    session.push(new Uint8Array(1536))
    const writer = new ChunkWriter()
    const payload = encodeAmf0(['connect', 1, { app: 'live' }])
    session.push(writer.write({ type: 20, streamId: 0, timestamp: 0, payload }, 3))
    const more = writer.write({ type: 8, streamId: 0, timestamp: 0, payload: new Uint8Array(1000) }, 4)
    expect(() => session.push(more)).toThrow(expect.objectContaining({ code: 'too-large' }))
  })

  test('answers a request once', () => {
    const client = new RawClient().connect()
    expect(() => client.answer(yes)).toThrow(expect.objectContaining({ code: 'state' }))
  })

  test('FMLE: releaseStream, FCPublish, onFCPublish only after the yes, FCUnpublish', () => {
    const client = new RawClient().connect()
    expect(client.call(0, 'releaseStream', 2, null, 'n')).toEqual([['_result', 2, null, undefined]])
    expect(client.call(0, 'FCPublish', 3, null, 'n')).toEqual([['_result', 3, null, undefined]])
    client.call(0, 'createStream', 4, null)
    expect(client.call(1, 'publish', 5, null, 'n', 'live')).toEqual([])
    const names = client.answer(yes).map((reply) => reply[0])
    expect(names).toEqual(['onFCPublish', 4, 'onStatus'])
    expect(client.call(0, 'FCUnpublish', 6, null, 'n').map((reply) => reply[0])).toEqual(['onFCUnpublish', 'onStatus'])
  })

  test('a player: stream length 0, pause and play again, no seeking, unknown calls refused, some ignored', () => {
    const client = new RawClient().connect()
    client.call(0, 'createStream', 2, null)
    expect(client.call(0, 'getStreamLength', 3, null, 'n')).toEqual([['_result', 3, null, 0]])
    client.call(1, 'play', 0, null, 'n')
    const names = client.answer(yes).map((reply) => reply[0])
    expect(names).toEqual([4, 'onStatus', 'onStatus', 18, 18])
    const code = (reply: unknown[][]) => (reply[0]?.[3] as { code: string }).code
    expect(code(client.call(1, 'pause', 0, null, true, 0))).toBe('NetStream.Pause.Notify')
    expect(code(client.call(1, 'pause', 0, null, false, 0))).toBe('NetStream.Unpause.Notify')
    expect(code(client.call(1, 'seek', 0, null, 5))).toBe('NetStream.Seek.Failed')
    expect(code(client.call(0, 'doMagic', 9, null))).toBe('NetConnection.Call.Failed')
    expect(client.call(0, 'doMagic', 0, null)).toEqual([])
    expect(client.call(1, 'receiveAudio', 4, null, false)).toEqual([])
  })

  test('pings are answered, bytes acknowledged when the peer asks for it', () => {
    const client = new RawClient().connect()
    expect(client.send(MESSAGE.userControl, 0, Uint8Array.of(0, 6, 1, 2, 3, 4))).toEqual([[4, '000701020304']])
    client.send(MESSAGE.windowAckSize, 0, Uint8Array.of(0, 0, 4, 0))
    const replies = client.send(MESSAGE.audio, 0, new Uint8Array(2000))
    expect(replies).toHaveLength(1)
    expect(replies[0]?.[0]).toBe(MESSAGE.ack)
    expect(client.send(MESSAGE.audio, 0, new Uint8Array(500))).toEqual([])
  })

  test.each<[string, (client: RawClient) => unknown[][]]>([
    ['publish without a name', (client) => client.call(1, 'publish', 3, null)],
    ['publish on a stream that was not created', (client) => client.call(5, 'publish', 3, null, 'n')],
    ['play without a name', (client) => client.call(1, 'play', 3, null, '?a=b')],
  ])('%s: an error status, nobody is asked', (_name, run) => {
    const client = new RawClient().connect()
    client.call(0, 'createStream', 2, null)
    expect(run(client)).toMatchObject([['onStatus', 0, null, { level: 'error' }]])
    expect(client.requests).toHaveLength(1)
  })

  test.each<[string, (client: RawClient) => unknown]>([
    ['a command before connect', (client) => client.call(0, 'createStream', 1, null)],
    ['connect twice', (client) => client.connect().call(0, 'connect', 1, {})],
    ['a command without a name', (client) => client.call(0, 5)],
    ['a command that is no AMF0', (client) => client.send(20, 0, Uint8Array.of(2, 0, 9))],
    [
      'too many streams',
      (client) => {
        client.connect()
        for (let i = 0; i < 9; i++) client.call(0, 'createStream', 2, null)
      },
    ],
  ])('%s: an RtmpError', (_name, run) => {
    expect(() => run(new RawClient())).toThrow(RtmpError)
  })

  test('aggregate messages are taken apart, AMF3 wrappings unwrapped', () => {
    const client = new RawClient().connect()
    client.send(MESSAGE.commandAmf3, 0, Uint8Array.from([0, ...encodeAmf0(['createStream', 2, null])]))
    client.call(1, 'publish', 3, null, 'n')
    client.answer(yes)
    const sub = (type: number, time: number, byte: number) => [type, 0, 0, 1, 0, 0, time, 0, 0, 0, 0, byte, 0, 0, 0, 12]
    const payload = Uint8Array.from([...sub(8, 10, 1), ...sub(9, 30, 2)])
    const writer = new ChunkWriter()
    const push = (type: number, body: Uint8Array) =>
      client.session.push(writer.write({ type, streamId: 1, timestamp: 500, payload: body }, 7))
    expect(push(MESSAGE.aggregate, payload)).toMatchObject([
      { tag: { type: 'audio', timestamp: 500, payload: Uint8Array.of(1) } },
      { tag: { type: 'video', timestamp: 520, payload: Uint8Array.of(2) } },
    ])
    expect(() => push(MESSAGE.aggregate, payload.slice(0, 20))).toThrow(RtmpError)
  })
})

describe('fuzz', () => {
  const recorded = new Conversation('publish')
  recorded.toServer(recorded.client.media(meta))
  recorded.toServer(recorded.client.media({ ...video, payload: new Uint8Array(300) }))
  const bytes = new Uint8Array(Buffer.concat(recorded.sent))

  /** Only what follows the handshake is worth damaging. */
  const HANDSHAKE = 1 + 1536 * 2

  function serve(parts: Uint8Array[]): number {
    const session = new RtmpServerSession({ maxMessageSize: 1 << 16 })
    let media = 0
    const run = (events: ReturnType<RtmpServerSession['push']>): void => {
      for (const event of events) {
        if (event.type === 'media') media++
        if (event.type === 'request') run(session.accept(event.request))
      }
    }
    for (const part of parts) run(session.push(part))
    return media
  }

  test('a recorded conversation survives any split', () => {
    fc.assert(fc.property(places, (where) => expect(serve(cut(bytes, where))).toBe(2)))
  })

  test('a damaged one gives events or an RtmpError', () => {
    fc.assert(
      fc.property(damage, places, (how, where) => {
        const damaged = Buffer.concat([bytes.slice(0, HANDSHAKE), applyDamage(bytes.slice(HANDSHAKE), how)])
        try {
          expect(serve(cut(damaged, where))).toBeGreaterThanOrEqual(0)
        } catch (error) {
          if (!(error instanceof RtmpError)) throw error
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('a client stands a damaged server as well', () => {
    const parts: Uint8Array[] = []
    const talk = new Conversation('play', (session, request) => {
      const events = session.accept(request)
      for (const event of events) if (event.type === 'send') parts.push(event.bytes)
      return events
    })
    parts.push(talk.server.media(meta), talk.server.endPlay())
    const hello = new Uint8Array(HANDSHAKE)
    hello[0] = 3
    fc.assert(
      fc.property(damage, places, (how, where) => {
        const client = new RtmpClientSession({ url: 'rtmp://h/live/n', role: 'play' })
        try {
          client.push(hello)
          for (const part of cut(applyDamage(new Uint8Array(Buffer.concat(parts)), how), where)) {
            expect(client.push(part)).toBeInstanceOf(Array)
          }
        } catch (error) {
          if (!(error instanceof RtmpError)) throw error
        }
      }),
      { numRuns: 500 },
    )
  })
})

test.each([
  ['rtmp://a.b/live/n', { host: 'a.b', port: 1935, app: 'live', name: 'n', query: '', tcUrl: 'rtmp://a.b/live' }],
  ['rtmp://a:19/live/d/n?k=v?w', { port: 19, name: 'd/n', query: 'k=v?w', tcUrl: 'rtmp://a:19/live' }],
  ['rtmp://[::1]:19/live/n', { host: '::1', port: 19, tcUrl: 'rtmp://[::1]:19/live' }],
])('%s', (url, parts) => {
  expect(parseRtmpUrl(url)).toMatchObject(parts)
})

test.each(['http://a/live/n', 'rtmp://a/live', 'rtmp://a:99999/live/n', 'rtmp://'])('%s is no RTMP URL', (url) => {
  expect(() => parseRtmpUrl(url)).toThrow(RtmpError)
})
