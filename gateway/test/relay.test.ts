import type { ChildProcess } from 'node:child_process'
import { get } from 'node:http'
import { connect } from 'node:net'
import type { FlvTag } from '@lianmai/flv'
import { parseAvcConfig, parseVideoTag, writeFlvHeader, writeFlvTag } from '@lianmai/flv'
import { decode, publish, publishUntilRefused } from './support/ffmpeg'
import { fetchJson, openRtmp, openWs, playHttp } from './support/peers'
import type { TestRelay } from './support/relay'
import { recording, startRelay } from './support/relay'

/** One ffmpeg publishes `cam` by RTMP until the last test kills it; streams end with their publisher. */
let at: TestRelay
let ffmpeg: ChildProcess

beforeAll(async () => {
  at = await startRelay({ graceMs: 0 })
  ffmpeg = publish(`${at.rtmp}/cam?sign=abc`)
  await at.published.first()
}, 20_000)

afterAll(async () => {
  ffmpeg.kill('SIGKILL')
  await at.close()
})

const videoOf = (tags: FlvTag[]) => tags.filter((tag) => tag.type === 'video').map((tag) => parseVideoTag(tag.payload))

test('the owner was asked with the query, and the stream says what it carries', async () => {
  expect(at.asked[0]).toMatchObject({ action: 'publish', protocol: 'rtmp', app: 'live', name: 'cam' })
  expect(at.asked[0]?.query.get('sign')).toBe('abc')
  const player = playHttp(`${at.http}/cam.flv`)
  await player.tags.count(5)
  const [stream] = at.relay.streams()
  expect(stream).toBe(at.published.all[0])
  expect(stream).toMatchObject({
    protocol: 'rtmp',
    ip: '127.0.0.1',
    video: { codec: expect.stringMatching(/^avc1\.42/) as string, width: 320, height: 180 },
    audio: { codec: 'mp4a.40.2', sampleRate: 44100, channels: 1 },
    viewers: 1,
  })
  expect(stream?.bytesIn).toBeGreaterThan(1000)
  expect(stream?.bytesOut).toBeGreaterThan(100)
  player.stop()
})

test('ffmpeg plays it over RTMP and over HTTP-FLV, without a complaint', async () => {
  const both = await Promise.all([decode(`${at.rtmp}/cam`, 1), decode(`${at.http}/cam.flv`, 1)])
  for (const { video, audio, errors } of both) {
    expect(errors).toBe('')
    expect(video).toBeGreaterThanOrEqual(14)
    expect(audio).toBeGreaterThanOrEqual(40)
  }
}, 20_000)

test.each(['http', 'ws'] as const)('joining by %s: headers, then a key frame, times from 0 on', async (kind) => {
  const player = kind === 'http' ? playHttp(`${at.http}/cam.flv?x=1`) : openWs(`${at.ws}/cam`)
  const tags = [...(await player.tags.count(80))]
  expect(player.demuxer.header).toEqual({ audio: true, video: true })
  expect(tags.slice(0, 3).map((tag) => tag.type)).toEqual(['script', 'video', 'audio'])
  const video = videoOf(tags)
  expect(video.slice(0, 2).map(({ packet, key }) => [packet, key])).toEqual([
    ['header', true],
    ['frame', true],
  ])
  expect(parseAvcConfig(video[0]?.data ?? new Uint8Array()).width).toBe(320)
  expect(tags[3]?.timestamp).toBe(0)
  for (const type of ['audio', 'video'] as const) {
    const times = tags.filter((tag) => tag.type === type).map((tag) => tag.timestamp)
    expect(times).toEqual([...times].sort((a, b) => a - b))
  }
  player.stop()
})

test('HTTP-FLV may be read by any page', async () => {
  const player = playHttp(`${at.http}/cam.flv`)
  const { statusCode, headers } = await player.response
  expect([statusCode, headers['content-type'], headers['access-control-allow-origin']]).toEqual([
    200,
    'video/x-flv',
    '*',
  ])
  player.stop()
})

test('published over WebSocket, in any split: played by ffmpeg over RTMP', async () => {
  const publisher = openWs(`${at.ws}/browser.flv`, 'publish')
  expect(await publisher.texts.first()).toBe('{"t":"published"}')
  // The bytes of another stream, in pieces that have nothing to do with its tags.
  const source = get(`${at.http}/cam.flv`, { agent: false }, (response) => {
    response
      .on('error', () => undefined)
      .on('data', (bytes: Buffer) => {
        for (let i = 0; i < bytes.length; i += 700) publisher.socket.send(bytes.subarray(i, i + 700))
      })
  })
  const played = await decode(`${at.rtmp}/browser`, 1)
  expect(played.errors).toBe('')
  expect(played.video).toBeGreaterThanOrEqual(14)
  source.destroy()
  publisher.stop()
  expect(await at.unpublished.first(({ stream }) => stream.name === 'browser')).toMatchObject({ why: 'ended' })
}, 20_000)

test('published by POST: played over WebSocket; the end of the body is the end', async () => {
  const player = openWs(`${at.ws}/posted`)
  const tags = recording()
  const body = Buffer.concat([writeFlvHeader(), ...tags.map(writeFlvTag)])
  const { status } = await fetchJson(`${at.http}/posted.flv`, 'POST', body)
  expect(status).toBe(200)
  expect(await player.closed).toEqual({ code: 1000, reason: 'ended' })
  expect(player.tags.all).toEqual(tags.map((tag) => ({ ...tag, timestamp: expect.any(Number) as number })))
})

test('a second publisher is refused everywhere, and not a byte of it reaches a viewer', async () => {
  const viewer = openWs(`${at.ws}/cam`)
  await viewer.tags.count(10)
  const { code, errors } = await publishUntilRefused(`${at.rtmp}/cam`)
  expect(code).not.toBe(0)
  expect(errors).toContain('stream-in-use')
  const rtmp = openRtmp(`${at.rtmp}/cam`, 'publish')
  expect(await rtmp.events.first()).toMatchObject({ type: 'refused', code: 'NetStream.Publish.BadName' })
  const ws = openWs(`${at.ws}/cam`, 'publish')
  ws.socket.on('open', () => ws.send(...recording()))
  expect((await ws.closed).code).toBe(4409)
  const posted = await fetchJson(`${at.http}/cam.flv`, 'POST', Buffer.from(writeFlvHeader()))
  expect([posted.status, posted.body]).toMatchObject([409, { code: 'stream-in-use' }])
  await viewer.tags.count(viewer.tags.all.length + 40)
  // The intruders' pictures are 64 pixels wide.
  const headers = videoOf(viewer.tags.all).filter((tag) => tag.packet === 'header')
  expect(headers.map((header) => parseAvcConfig(header.data).width)).toEqual([320])
  viewer.stop()
}, 20_000)

test('garbage on both ports is counted and closed; the stream next to it does not notice', async () => {
  const viewer = openWs(`${at.ws}/cam`)
  await viewer.tags.count(10)
  const before = at.relay.counters().malformed
  const hello = Buffer.alloc(1 + 1536 * 2)
  hello[0] = 3
  const junk = Buffer.from(Array.from({ length: 4000 }, (_none, i) => (i * 7919) & 0xff))
  const throwAt = (port: number, bytes: Buffer) =>
    new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
      socket.on('error', () => undefined).on('close', () => resolve())
      socket.resume()
    })
  await throwAt(at.rtmpPort, junk)
  await throwAt(at.rtmpPort, Buffer.from('GET / HTTP/1.1\r\n\r\n'))
  await throwAt(at.rtmpPort, Buffer.concat([hello, junk]))
  await throwAt(at.httpPort, junk)
  const notFlv = openWs(`${at.ws}/junk`, 'publish')
  notFlv.socket.on('open', () => notFlv.socket.send(junk))
  expect((await notFlv.closed).code).toBe(4400)
  const text = openWs(`${at.ws}/junk2`, 'publish')
  text.socket.on('open', () => text.socket.send('hello'))
  expect((await text.closed).code).toBe(4400)
  const posted = await fetchJson(`${at.http}/junk3.flv`, 'POST', junk)
  expect([posted.status, posted.body]).toMatchObject([400, { code: 'malformed' }])
  expect(at.relay.counters().malformed - before).toBeGreaterThanOrEqual(5)
  await viewer.tags.count(viewer.tags.all.length + 20)
  const sound = viewer.tags.all.filter((tag) => tag.type === 'audio').slice(1)
  const gaps = sound.slice(1).map((tag, i) => tag.timestamp - (sound[i]?.timestamp ?? 0))
  expect(Math.max(...gaps)).toBeLessThanOrEqual(24)
  expect(at.errors).toEqual([])
  viewer.stop()
}, 20_000)

test('publisher killed: all players are closed, each in the way of its protocol', async () => {
  const http = playHttp(`${at.http}/cam.flv`)
  const ws = openWs(`${at.ws}/cam`)
  const rtmp = openRtmp(`${at.rtmp}/cam`, 'play')
  await Promise.all([http, ws].map((player) => player.tags.count(5)))
  await rtmp.events.first((event) => event.type === 'media')
  ffmpeg.kill('SIGKILL')
  await http.ended
  expect(await ws.closed).toEqual({ code: 1000, reason: 'ended' })
  expect(await rtmp.events.first((event) => event.type === 'ended')).toMatchObject({ code: 'StreamEOF' })
  await rtmp.closed
  expect(await at.unpublished.first(({ stream }) => stream.name === 'cam')).toMatchObject({
    why: 'lost',
    stream: at.published.all[0],
  })
  expect(at.relay.streams()).toEqual([])
})
