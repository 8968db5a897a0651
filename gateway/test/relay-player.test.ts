import type { FlvHeader, FlvTag } from '@lianmai/flv'
import { writeAacTag, writeAvcTag, writeMetadata } from '@lianmai/flv'
import { GopCache } from '../src/media/gop-cache'
import type { MediaTag } from '../src/media/media-tag'
import { roleOf } from '../src/media/media-tag'
import type { Outlet } from '../src/media/player'
import { Player } from '../src/media/player'
import { FakeClock } from './support/fake-clock'

const data = (size: number, fill = 1) => new Uint8Array(size).fill(fill)
const bodies = {
  key: (size: number) => writeAvcTag({ key: true, data: data(size) }),
  inter: (size: number) => writeAvcTag({ key: false, data: data(size) }),
  avc: (size: number) => writeAvcTag({ packet: 'header', data: data(size) }),
  sound: (size: number) => writeAacTag({ data: data(size) }),
  aac: (size: number) => writeAacTag({ packet: 'header', data: data(size) }),
}
type Kind = keyof typeof bodies

function media(kind: Kind, time: number, size = 1): MediaTag {
  const type = kind === 'sound' || kind === 'aac' ? 'audio' : 'video'
  const payload = bodies[kind](size)
  return { type, time, payload, role: roleOf({ type, timestamp: 0, payload }) ?? 'frame' }
}

const metadata = (values: object): MediaTag => ({
  type: 'script',
  role: 'metadata',
  time: 0,
  payload: writeMetadata({ ...values }),
})

/** A stream with one player, whose connection can be made slow by hand. */
class Stage {
  readonly clock = new FakeClock()
  cache: GopCache
  readonly sent: FlvTag[] = []
  tracks: FlvHeader | undefined
  buffered = 0
  cuts = 0
  readonly player: Player

  constructor(gopBytes = 10_000) {
    this.cache = new GopCache(gopBytes)
    const outlet: Outlet = {
      begin: (tracks) => (this.tracks = tracks),
      send: (tag) => this.sent.push(tag),
      ...{ close: () => undefined, cut: () => undefined, buffered: 0 },
    }
    Object.defineProperty(outlet, 'buffered', { get: () => this.buffered })
    const limits = { dropBytes: 1000, cutBytes: 5000, stallMs: 20_000, clock: this.clock }
    this.player = new Player(
      outlet,
      limits,
      () => undefined,
      () => this.cuts++,
    )
  }

  cached(...tags: MediaTag[]): this {
    for (const tag of tags) this.cache.add(tag)
    return this
  }

  live(...tags: MediaTag[]): this {
    for (const tag of tags) {
      this.cache.add(tag)
      this.player.write(tag, this.cache)
    }
    return this
  }

  /** Another publisher, with a cache of its own. */
  handover(): this {
    this.cache = new GopCache(10_000)
    this.player.handover()
    return this
  }

  /** What was sent, as `kind@time`. */
  get story(): string[] {
    const kinds = Object.keys(bodies) as Kind[]
    const named = (tag: FlvTag) =>
      kinds.find((kind) => String(bodies[kind](1).slice(0, 2)) === String(tag.payload.slice(0, 2)))
    return this.sent.map((tag) => `${tag.type === 'script' ? 'meta' : named(tag)}@${tag.timestamp}`)
  }
}

const opening = [media('avc', 0), media('aac', 0)]

test('joining: headers and the group of pictures, times from 0', () => {
  const stage = new Stage().cached(
    ...opening,
    media('key', 0),
    media('key', 5000),
    media('sound', 4990),
    media('inter', 5040),
  )
  stage.player.join(stage.cache)
  stage.live(media('sound', 5020))
  expect(stage.story).toEqual(['avc@0', 'aac@0', 'key@0', 'sound@0', 'inter@40', 'sound@20'])
})

test('a group too large to keep: the player waits for the next key frame', () => {
  const stage = new Stage(100).cached(...opening, media('key', 0, 90), media('inter', 40, 90))
  stage.player.join(stage.cache)
  stage.live(media('inter', 80), media('sound', 80), media('key', 120), media('inter', 160))
  expect(stage.story).toEqual(['avc@0', 'aac@0', 'key@0', 'inter@40'])
})

test('a stream without pictures begins with sound: at once when metadata says so, else after a second', () => {
  const told = new Stage().live(metadata({ audiocodecid: 10 }), media('aac', 0), media('sound', 0), media('sound', 20))
  expect(told.story).toEqual(['meta@0', 'aac@0', 'sound@0', 'sound@20'])
  expect(told.tracks).toEqual({ audio: true, video: false })
  const guessed = new Stage().live(media('aac', 0), media('sound', 0), media('sound', 990), media('sound', 1010))
  expect(guessed.story).toEqual(['aac@0', 'sound@0'])
})

test('pictures that begin later are shown from their key frame on', () => {
  const stage = new Stage().live(metadata({ audiocodecid: 10 }), media('aac', 0), media('sound', 0))
  stage.live(media('inter', 10), media('avc', 20), media('key', 20), media('inter', 60))
  expect(stage.story.slice(3)).toEqual(['avc@20', 'key@20', 'inter@60'])
})

test('tracks: what metadata announces counts for a second, then what was seen', () => {
  const announced = metadata({ audiocodecid: 10, videocodecid: 7 })
  expect(new Stage().live(announced, media('avc', 0), media('key', 0)).tracks).toEqual({ audio: true, video: true })
  const late = new Stage().cached(announced, media('avc', 0), media('key', 0), media('key', 2000))
  late.player.join(late.cache)
  expect(late.tracks).toEqual({ audio: false, video: true })
})

test('a slow player skips to a key frame that finds room, and gets headers that changed meanwhile', () => {
  const stage = new Stage().live(...opening, media('key', 0))
  stage.buffered = 1001
  stage.live(media('inter', 40), media('sound', 40), media('key', 80), media('avc', 100, 2))
  stage.buffered = 900
  stage.live(media('inter', 120), media('sound', 120), media('key', 160), media('sound', 170))
  expect(stage.story).toEqual(['avc@0', 'aac@0', 'key@0', 'avc@160', 'key@160', 'sound@170'])
  expect(stage.sent[3]?.payload).toEqual(bodies.avc(2))
})

test('a player that is far behind, or behind for long, is cut', () => {
  const far = new Stage().live(...opening, media('key', 0))
  far.buffered = 5001
  far.live(media('inter', 40))
  far.live(media('key', 80))
  expect(far.cuts).toBe(1)
  const long = new Stage().live(...opening, media('key', 0))
  long.buffered = 1001
  long.live(media('inter', 40))
  long.clock.advance(20_000)
  long.live(media('inter', 80))
  expect(long.cuts).toBe(0)
  long.clock.advance(1)
  long.live(media('inter', 120))
  expect(long.cuts).toBe(1)
  expect(long.story).toEqual(['avc@0', 'aac@0', 'key@0'])
})

test('pause stops everything, playing again begins at a key frame', () => {
  const stage = new Stage().live(...opening, media('key', 0))
  stage.player.pause(true)
  stage.live(media('key', 40), media('sound', 40))
  stage.player.pause(false)
  stage.live(media('inter', 80), media('key', 120))
  expect(stage.story.slice(3)).toEqual(['key@120'])
})

describe('another publisher', () => {
  const first = () => new Stage().live(...opening, media('key', 0), media('sound', 5), media('inter', 40))

  test('goes on one step after the last tag, whatever its clock says; sound stays in step', () => {
    const stage = first().handover()
    stage.live(media('avc', 0, 2), media('aac', 0), media('key', 9000), media('sound', 8990), media('inter', 9040))
    expect(stage.story.slice(5)).toEqual(['avc@80', 'key@80', 'sound@70', 'inter@120'])
  })

  test('a step is one frame, but never so long as a skip or a pause', () => {
    const stage = first().live(media('inter', 9000)).handover()
    stage.live(...opening, media('key', 0))
    expect(stage.story.at(-1)).toBe('key@9200')
    const single = new Stage().live(...opening, media('key', 0)).handover()
    single.live(...opening, media('key', 0))
    expect(single.story.at(-1)).toBe('key@1')
  })

  test('announces itself: metadata and headers that are new, before the key frame', () => {
    const [before, after] = [metadata({ width: 320 }), metadata({ width: 640 })]
    const stage = new Stage().live(before, ...opening, media('key', 0)).handover()
    stage.live(after, media('avc', 0, 2), media('aac', 0, 2), media('inter', 0), media('sound', 10), media('key', 20))
    expect(stage.story.slice(4)).toEqual(['meta@1', 'avc@1', 'aac@1', 'key@1'])
    expect(stage.sent[4]?.payload).toEqual(after.payload)
  })

  test('without pictures goes on with sound', () => {
    const sound = [metadata({ audiocodecid: 10 }), media('aac', 0), media('sound', 0), media('sound', 20)]
    const stage = new Stage()
      .live(...sound)
      .handover()
      .live(...sound)
    expect(stage.story).toEqual(['meta@0', 'aac@0', 'sound@0', 'sound@20', 'sound@40', 'sound@60'])
  })

  test('finds a slow reader: it goes on at a key frame when there is room, and is cut as late as before', () => {
    const stage = first()
    stage.buffered = 1001
    stage.live(media('inter', 80))
    stage.clock.advance(15_000)
    stage.handover().live(media('avc', 0, 2), media('key', 0))
    expect([stage.story.length, stage.cuts]).toEqual([5, 0])
    stage.buffered = 1000
    stage.live(media('inter', 40), media('key', 80), media('inter', 120))
    expect(stage.story.slice(5)).toEqual(['avc@80', 'key@80', 'inter@120'])
    stage.buffered = 1001
    stage.live(media('inter', 160))
    stage.clock.advance(20_001)
    stage.handover().live(media('key', 0))
    expect(stage.cuts).toBe(1)
  })

  test('the wait for it is no slowness: a reader that was kept waiting long is not cut', () => {
    const stage = first().handover()
    stage.clock.advance(60_000)
    stage.buffered = 1001
    stage.live(...opening, media('key', 0))
    stage.buffered = 0
    stage.live(media('key', 40))
    expect([stage.story.at(-1), stage.cuts]).toEqual(['key@80', 0])
  })
})

test('a new configuration empties the cache, a repeated one does not', () => {
  const cache = new GopCache(10_000)
  for (const tag of [media('avc', 0), media('key', 0), media('avc', 10)]) cache.add(tag)
  expect(cache.group).toHaveLength(1)
  cache.add(media('avc', 20, 2))
  expect(cache.group).toHaveLength(0)
})
