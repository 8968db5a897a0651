/** deploy/nginx.conf in front of two gateways: the real nginx. */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { lineReport, type Gateway } from '../src/index'
import { startGateway, TestClient, tokenFor } from './client'
import { findNginx, startFront, type Front } from './support/front'
import { openRtmp, openWs, playHttp } from './support/peers'
import { recording } from './support/relay'

jest.setTimeout(30_000)

const nginx = findNginx()
const lines: string[] = []
let one: Gateway
let other: Gateway
let front: Front

const through = (): Gateway => ({ urls: { ws: front.outside.replace('http', 'ws') } }) as Gateway
const port = (gateway: Gateway): number => Number(new URL(gateway.urls.http).port)

async function start(): Promise<void> {
  const report = lineReport('json', 'debug', (line) => lines.push(line))
  const options = { trustedProxies: 1, report, shutdown: { drainSpread: 0 } }
  ;[one, other] = await Promise.all([startGateway(options), startGateway(options)])
  front = await startFront(nginx as string, [port(one), port(other)])
}

async function stop(): Promise<void> {
  await front.close()
  await Promise.all([one.close(), other.close()])
}

function behindNginx(): void {
  beforeAll(start)
  afterAll(stop)

  test('rooms: WebSocket passes, and the gateway knows the address that nginx saw, not what the client made up', async () => {
    const socket = new WebSocket(through().urls.ws, { headers: { 'x-forwarded-for': '203.0.113.9' } })
    await once(socket, 'open')
    socket.send(JSON.stringify({ t: 'hi', v: 1, tok: tokenFor('ann', 'anchor'), pk: 'pk' }))
    const [data] = (await once(socket, 'message')) as [Buffer]
    expect(JSON.parse(data.toString())).toMatchObject({ t: 'yo', u: 'ann' })
    socket.close()
    const opened = lines.filter((line) => line.includes('"socket.open"'))
    expect(opened.at(-1)).toContain('"ip":"127.0.0.1"')
    expect(lines.join('')).not.toContain('203.0.113.9')
  })

  test('HTTP-FLV and WS-FLV: frames come while the stream goes on, not when a buffer is full', async () => {
    const stream = new Promise<string>((resolve) => one.on('stream', ({ flv }) => resolve(flv)))
    const publisher = openRtmp(one.ingestUrl('r', 'cam'), 'publish')
    await publisher.events.first((event) => event.type === 'started')
    publisher.send(...recording().slice(0, 5))
    const { pathname, search } = new URL(await stream)
    const http = playHttp(`${front.outside}${pathname}${search}`)
    const ws = openWs(`${through().urls.ws}${pathname}${search}`)
    await Promise.all([http.tags.count(3), ws.tags.count(3)])
    publisher.send(...recording().slice(5, 8))
    const [byHttp, byWs] = await Promise.all([http.tags.count(6), ws.tags.count(6)])
    expect(byHttp.map(({ type }) => type)).toEqual(byWs.map(({ type }) => type))
    http.stop()
    ws.stop()
    publisher.socket.destroy()
  })

  test('what is for inside stays inside; hooks pass where media servers call', async () => {
    for (const path of ['/hooks/srs1/secret', '/metrics', '/dev/token']) {
      expect([path, (await fetch(front.outside + path)).status]).toEqual([path, 404])
    }
    expect((await fetch(`${front.outside}/readyz`)).status).toBe(200)
    const hook = await fetch(`${front.inside}/hooks/srs1/secret`, { method: 'POST', body: '{}' })
    // Of the gateway, which has no such server.
    expect([hook.status, await hook.json()]).toMatchObject([403, { error: { code: 'forbidden' } }])
    expect((await fetch(`${front.inside}/readyz`)).status).toBe(404)
  })

  test('signatures and tokens are not in its log', async () => {
    // The second is answered when the first one's line is written: there is one worker.
    for (let i = 0; i < 2; i++) await fetch(`${front.outside}/live/x~y~z.flv?t=1&s=MARK`)
    expect(front.log()).toContain('/live/x~y~z.flv')
    expect(front.log()).not.toContain('MARK')
  })

  test('one gateway stops: newcomers come to the other one, everybody at once', async () => {
    await one.close()
    const clients = await Promise.all(Array.from({ length: 12 }, () => TestClient.connect(through())))
    await Promise.all(clients.map((client, i) => client.hi(tokenFor(`user${i}`, 'audience'))))
    expect(other.health().connections).toBe(12)
    for (const { socket } of clients) socket.terminate()
  })
}

describe('nginx', () => {
  if (nginx !== undefined) behindNginx()
  else test('is not on this machine', () => expect(findNginx()).toBeUndefined())
})
