/** What comes to the HTTP port and is no room socket; somebody in a room notices nothing. */
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Gateway } from '../src/index'
import { enter, startGateway, type TestClient } from './client'

let gateway: Gateway
let witness: TestClient

beforeEach(async () => {
  gateway = await startGateway()
  witness = await enter(gateway, 'witness', 'anchor')
})

afterEach(async () => {
  await witness.do('r', { k: 'chat', d: { text: 'still here' } })
  await gateway.close()
})

describe('plain HTTP', () => {
  async function raw(text: string): Promise<string> {
    const { port } = new URL(gateway.urls.http)
    const socket = connect(Number(port), '127.0.0.1')
    let answer = ''
    socket.on('data', (data) => (answer += data.toString()))
    socket.on('error', () => undefined)
    socket.end(text)
    await once(socket, 'close')
    return answer
  }

  test.each([
    ['garbage', '\x00\x01\x02 garbage\r\n\r\n', 400],
    ['TLS to the plain port', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc', 400],
    ['an upgrade to something else', 'GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n', 400],
    ['a WebSocket without key', 'GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n', 400],
    ['a page that is not', 'GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 404],
    ['GET where a socket belongs', 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 426],
    ['writing to health', 'POST /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 405],
  ])('%s: %#', async (_, request, status) => {
    expect(await raw(request)).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  })

  test('/healthz tells the figures', async () => {
    const response = await fetch(`${gateway.urls.http}/healthz`)
    expect(await response.json()).toEqual({
      ok: true,
      rooms: 1,
      connections: 1,
      streams: 0,
      uptime: expect.any(Number),
    })
  })
})
