import { writeFlvHeader } from '@lianmai/flv'
import type { MediaRefusalCode, MediaVerdict, RelayOptions } from '../src/media/types'
import { FakeClock } from './support/fake-clock'
import { fetchJson, openRtmp, openWs, playHttp } from './support/peers'
import type { TestRelay } from './support/relay'
import { recording, startRelay } from './support/relay'

let at: TestRelay
const start = async (options: Partial<RelayOptions> = {}) => (at = await startRelay(options))
afterEach(() => at.close())

const refusals: Array<[MediaRefusalCode, number, number, string, string]> = [
  ['token-invalid', 401, 4401, 'NetStream.Publish.Denied', 'NetStream.Play.Failed'],
  ['token-expired', 401, 4401, 'NetStream.Publish.Denied', 'NetStream.Play.Failed'],
  ['forbidden', 403, 4403, 'NetStream.Publish.Denied', 'NetStream.Play.Failed'],
  ['stream-not-found', 404, 4404, 'NetStream.Publish.Denied', 'NetStream.Play.StreamNotFound'],
  ['stream-in-use', 409, 4409, 'NetStream.Publish.BadName', 'NetStream.Play.Failed'],
  ['busy', 503, 4503, 'NetStream.Publish.Denied', 'NetStream.Play.Failed'],
]

test.each(refusals)('refused with %s: HTTP %d, WebSocket %d, RTMP %s and %s', async (code, http, ws, push, play) => {
  await start()
  at.decide(() => ({ ok: false, code, why: 'so it is' }))
  const body = { code, why: 'so it is' }
  const got = await fetchJson(`${at.http}/a.flv`)
  expect([got.status, got.body, got.headers['access-control-allow-origin']]).toEqual([http, body, '*'])
  expect(await fetchJson(`${at.http}/a.flv`, 'POST', writeFlvHeader())).toMatchObject({ status: http, body })
  for (const protocol of [undefined, 'publish'] as const) {
    expect(await openWs(`${at.ws}/a`, protocol).closed).toEqual({ code: ws, reason: `${code}: so it is` })
  }
  for (const [role, status] of [
    ['publish', push],
    ['play', play],
  ] as const) {
    const rtmp = openRtmp(`${at.rtmp}/a`, role)
    const description = `${code}: so it is`
    expect(await rtmp.events.first()).toEqual({ type: 'refused', code: status, description })
    await rtmp.closed
  }
  expect(at.published.all).toEqual([])
  expect(at.relay.counters().refused).toBe(6)
})

test('nobody hears a yes before the owner has said it', async () => {
  await start()
  let say: (verdict: MediaVerdict) => void = () => undefined
  const verdict = new Promise<MediaVerdict>((resolve) => (say = resolve))
  const asked = new Promise<void>((resolve) => {
    at.decide(() => {
      if (at.asked.length === 3) resolve()
      return verdict
    })
  })
  const rtmp = openRtmp(`${at.rtmp}/a`, 'publish')
  const ws = openWs(`${at.ws}/b`, 'publish')
  const http = playHttp(`${at.http}/b.flv`)
  await asked
  expect([rtmp.events.all, ws.socket.readyState, at.published.all]).toEqual([[], ws.socket.CONNECTING, []])
  say({ ok: true })
  await rtmp.events.first(({ type }) => type === 'started')
  await ws.texts.first()
  ws.send(...recording())
  await http.tags.count(10)
  expect(at.published.all.map(({ name }) => name).sort()).toEqual(['a', 'b'])
})

test('an owner that fails is a no, and is told', async () => {
  await start()
  at.decide(() => {
    throw new Error('database gone')
  })
  expect(await fetchJson(`${at.http}/a.flv`)).toMatchObject({ status: 503, body: { code: 'busy' } })
  expect(at.errors).toEqual([new Error('database gone')])
})

test('an owner that does not answer is a no', async () => {
  const clock = new FakeClock()
  await start({ clock })
  const asked = new Promise<void>((resolve) => {
    at.decide(() => {
      resolve()
      return new Promise(() => undefined)
    })
  })
  const answer = fetchJson(`${at.http}/a.flv`)
  await asked
  clock.advance(10_000)
  expect(await answer).toMatchObject({ status: 503, body: { code: 'busy' } })
})

test('paths that are not ours are left to others; names and methods are checked', async () => {
  await start()
  expect((await fetchJson(`${at.http}/a.mp4`)).status).toBe(418)
  expect((await fetchJson(`http://127.0.0.1:${at.httpPort}/other/a.flv`)).status).toBe(418)
  expect((await fetchJson(`${at.http}/a.flv`, 'DELETE')).status).toBe(405)
  expect((await fetchJson(`${at.http}/a.flv`, 'OPTIONS')).status).toBe(204)
  expect(await fetchJson(`${at.http}/a%20b.flv`)).toMatchObject({ status: 404, body: { code: 'stream-not-found' } })
  expect((await openWs(`${at.ws}/a/b`).closed).code).toBe(4404)
  expect((await openWs(`ws://127.0.0.1:${at.httpPort}/other/a`).closed).code).toBe(1006)
  const app = openRtmp(`rtmp://127.0.0.1:${at.rtmpPort}/other/a`, 'publish')
  expect(await app.events.first()).toMatchObject({ type: 'refused', code: 'NetConnection.Connect.InvalidApp' })
  const name = openRtmp(`${at.rtmp}/a/b`, 'publish')
  expect(await name.events.first()).toMatchObject({ type: 'refused', code: 'NetStream.Publish.Denied' })
  expect(at.asked).toEqual([])
})
