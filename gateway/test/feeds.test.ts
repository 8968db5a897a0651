/** Files that the gateway feeds to itself: real clips, real sockets. */
import path from 'node:path'
import { parseVideoTag, type FlvTag } from '@lianmai/flv'
import { createGateway, type Gateway, type GatewayOptions, type StreamInfo } from '../src/index'
import { enter, KEY } from './client'
import { decode } from './support/ffmpeg'
import { playHttp } from './support/peers'

const clip = (name: string) => path.join(__dirname, '../../cast/clips', `${name}.flv`)

let gateway: Gateway

const start = async (options: GatewayOptions = {}) => {
  gateway = await createGateway({ port: 0, rtmpPort: 0, keys: [KEY], publishGrace: 0, ...options })
}
/** Asked for before the feed begins: `live` may come while it is awaited. */
const stream = () => new Promise<StreamInfo>((resolve) => gateway.on('stream', resolve))
const isKey = (tag: FlvTag) => tag.type === 'video' && parseVideoTag(tag.payload).key

afterEach(() => gateway?.close())

test('a camera of the options is live, and decodes over the seam of its loop without a complaint', async () => {
  // A section of two groups (1.92 s) so that the seam comes soon.
  await start({ feeds: [{ to: 'wall/door', file: clip('entrance'), section: [0, 1_920] }] })
  const began = await stream()
  expect(began).toMatchObject({ room: 'wall', userId: 'door', streamId: 'door~ext' })
  const decoded = await decode(began.flv, 3)
  expect(decoded.errors).toBe('')
  expect(decoded.video).toBeGreaterThan(30)
  expect(decoded.audio).toBeGreaterThan(100)
})

test('times go on over loops', async () => {
  await start()
  const began = stream()
  await gateway.feed({ to: 'wall/door', file: clip('entrance'), section: [0, 960] })
  const player = playHttp((await began).flv)
  const tags = await player.tags.count(130)
  player.stop()
  for (const type of ['audio', 'video'] as const) {
    const times = tags.filter((tag) => tag.type === type && tag.timestamp > 0).map(({ timestamp }) => timestamp)
    const steps = times.slice(1).map((time, i) => time - times[i]!)
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(type === 'audio' ? 21 : 80)
    expect(Math.max(...steps)).toBeLessThanOrEqual(type === 'audio' ? 22 : 80)
  }
  expect(tags.filter(isKey).length).toBeGreaterThan(1)
})

test('a frozen camera stays connected and sends nothing; let go, it goes on where it was', async () => {
  await start()
  const began = stream()
  const feed = await gateway.feed({ to: 'wall/door', file: clip('entrance') })
  const player = playHttp((await began).flv)
  await player.tags.count(40)
  await feed.set('frozen')
  expect([feed.state, gateway.health().streams]).toEqual(['frozen', 1])
  const before = player.tags.all.filter(({ type }) => type === 'video').at(-1)!.timestamp
  await feed.set('live')
  const next = await player.tags.first(({ type, timestamp }) => type === 'video' && timestamp > before)
  expect(next.timestamp - before).toBe(80)
  player.stop()
})

test('an offline camera is no stream; it comes and goes as told, and its players hear the end', async () => {
  await start({ feeds: [{ to: 'wall/away', file: clip('lift'), state: 'offline' }] })
  expect(gateway.health().streams).toBe(0)
  const began = stream()
  const feed = await gateway.feed({ to: 'wall/door', file: clip('lift'), state: 'offline' })
  await feed.set('live')
  const player = playHttp((await began).flv)
  await player.tags.count(1)
  await feed.set('offline')
  await player.ended
  expect([feed.state, gateway.health().streams]).toEqual(['offline', 0])
})

test("somebody's push address takes a feed as their picture", async () => {
  await start()
  const ann = await enter(gateway, 'ann', 'anchor')
  const answer = await ann.ask('r', { k: 'push', d: { audio: true, video: true } })
  const { id, url } = (answer as { d: { id: string; url: string } }).d
  const began = stream()
  const feed = await gateway.feed({ to: url, file: clip('lin') })
  expect((await began).streamId).toBe(id)
  feed.close()
  expect(feed.state).toBe('offline')
})

test.each<[Partial<Parameters<Gateway['feed']>[0]>, RegExp]>([
  [{ file: '/nowhere.flv' }, /^feed wall\/door: cannot read \/nowhere\.flv: there is no such file/],
  [{ file: 'package.json' }, /package\.json is no FLV file .*make one: ffmpeg/],
  [{ to: 'wall' }, /`to` must be room\/stream/],
  [{ to: 'rtmp://x/live/a~b~c?s=1' }, /token-invalid/],
  [{ state: 'dead' as 'live' }, /`state` must be one of live, frozen, offline, not "dead"/],
  [{ offset: -1 }, /`offset` must be ms from 0 on/],
  [{ section: [5, 5] }, /`section` must be \[from, to\]/],
])('%j is refused: %s', async (options, message) => {
  await start()
  await expect(gateway.feed({ to: 'wall/door', file: clip('entrance'), ...options })).rejects.toThrow(message)
  expect(gateway.health().streams).toBe(0)
})

test('a gateway with a feed that cannot be does not start', async () => {
  const feeds = [{ to: 'wall/door', file: '/nowhere.flv' }]
  await expect(createGateway({ port: 0, rtmpPort: 0, keys: [KEY], feeds })).rejects.toThrow(/cannot read/)
})
