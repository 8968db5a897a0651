import type { RtmpRequest } from '../src/index'
import { ChunkWriter, Handshake, MESSAGE, RtmpError, RtmpServerSession, encodeAmf0 } from '../src/index'
import { yes } from './support/conversation'
import { RawClient } from './support/raw-client'

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
