/** A publisher goes and the next one comes: for those who watch, the stream goes on. */
import type { FlvTag } from '@lianmai/flv'
import type { RelayOptions } from '../src/media/types'
import { FakeClock } from './support/fake-clock'
import type { RtmpPeer } from './support/peers'
import { fetchJson, openRtmp, openWs } from './support/peers'
import type { TestRelay } from './support/relay'
import { startRelay } from './support/relay'
import type { Viewer } from './support/viewers'
import { clip, head, nameOf, namesOf, openViewers, PICTURE_MS, pictures } from './support/viewers'

/** Unlike every other time that the relay sets a timer for. */
const GRACE = 4321

let at: TestRelay
let clock: FakeClock

/** The turn of a publisher is in its query, as an owner would have signed it. */
async function start(options: Partial<RelayOptions> = {}): Promise<void> {
  clock = new FakeClock()
  at = await startRelay({ clock, graceMs: GRACE, ...options })
  at.decide(({ query }) => ({ ok: true, turn: Number(query.get('turn') ?? 0) }))
}

afterEach(() => at.close())

async function publish(turn = 0): Promise<RtmpPeer> {
  const publisher = openRtmp(`${at.rtmp}/a?turn=${turn}`, 'publish')
  expect(await publisher.events.first()).toEqual({ type: 'started' })
  return publisher
}

/** The relay has noticed that a publisher is gone. */
const noticed = (times = 1) => clock.set.first(() => clock.set.all.filter((ms) => ms === GRACE).length >= times)

const has = ({ tags }: Viewer, name: string, count: number) =>
  tags.first(() => tags.all.filter((tag) => nameOf(tag).startsWith(name)).length >= count)

/** All media of one publisher, then all of the next. Headers come once, before the key frame. */
const story = (counts: Array<[who: number, pictures: number]>) =>
  counts.flatMap(([who, count]) => ['meta', `${who} avc`, `${who} aac`, ...pictures(who, count).map(nameOf)])

const times = (tags: readonly FlvTag[], type: FlvTag['type']) =>
  tags.filter((tag) => tag.type === type && tag.payload[1] !== 0).map(({ timestamp }) => timestamp)

/** Every step from picture to picture and from sound to sound is the one that the publishers took. */
function expectContinuous({ tags }: Viewer): void {
  const steps = (list: number[]) => list.slice(1).map((time, i) => time - (list[i] ?? 0))
  const video = times(tags.all, 'video')
  expect(video).toEqual(video.map((_none, i) => i * PICTURE_MS))
  for (const step of steps(times(tags.all, 'audio'))) expect(step).toBe(PICTURE_MS / 2)
  for (const step of steps(tags.all.map(({ timestamp }) => timestamp))) expect(step).toBeGreaterThanOrEqual(0)
}

type Goodbye = (publisher: RtmpPeer) => void
const goodbyes: Array<[string, Goodbye]> = [
  ['says goodbye', (publisher) => publisher.socket.end(publisher.session.stop())],
  ['ends its stream and keeps the connection', (publisher) => publisher.socket.write(publisher.session.stop())],
  ['is killed', (publisher) => publisher.socket.resetAndDestroy()],
  ['sends damaged media', (publisher) => publisher.send({ type: 'video', timestamp: 0, payload: Uint8Array.of(0x17) })],
]

test.each(goodbyes)('a publisher that %s and comes back: the same viewers, one continuous stream', async (_how, go) => {
  await start()
  const viewers = await openViewers(at, 'a')
  const first = await publish()
  first.send(...clip(1, 5, 70_000))
  for (const viewer of viewers) await has(viewer, '1 sound', 10)
  const [stream] = at.relay.streams()
  go(first)
  await noticed()
  expect(stream).toMatchObject({ publishing: false, viewers: 3 })
  clock.advance(GRACE - 1)
  const second = await publish()
  second.send(...clip(2, 5, 1_000))
  for (const viewer of viewers) {
    await has(viewer, '2 sound', 10)
    expect(namesOf(viewer)).toEqual(
      story([
        [1, 5],
        [2, 5],
      ]),
    )
    expectContinuous(viewer)
    expect(viewer.isOpen()).toBe(true)
  }
  expect(at.relay.streams()).toEqual([stream])
  expect(stream).toMatchObject({ publishing: true, viewers: 3 })
  clock.advance(GRACE)
  expect([at.published.all.length, at.unpublished.all]).toEqual([1, []])
})

test('nobody comes back: the stream is over after the grace, and its players are closed', async () => {
  await start()
  const viewers = await openViewers(at, 'a')
  const publisher = await publish()
  publisher.send(...clip(1, 2))
  for (const viewer of viewers) await has(viewer, '1 sound', 4)
  publisher.socket.destroy()
  await noticed()
  clock.advance(GRACE - 1)
  expect(at.unpublished.all).toEqual([])
  clock.advance(1)
  expect(at.unpublished.all).toMatchObject([{ why: 'lost', stream: { name: 'a', publishing: false, viewers: 0 } }])
  await Promise.all(viewers.map(({ closed }) => closed))
  expect(at.relay.streams()).toEqual([])
})

test('a kick ends a stream that waits for its publisher at once; the grace is not run twice', async () => {
  await start()
  const viewers = await openViewers(at, 'a')
  const publisher = await publish()
  publisher.send(...clip(1, 2))
  for (const viewer of viewers) await has(viewer, '1 sound', 4)
  publisher.socket.end(publisher.session.stop())
  await noticed()
  expect(at.relay.kick('live', 'a')).toBe(true)
  await Promise.all(viewers.map(({ closed }) => closed))
  clock.advance(GRACE)
  expect(at.unpublished.all).toMatchObject([{ why: 'kicked' }])
})

test('a newer turn takes the stream over at once; what the older one still sends or does changes nothing', async () => {
  await start()
  const viewers = await openViewers(at, 'a')
  const old = await publish(1)
  old.send(...clip(1, 3))
  for (const viewer of viewers) await has(viewer, '1 sound', 6)
  // The older one's socket takes no FIN: it goes on sending into a connection that the relay has closed.
  old.socket.pause()
  const next = await publish(2)
  old.send(...pictures(1, 3, 120))
  next.send(...clip(2, 3))
  for (const viewer of viewers) await has(viewer, '2 sound', 6)
  old.socket.destroy()
  await old.closed
  next.send(...pictures(2, 3, 120, false))
  for (const viewer of viewers) {
    await has(viewer, '2 sound', 12)
    expect(namesOf(viewer)).toEqual(
      story([
        [1, 3],
        [2, 6],
      ]),
    )
    expectContinuous(viewer)
  }
  expect(clock.set.all).not.toContain(GRACE)
  expect(at.unpublished.all).toEqual([])
})

test('an older turn is refused, while the newer publishes and in the gap; an equal one has to wait', async () => {
  await start()
  const newest = await publish(7)
  const attempt = async (turn: number) => openRtmp(`${at.rtmp}/a?turn=${turn}`, 'publish').events.first()
  const refused = { type: 'refused', code: 'NetStream.Publish.BadName' }
  expect(await attempt(6)).toMatchObject(refused)
  expect(await attempt(7)).toMatchObject(refused)
  const posted = await fetchJson(`${at.http}/a.flv?turn=6`, 'POST', new Uint8Array(9))
  expect(posted).toMatchObject({ status: 409, body: { code: 'stream-in-use' } })
  newest.socket.destroy()
  await noticed()
  expect(await attempt(6)).toMatchObject(refused)
  expect(await attempt(7)).toEqual({ type: 'started' })
})

test('a WebSocket publisher that is replaced hears 4409', async () => {
  await start()
  const old = openWs(`${at.ws}/a?turn=1`, 'publish')
  await old.texts.first()
  await publish(2)
  expect(await old.closed).toEqual({ code: 4409, reason: 'replaced' })
})

test('two handovers before a picture: the last publisher is shown, without a hole', async () => {
  await start()
  const viewers = await openViewers(at, 'a')
  const first = await publish(1)
  first.send(...clip(1, 3))
  for (const viewer of viewers) await has(viewer, '1 sound', 6)
  const second = await publish(2)
  second.send(...head(2), ...pictures(2, 3, 0, false))
  const third = await publish(3)
  third.send(...clip(3, 3))
  for (const viewer of viewers) {
    await has(viewer, '3 sound', 6)
    expect(namesOf(viewer)).toEqual(
      story([
        [1, 3],
        [3, 3],
      ]),
    )
    expectContinuous(viewer)
  }
})

test('who joins in the gap begins at the first key frame of the next publisher', async () => {
  await start()
  const first = await publish()
  first.send(...clip(1, 3))
  const early = openWs(`${at.ws}/a`)
  await early.tags.count(3)
  first.socket.destroy()
  await noticed()
  const viewers = await openViewers(at, 'a')
  const second = await publish()
  second.send(...head(2), ...pictures(2, 2, 0, false), ...pictures(2, 3, 80))
  for (const viewer of viewers) {
    await has(viewer, '2 sound', 6)
    expect(namesOf(viewer)).toEqual(story([[2, 3]]))
    expectContinuous(viewer)
  }
  early.stop()
})

test('the same headers are not sent twice: a decoder need not start anew', async () => {
  await start()
  const [, ws] = await openViewers(at, 'a')
  if (!ws) throw new Error('no viewer')
  const first = await publish(1)
  first.send(...clip(1, 2))
  await has(ws, '1 sound', 4)
  const second = await publish(2)
  second.send(...clip(1, 2))
  await has(ws, '1 sound', 8)
  expect(namesOf(ws)).toEqual([...story([[1, 2]]), ...pictures(1, 2).map(nameOf)])
  expectContinuous(ws)
})
