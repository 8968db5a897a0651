/** What an operator sees: figures for everything that happens, also for what is refused, and no secret anywhere. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { WebSocket } from 'ws'
import { lineReport, memoryEngine, type Gateway, type GatewayOptions } from '../src/index'
import { enter, startGateway, TestClient, tokenFor } from './client'

const TOKEN = 'a metrics token'.replaceAll(' ', '-').padEnd(16, '0')
let gateway: Gateway

const start = async (options: GatewayOptions = {}): Promise<Gateway> =>
  (gateway = await startGateway({ metrics: { token: TOKEN }, ...options }))

afterEach(() => gateway.close())

async function scrape(): Promise<string> {
  const response = await fetch(`${gateway.urls.http}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })
  expect(response.status).toBe(200)
  return response.text()
}

/** The value of one series, e.g. `rooms` or `refusals_total{code="busy"}`; 0 when it is not there. */
async function figure(series: string): Promise<number> {
  const line = (await scrape()).split('\n').find((each) => each.startsWith(`lianmai_${series} `))
  return Number(line?.split(' ').at(-1) ?? 0)
}

describe('/metrics', () => {
  test('not on the port that everybody reaches, unless behind a token', async () => {
    await start({ metrics: {} })
    expect((await fetch(`${gateway.urls.http}/metrics`)).status).toBe(404)
    await gateway.close()
    await start()
    for (const authorization of ['', 'Bearer wrong', `Basic ${TOKEN}`, `Bearer ${TOKEN}x`]) {
      const response = await fetch(`${gateway.urls.http}/metrics`, { headers: { authorization } })
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    }
    expect((await fetch(`${gateway.urls.http}/metrics`, { method: 'POST' })).status).toBe(405)
  })

  test('on a port of their own, with health and readiness', async () => {
    const lines: string[] = []
    const report = lineReport('json', 'info', (line) => lines.push(line))
    await start({ metrics: { port: 0 }, report })
    const [, url = ''] = /"url":"(http[^"]+)\/metrics"/.exec(lines.join('')) ?? []
    const statuses = ['/metrics', '/healthz', '/readyz', '/', '/dev/token'].map(
      async (path) => (await fetch(url + path)).status,
    )
    expect(await Promise.all(statuses)).toEqual([200, 200, 200, 404, 404])
  })

  test('valid for Prometheus: every series has help and type, and a name of ours or the process', async () => {
    await start()
    await enter(gateway, 'ann', 'anchor')
    const text = await scrape()
    const names = text.split('\n').flatMap((line) => /^([a-z_]+)[ {]/.exec(line)?.[1] ?? [])
    expect(names.length).toBeGreaterThan(60)
    for (const name of names) {
      expect(name).toMatch(/^(lianmai|process|nodejs)_/)
      expect(text).toContain(`# TYPE ${name.replace(/_(bucket|sum|count)$/, '')} `)
    }
  })
})

describe('what happens is counted', () => {
  test('connections, joins, commands, events, what left and what it took', async () => {
    await start()
    const [ann, bob] = [await enter(gateway, 'ann', 'anchor'), await enter(gateway, 'bob', 'audience')]
    for (let i = 0; i < 5; i++) await ann.do('r', { k: 'chat', d: { text: 'x' } })
    await bob.event('chat')
    await bob.settle()
    expect(await figure('connections')).toBe(2)
    expect(await figure('joins_total')).toBe(2)
    expect(await figure('rooms')).toBe(1)
    expect(await figure('online')).toBe(2)
    expect(await figure('commands_total{kind="chat",outcome="ok"}')).toBe(5)
    expect(await figure('frames_received_total{type="do"}')).toBe(5)
    expect(await figure('events_appended_total')).toBe(7)
    expect(await figure('append_seconds_count')).toBeGreaterThanOrEqual(5)
    expect(await figure('delivered_events_total')).toBeGreaterThanOrEqual(10)
    expect(await figure('delivered_bytes_total')).toBeGreaterThan(500)
    expect(await figure('sent_bytes_total')).toBeGreaterThan(await figure('delivered_bytes_total'))
    bob.socket.close()
    await bob.closed
    expect(await figure('connections')).toBe(1)
    expect(await figure('connections_closed_total{code="1005",cause="gone"}')).toBe(1)
    expect(await figure('sent_bytes_total')).toBeGreaterThan(500)
  })

  test('who comes back: with nothing missed, or told of a gap; a resend is no new message', async () => {
    await start()
    const ann = await enter(gateway, 'ann', 'anchor')
    const { n } = await ann.do('r', { k: 'chat', d: { text: 'x' } })
    await ann.cut()
    const back = await TestClient.connect(gateway, ann.pk)
    await back.hi(tokenFor('ann', 'anchor'), { r: [ann.epoch, ann.seq] })
    await back.next('res')
    expect(await back.outcome(back.post('r', { k: 'chat', d: { text: 'x' } }, n))).toMatchObject({ dup: 1 })
    await back.cut()
    const lost = await TestClient.connect(gateway)
    await lost.hi(tokenFor('ann', 'anchor'), { r: ['another', 1] })
    await lost.next('snap')
    expect(await figure('resumes_total')).toBe(1)
    expect(await figure('gaps_total')).toBe(1)
    expect(await figure('commands_total{kind="chat",outcome="dup"}')).toBe(1)
    expect(await figure('connections_closed_total{code="1006",cause="gone"}')).toBe(2)
  })

  test.each<[string, string, (bob: TestClient) => unknown]>([
    ['malformed', '4400', (bob) => bob.socket.send('no json')],
    ['malformed', '4400', (bob) => bob.socket.send(Buffer.from('{}'))],
    ['too-large', '1009', (bob) => bob.socket.send('x'.repeat(9_000))],
    ['flood', '4429', (bob) => Array.from({ length: 130 }, () => bob.send({ t: 'ping' }))],
    ['replaced', '4409', () => enter(gateway, 'bob', 'audience')],
    ['kicked', '4403', async () => (await enter(gateway, 'mod', 'admin')).do('r', { k: 'kick', d: { user: 'bob' } })],
  ])('a goodbye for %s, %s', async (cause, code, act) => {
    await start()
    const bob = await enter(gateway, 'bob', 'audience')
    await act(bob)
    await bob.closed
    expect(await figure(`connections_closed_total{code="${code}",cause="${cause}"}`)).toBe(1)
  })

  test('tokens that are no good, no hi in time, garbage instead of a frame', async () => {
    const ahead = 3 * 60 * 60 * 1000
    await start({ connections: { loginTimeout: 500 }, now: () => Date.now() + ahead })
    for (const tok of ['garbage', tokenFor('ann', 'anchor')]) {
      const client = await TestClient.connect(gateway)
      client.send({ t: 'hi', v: 1, tok, pk: 'pk' })
      await client.closed
    }
    await (
      await TestClient.connect(gateway)
    ).closed
    const raw = await TestClient.connect(gateway)
    const { _socket } = raw.socket as unknown as { _socket: { write(data: Buffer): void } }
    _socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]))
    await raw.closed
    expect(await figure('connections_closed_total{code="4401",cause="token-invalid"}')).toBe(1)
    expect(await figure('connections_closed_total{code="4401",cause="token-expired"}')).toBe(1)
    expect(await figure('connections_closed_total{code="4400",cause="malformed"}')).toBe(1)
    expect(await figure('connections_closed_total{code="1002",cause="malformed"}')).toBe(1)
  })

  test('refusals by code, of commands, questions and joins', async () => {
    await start({ rooms: { maxMembers: 1 } })
    const bob = await enter(gateway, 'bob', 'audience')
    await bob.refused('r', { k: 'mic.end', d: {} })
    await bob.refused('r', { k: 'chat', d: { text: 'x'.repeat(501) } })
    await bob.refused('r', { k: 'dance', d: {} } as never)
    await bob.refused('other', { k: 'chat', d: { text: 'x' } })
    await bob.ask('r', { k: 'push', d: { audio: true, video: true } })
    await bob.ask('r', { k: 'play', d: { id: 'x~y' } })
    const cat = await TestClient.connect(gateway)
    await cat.hi(tokenFor('cat', 'audience'))
    cat.send({ t: 'join', r: 'r' })
    await cat.next('refused')
    for (const code of [
      'not-linked',
      'too-large',
      'malformed',
      'not-joined',
      'forbidden',
      'stream-not-found',
      'room-full',
    ]) {
      expect([code, await figure(`refusals_total{code="${code}"}`)]).toEqual([code, 1])
    }
    expect(await figure('questions_total{kind="push",outcome="forbidden"}')).toBe(1)
  })

  test('sockets that never became connections', async () => {
    await start({ connections: { maxConnections: 1 } })
    await enter(gateway, 'ann', 'anchor')
    await (
      await TestClient.connect(gateway)
    ).closed
    expect(await figure('connections_unwanted_total{reason="full"}')).toBe(1)
  })

  test('media that is refused or means nothing', async () => {
    await start()
    expect((await fetch(`${gateway.urls.http}/live/r~ann~ext.flv`)).status).toBe(401)
    const rtmp = new URL(gateway.urls.rtmp)
    const socket = connect(Number(rtmp.port), rtmp.hostname).on('error', () => undefined)
    socket.write(Buffer.alloc(2_000, 7))
    await once(socket, 'close')
    expect(await figure('media_refused_total')).toBe(1)
    expect(await figure('media_malformed_total')).toBe(1)
  })

  test('labels come from closed sets: a thousand made-up names make no series', async () => {
    await start({
      connections: { frames: { burst: 5_000, perSecond: 5_000 }, commands: { burst: 5_000, perSecond: 5_000 } },
    })
    const bob = await enter(gateway, 'bob', 'audience')
    const series = async () => (await scrape()).split('\n').filter((line) => line.startsWith('lianmai_')).length
    await bob.refused('r', { k: 'made-up', d: {} } as never)
    const before = await series()
    for (let i = 0; i < 200; i++) {
      bob.post('r', { k: `made-up-${i}`, d: {} } as never)
      bob.send({ t: 'join', r: `room${i}`, role: `role${i}` })
      const socket = new WebSocket(gateway.urls.ws)
      socket.on('open', () => socket.close(3000 + i)).on('error', () => undefined)
      await once(socket, 'close')
    }
    await bob.settle()
    // The joins, their refusal, the closes with codes of the clients' own: one series each.
    expect(await series()).toBeLessThanOrEqual(before + 5)
    expect(await figure('connections_closed_total{code="other",cause="gone"}')).toBe(200)
  })
})

describe('/readyz', () => {
  const ready = async () => {
    const response = await fetch(`${gateway.urls.http}/readyz`)
    return [response.status, await response.json()] as [number, { ok: boolean; why?: string }]
  }

  test('ready while rooms can be written, and says why not', async () => {
    const engine = memoryEngine(64)
    let health: Awaited<ReturnType<typeof engine.health>> = { ok: true }
    const wrapped = new Proxy(engine, {
      get: (target, key, receiver) =>
        key === 'health' ? async () => health : (Reflect.get(target, key, receiver) as unknown),
    })
    await start({ engine: wrapped })
    expect(await ready()).toEqual([200, { ok: true }])
    expect(await figure('ready')).toBe(1)
    health = { ok: false, why: 'the disk is full' }
    expect(await ready()).toEqual([503, { ok: false, why: 'the disk is full' }])
    expect(await figure('ready')).toBe(0)
    expect((await fetch(`${gateway.urls.http}/healthz`)).status).toBe(200)
  })
})
