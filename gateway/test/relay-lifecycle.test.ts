import { connect } from 'node:net'
import type { RelayOptions } from '../src/media/types'
import { FakeClock } from './support/fake-clock'
import { fetchJson, openRtmp, openWs, playHttp } from './support/peers'
import type { TestRelay } from './support/relay'
import { recording, startRelay } from './support/relay'

let at: TestRelay
const start = async (options: Partial<RelayOptions> = {}) => (at = await startRelay(options))
afterEach(() => at.close())

test('players may come first, and get the stream from its first key frame', async () => {
  await start()
  const players = [openWs(`${at.ws}/a`), playHttp(`${at.http}/a.flv`)]
  const rtmp = openRtmp(`${at.rtmp}/a`, 'play')
  await rtmp.events.first(({ type }) => type === 'started')
  const publisher = openRtmp(`${at.rtmp}/a`, 'publish')
  await publisher.events.first()
  publisher.send(...recording())
  for (const player of players) {
    const tags = await player.tags.count(recording().length)
    expect(tags.map(({ type }) => type)).toEqual(recording().map(({ type }) => type))
  }
  await rtmp.events.first((event) => event.type === 'media' && event.tag.type === 'video')
})

test('a stream that nobody publishes in time: not found, in each protocol', async () => {
  const clock = new FakeClock()
  await start({ clock })
  const http = fetchJson(`${at.http}/a.flv`)
  const ws = openWs(`${at.ws}/a`)
  const rtmp = openRtmp(`${at.rtmp}/a`, 'play')
  await Promise.all([ws.opened, rtmp.events.first(({ type }) => type === 'started')])
  clock.advance(30_000)
  expect(await http).toMatchObject({ status: 404, body: { code: 'stream-not-found' } })
  expect((await ws.closed).code).toBe(4404)
  expect(await rtmp.events.first(({ type }) => type === 'ended')).toMatchObject({
    code: 'NetStream.Play.StreamNotFound',
  })
  expect(at.relay.counters().timedOut).toBe(3)
})

describe('a publisher that falls silent', () => {
  test('is lost after 15 s; one that speaks is not', async () => {
    const clock = new FakeClock()
    await start({ clock })
    const publisher = openWs(`${at.ws}/a`, 'publish')
    const player = openWs(`${at.ws}/a`)
    await publisher.texts.first()
    publisher.send(...recording().slice(0, 5))
    await player.tags.count(4)
    clock.advance(14_000)
    publisher.send(...recording().slice(5, 8))
    await player.tags.count(6)
    clock.advance(14_000)
    expect(at.unpublished.all).toEqual([])
    clock.advance(1_000)
    expect(at.unpublished.all).toMatchObject([{ why: 'lost', stream: { name: 'a' } }])
    expect((await publisher.closed).code).toBe(4408)
    expect((await player.closed).code).toBe(1000)
  })

  test('gives way after 5 s to another that may publish', async () => {
    const clock = new FakeClock()
    await start({ clock })
    const old = openRtmp(`${at.rtmp}/a`, 'publish')
    await old.events.first()
    clock.advance(4_900)
    expect((await openWs(`${at.ws}/a`, 'publish').closed).code).toBe(4409)
    clock.advance(100)
    const next = openWs(`${at.ws}/a`, 'publish')
    await next.texts.first()
    expect(await old.events.first(({ type }) => type === 'ended')).toMatchObject({ code: 'NetStream.Publish.Denied' })
    expect([at.published.all.length, at.unpublished.all]).toEqual([1, []])
    expect(at.relay.streams()).toMatchObject([{ id: at.published.all[0]?.id, protocol: 'ws-flv' }])
  })
})

test('kick ends stream, publisher and players', async () => {
  await start()
  const publisher = openWs(`${at.ws}/a`, 'publish')
  await publisher.texts.first()
  const player = openWs(`${at.ws}/a`)
  publisher.send(...recording())
  await player.tags.count(5)
  expect(at.relay.kick('live', 'nobody')).toBe(false)
  expect(at.relay.kick('live', 'a')).toBe(true)
  expect(await publisher.closed).toEqual({ code: 4403, reason: 'kicked' })
  expect((await player.closed).code).toBe(1000)
  expect(at.unpublished.all).toMatchObject([{ why: 'kicked' }])
})

test('an RTMP publisher may end its stream and begin another on the same name', async () => {
  await start({ graceMs: 0 })
  const publisher = openRtmp(`${at.rtmp}/a`, 'publish')
  await publisher.events.first()
  publisher.socket.write(publisher.session.stop())
  expect(await at.unpublished.first()).toMatchObject({ why: 'ended' })
  const again = openRtmp(`${at.rtmp}/a`, 'publish')
  expect(await again.events.first()).toEqual({ type: 'started' })
})

test('damaged media closes its publisher only', async () => {
  await start({ graceMs: 0 })
  const good = openRtmp(`${at.rtmp}/good`, 'publish')
  const bad = openRtmp(`${at.rtmp}/bad`, 'publish')
  await Promise.all([good.events.first(), bad.events.first()])
  bad.send({ type: 'video', timestamp: 0, payload: Uint8Array.of(0x17) })
  await bad.closed
  expect(at.unpublished.all).toMatchObject([{ why: 'lost', stream: { name: 'bad' } }])
  expect(at.relay.counters().malformed).toBe(1)
  expect(at.relay.streams()).toMatchObject([{ name: 'good' }])
})

test('too many connections are refused as busy', async () => {
  await start({ maxConnections: 1 })
  const first = openWs(`${at.ws}/a`, 'publish')
  await first.texts.first()
  expect(await fetchJson(`${at.http}/a.flv`)).toMatchObject({ status: 503, body: { code: 'busy' } })
  expect((await openWs(`${at.ws}/a`).closed).code).toBe(4503)
  await openRtmp(`${at.rtmp}/a`, 'play').closed
  expect(at.relay.counters()).toMatchObject({ connections: 1, refused: 3 })
})

test('an RTMP connection that asks for nothing is closed after 10 s', async () => {
  const clock = new FakeClock()
  await start({ clock })
  const socket = connect(at.rtmpPort, '127.0.0.1')
  const closed = new Promise((resolve) => socket.on('close', resolve))
  const c0c1 = Buffer.alloc(1537)
  c0c1[0] = 3
  socket.write(c0c1)
  await new Promise((resolve) => socket.once('data', resolve))
  clock.advance(10_000)
  await closed
  expect(at.relay.counters()).toMatchObject({ timedOut: 1, connections: 0 })
})

test('a player that stops reading is cut; memory does not grow with the stream, others see every frame', async () => {
  const clock = new FakeClock()
  await start({ clock, dropBytes: 64 << 10 })
  const publisher = openRtmp(`${at.rtmp}/a`, 'publish')
  await publisher.events.first()
  const [script, header] = recording()
  publisher.send(...[script, header].filter((tag) => tag !== undefined))
  const reader = openWs(`${at.ws}/a`)
  const stalled = connect(at.httpPort, '127.0.0.1', () => stalled.write('GET /live/a.flv HTTP/1.1\r\nHost: a\r\n\r\n'))
  stalled.pause().on('error', () => undefined)
  const payload = new Uint8Array(200_000)
  let sent = 0
  const frame = () => {
    payload.set([sent % 10 ? 0x27 : 0x17, 1, 0, 0, 0])
    publisher.send({ type: 'video', timestamp: sent++ * 40, payload: payload.slice() })
  }
  while (at.relay.counters().cut === 0) {
    frame()
    const held = sent
    await reader.tags.first(() => reader.tags.all.filter((tag) => tag.payload.length === 200_000).length >= held)
    // The kernel takes some megabytes before anything piles up here; from then on time runs against the player.
    if (sent > 60) clock.advance(1000)
    expect(sent).toBeLessThan(300)
  }
  expect(at.relay.streams()).toMatchObject([{ viewers: 1 }])
  stalled.destroy()
})

test('closing the relay ends everything', async () => {
  await start()
  const publisher = openWs(`${at.ws}/a`, 'publish')
  await publisher.texts.first()
  const player = openRtmp(`${at.rtmp}/a`, 'play')
  const waiting = openWs(`${at.ws}/b`)
  await player.events.first()
  await waiting.opened
  await at.relay.close()
  await Promise.all([publisher.closed, player.closed, waiting.closed])
  expect(at.unpublished.all).toMatchObject([{ why: 'kicked' }])
  expect(at.relay.counters().connections).toBe(0)
  const late = connect(at.rtmpPort, '127.0.0.1')
  await new Promise((resolve) => late.on('error', resolve))
  const last = openWs(`${at.ws}/a`)
  expect((await last.closed).code).toBe(1006)
})
