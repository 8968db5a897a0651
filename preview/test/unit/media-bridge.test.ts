/** The bridge over real sockets: whom it lets in, what it refuses, and that streams pass both ways. */
import { FlvDemuxer, writeAvcTag, writeFlvHeader, writeFlvTag, writeMetadata } from '@lianmai/flv'
import { createServer, type Server } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { WebSocket } from 'ws'
import { createRelay } from '../../../gateway/src/media/relay'
import type { MediaRelay, MediaVerdict } from '../../../gateway/src/media/types'
import { MEDIA_BRIDGE_PATH } from '../../host/settings'
import { createBridge, type Bridge } from '../../src/bridge'
import { isSameOrigin } from '../../src/bridge/origin'

let server: Server
let bridge: Bridge
let relay: MediaRelay
let host: string
let rtmp: string
let verdict: MediaVerdict
let foreign: string[]

beforeEach(async () => {
  verdict = { ok: true }
  foreign = []
  relay = createRelay({
    hooks: { authorize: () => Promise.resolve(verdict), published: () => undefined, unpublished: () => undefined },
  })
  bridge = createBridge({ allow: (url) => url.hostname !== 'forbidden.test' })
  server = createServer((request, response) => {
    if (!relay.handleHttp(request, response)) response.writeHead(404).end()
  })
  server.on('upgrade', (request, socket, head) => {
    if (bridge.handleUpgrade(request, socket, head)) return
    foreign.push(request.url!)
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  rtmp = `rtmp://127.0.0.1:${await relay.listenRtmp(0, '127.0.0.1')}`
})

afterEach(async () => {
  await bridge.close()
  await relay.close()
  await new Promise((resolve) => server.close(resolve))
})

function open(action: string, url: string, origin = `http://${host}`): WebSocket {
  const query = new URLSearchParams({ action, url })
  return new WebSocket(`ws://${host}${MEDIA_BRIDGE_PATH}?${query}`, 'publish', { origin })
}

const closed = (socket: WebSocket): Promise<[code: number, reason: string]> =>
  new Promise((resolve) => socket.on('close', (code, reason) => resolve([code, String(reason)])))

const said = (socket: WebSocket): Promise<string> =>
  new Promise((resolve) => socket.on('message', (data, binary) => binary || resolve(String(data))))

function stream(): Buffer {
  const tags = [
    { type: 'script' as const, timestamp: 0, payload: writeMetadata({ width: 16 }) },
    { type: 'video' as const, timestamp: 0, payload: writeAvcTag({ data: Uint8Array.of(1, 2), key: true }) },
  ]
  return Buffer.concat([writeFlvHeader(), ...tags.map(writeFlvTag)])
}

/** Resolves with the first video payload that comes out. */
function firstPicture(socket: WebSocket): Promise<Uint8Array> {
  const demuxer = new FlvDemuxer()
  return new Promise((resolve) =>
    socket.on('message', (data: Buffer) => {
      for (const tag of demuxer.push(data)) if (tag.type === 'video') resolve(tag.payload)
    }),
  )
}

test('what is pushed over RTMP through the bridge comes back over RTMP and HTTP-FLV through the bridge', async () => {
  const publisher = open('publish', `${rtmp}/live/a?sign=1`)
  publisher.on('open', () => publisher.send(stream()))
  expect(await said(publisher)).toBe('{"t":"published"}')
  const players = [open('play', `${rtmp}/live/a`), open('play', `http://${host}/live/a.flv`)]
  const pictures = await Promise.all(players.map(firstPicture))
  expect(pictures.map((payload) => [...payload.subarray(5)])).toEqual([
    [1, 2],
    [1, 2],
  ])
  const ends = Promise.all(players.map(closed))
  publisher.close()
  expect((await ends).map(([code]) => code)).toEqual([1000, 1000])
}, 20_000)

test('a refusal by the media server reaches the page with its reason', async () => {
  verdict = { ok: false, code: 'forbidden', why: 'not your stream' }
  const [code, reason] = await closed(open('publish', `${rtmp}/live/a`))
  expect(code).toBe(4403)
  expect(reason).toContain('not your stream')
})

test.each([
  ['copy', 'rtmp://h/live/a', 4400, 'action must be'],
  ['play', 'nonsense', 4400, 'is not a URL'],
  ['play', 'rtmp://host-only', 4400, 'rtmp://host[:port]/app/name'],
  ['play', 'file:///etc/passwd', 4415, 'not supported'],
  ['publish', 'http://h/live/a.flv', 4415, 'can only be played'],
  ['play', 'rtmp://forbidden.test/live/a', 4403, 'not allowed'],
])('%s of %s is refused with %d', async (action, url, code, reason) => {
  const [got, why] = await closed(open(action, url))
  expect(got).toBe(code)
  expect(why).toContain(reason)
})

test('a server that is not there, and one that speaks something else', async () => {
  const other = createTcpServer((socket) =>
    socket
      .on('error', () => undefined)
      .resume()
      .end('HTTP/1.1 400 Bad Request\r\n\r\n'.padEnd(4000)),
  )
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  const [garbage] = await closed(open('play', `rtmp://127.0.0.1:${port}/live/a`))
  await new Promise((resolve) => other.close(resolve))
  const [nobody] = await closed(open('play', `rtmp://127.0.0.1:${port}/live/a`))
  const [status, why] = await closed(open('play', `http://${host}/nothing.flv`))
  expect([garbage, nobody, status]).toEqual([4422, 4502, 4403])
  expect(why).toContain('answered 404')
})

test('what is no FLV from a page ends its own push and nothing else', async () => {
  const publisher = open('publish', `${rtmp}/live/b`)
  publisher.on('open', () => publisher.send(Buffer.from('garbage garbage')))
  expect((await closed(publisher))[0]).toBe(4422)
  const next = open('publish', `${rtmp}/live/b`)
  expect(await said(next)).toBe('{"t":"published"}')
  next.close()
}, 20_000)

test('pages of other origins get no socket; upgrades for others are left alone', async () => {
  const refused = open('play', `${rtmp}/live/a`, 'http://evil.test')
  const status = await new Promise((resolve) => refused.on('error', (error) => resolve(error.message)))
  expect(status).toContain('403')
  const vite = new WebSocket(`ws://${host}/?token=x`)
  await new Promise((resolve) => vite.on('error', resolve))
  expect(foreign).toEqual(['/?token=x'])
})

test.each([
  [{ host: '127.0.0.1:5173', origin: 'http://127.0.0.1:5173' }, true],
  [{ host: 'localhost:5173', origin: 'http://localhost:5173' }, true],
  [{ host: '[::1]:5173', origin: 'http://[::1]:5173' }, true],
  [{ host: 'dev.example:5173', origin: 'http://dev.example:5173' }, true],
  [{ host: 'evil.test:5173', origin: 'http://evil.test:5173' }, false],
  [{ host: '127.0.0.1:5173', origin: 'http://127.0.0.1:8080' }, false],
  [{ host: '127.0.0.1:5173', origin: 'null' }, false],
  [{ host: '127.0.0.1:5173' }, true],
])('%j may use it: %s', (headers, expected) => {
  expect(isSameOrigin(headers, ['dev.example'])).toBe(expected)
})
