/** Every limit, at its number: who is beyond it gets the documented answer, who is within it notices nothing. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { WebSocket } from 'ws'
import type { Gateway, GatewayOptions } from '../src/index'
import { enter, startGateway, TestClient, tokenFor } from './client'

type Connections = NonNullable<GatewayOptions['connections']>

let gateway: Gateway
const start = async (connections: Connections, more: GatewayOptions = {}): Promise<Gateway> =>
  (gateway = await startGateway({ connections, ...more }))

afterEach(() => gateway.close())

const chat = (text: string) => ({ k: 'chat', d: { text } }) as const

describe('one user', () => {
  test('commands over all connections together: rate-limited with a wait, and the next user is not', async () => {
    const now = Date.now()
    await start({ userCommands: { burst: 6, perSecond: 10 } }, { now: () => now })
    // Each joining takes one of six.
    const [one, other] = [await enter(gateway, 'ann', 'anchor', 'a'), await enter(gateway, 'ann', 'anchor', 'b')]
    const answers = []
    for (const client of [one, other, one, other, one, other]) {
      const room = client === one ? 'a' : 'b'
      answers.push(await client.outcome(client.post(room, chat('x'))))
    }
    expect(answers.map(({ t }) => t)).toEqual(['ok', 'ok', 'ok', 'ok', 'no', 'no'])
    expect(answers[4]).toMatchObject({ c: 'rate-limited', wait: 100 })
    await (await enter(gateway, 'bob', 'anchor', 'a')).do('a', chat('x'))
  })

  test('as many connections as one user may have: 1013 with a retry; one gone makes room', async () => {
    await start({ maxPerUser: 2 })
    const first = await enter(gateway, 'ann', 'anchor', 'a')
    await enter(gateway, 'ann', 'anchor', 'b')
    const third = await TestClient.connect(gateway)
    third.send({ t: 'hi', v: 1, tok: tokenFor('ann', 'anchor'), pk: 'pk' })
    expect(await third.next('bye')).toMatchObject({ c: 'full', retry: 5_000 })
    expect(await third.closed).toBe(1013)
    await enter(gateway, 'bob', 'anchor', 'a')
    first.socket.close()
    await first.closed
    await enter(gateway, 'ann', 'anchor', 'a')
  })
})

describe('one connection', () => {
  test('rooms: forbidden beyond, and leaving one makes room', async () => {
    await start({ maxRooms: 2 })
    const ann = await enter(gateway, 'ann', 'anchor', 'a')
    await ann.join('b')
    ann.send({ t: 'join', r: 'c' })
    expect(await ann.next('refused')).toMatchObject({ r: 'c', c: 'forbidden' })
    ann.send({ t: 'leave', r: 'a' })
    await ann.join('c')
  })

  test('frame size, where another one is set: 1009 a byte beyond it', async () => {
    await start({ frameBytes: 2048 })
    const ann = await enter(gateway, 'ann', 'anchor')
    const frame = (text: string) =>
      JSON.stringify({ t: 'do', n: 1, r: 'r', k: 'command', d: { command: 'x', data: text } })
    ann.socket.send(frame('x'.repeat(2048 - frame('').length)))
    expect((await ann.next('ok')).n).toBe(1)
    ann.socket.send(frame('x'.repeat(2049 - frame('').length)))
    expect((await ann.next('bye')).c).toBe('too-large')
    expect(await ann.closed).toBe(1009)
  })

  test('frames: exactly the burst, then 4429; a neighbour goes on', async () => {
    const now = Date.now()
    await start({ frames: { burst: 10, perSecond: 1 } }, { now: () => now })
    const [ann, bob] = [await enter(gateway, 'ann', 'anchor'), await enter(gateway, 'bob', 'audience')]
    // hi and join were two of ten.
    for (let i = 0; i < 8; i++) ann.send({ t: 'ping' })
    for (let i = 0; i < 8; i++) await ann.next('pong')
    ann.send({ t: 'ping' })
    expect(await ann.next('bye')).toMatchObject({ c: 'flood', retry: 10_000 })
    expect(await ann.closed).toBe(4429)
    await bob.do('r', chat('undisturbed'))
  })
})

describe('the gateway', () => {
  test('connections, exactly, out of many that come at once', async () => {
    await start({ maxConnections: 10 })
    const sockets = await Promise.all(Array.from({ length: 30 }, () => TestClient.connect(gateway)))
    const full = sockets.map((client) => client.next('bye').then(({ c }) => c))
    expect(gateway.health().connections).toBe(10)
    const told: string[] = []
    for (const bye of full)
      void bye.then(
        (c) => told.push(c),
        () => undefined,
      )
    await Promise.all(sockets.slice(10).map(({ closed }) => closed))
    expect(told).toEqual(new Array(20).fill('full'))
    expect(gateway.health().connections).toBe(10)
    await sockets[0]?.hi(tokenFor('ann', 'anchor'))
  })

  test('rooms: busy beyond, for as long as none is forgotten; those that are open go on', async () => {
    await start({ frames: { burst: 1e6, perSecond: 1e6 } }, { rooms: { maxRooms: 2, evictAfter: 10 } })
    const ann = await enter(gateway, 'ann', 'anchor', 'a')
    await ann.join('b')
    ann.send({ t: 'join', r: 'c' })
    expect(await ann.next('refused')).toMatchObject({ r: 'c', c: 'busy' })
    await ann.do('b', chat('still here'))
    ann.send({ t: 'leave', r: 'a' })
    while (gateway.health().rooms > 1) await ann.settle()
    await ann.join('c')
  })

  test('one address, as a trusted proxy tells it: 1013 beyond; made-up hops count for nothing', async () => {
    await start({ maxPerIp: 2 }, { trustedProxies: 1 })
    const come = async (forwarded: string) => {
      const socket = new WebSocket(gateway.urls.ws, { headers: { 'x-forwarded-for': forwarded } })
      await once(socket, 'open')
      return socket
    }
    const closes = (socket: WebSocket) => once(socket, 'close').then(([code]) => code as number)
    await come('203.0.113.7')
    const second = await come('1.1.1.1, 203.0.113.7')
    expect(await closes(await come('2.2.2.2, 203.0.113.7'))).toBe(1013)
    await come('203.0.113.8')
    second.close()
    await closes(second)
    const again = await come('203.0.113.7')
    expect(again.readyState).toBe(WebSocket.OPEN)
  })

  test.each([
    ['says nothing', ''],
    ['never ends its headers', 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '],
  ])('a socket that %s is closed', async (_, text) => {
    await start({ handshakeTimeout: 50 })
    const socket = connect(Number(new URL(gateway.urls.http).port), '127.0.0.1').on('error', () => undefined)
    socket.write(text).valueOf()
    socket.resume()
    await once(socket, 'close')
    expect(gateway.health().connections).toBe(0)
  })
})

describe('who does not read', () => {
  const fast: Connections = {
    commands: { burst: 1e6, perSecond: 1e6 },
    frames: { burst: 1e6, perSecond: 1e6 },
  }

  /** Unsent bytes, as metrics tell them. */
  const buffered = async (url: string): Promise<number> => {
    const response = await fetch(`${url}/metrics`, { headers: { authorization: 'Bearer 0123456789abcdef' } })
    return Number(/^lianmai_connections_buffered_bytes (\d+)/m.exec(await response.text())?.[1])
  }

  test('answers to its own commands do not pile up: it is not listened to, and at most 96 KB wait', async () => {
    await start(fast, { metrics: { token: '0123456789abcdef' } })
    const ann = await enter(gateway, 'ann', 'anchor')
    ann.socket.pause()
    const data = 'x'.repeat(2_000)
    let most = 0
    // More than the system's buffers of both directions take: from some point on our own socket fills up.
    while (ann.socket.bufferedAmount < 4e6) {
      for (let i = 0; i < 200; i++) ann.post('r', { k: 'command', d: { command: 'x', data } })
      most = Math.max(most, await buffered(gateway.urls.http))
    }
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThanOrEqual(96 * 1024)
    ann.socket.terminate()
    await ann.closed
  }, 30_000)

  test('too much unsent in all: commands wait as busy, newcomers get 1013, until it is less', async () => {
    await start({ ...fast, totalBuffered: 40_000 })
    const [ann, bob] = [await enter(gateway, 'ann', 'anchor'), await enter(gateway, 'bob', 'audience')]
    bob.socket.pause()
    const data = 'x'.repeat(4_000)
    let refused
    while (!refused) {
      const batch = Array.from({ length: 50 }, () => ann.post('r', { k: 'command', d: { command: 'x', data } }))
      const answers = await Promise.all(batch.map((n) => ann.outcome(n)))
      refused = answers.find((answer) => answer.t === 'no')
      ann.frames.length = ann.events.length = 0
    }
    expect(refused).toMatchObject({ c: 'busy', wait: 1_000 })
    const newcomer = await TestClient.connect(gateway)
    expect((await newcomer.next('bye')).c).toBe('full')
    bob.socket.terminate()
    const send = async (): Promise<string> => (await ann.outcome(ann.post('r', chat('x'), refused.n))).t
    while ((await send()) !== 'ok') await ann.settle()
  }, 30_000)
})
