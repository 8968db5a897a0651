import { writeAvcTag, writeFlvHeader, writeFlvTag, type FlvTag } from '@lianmai/flv'
import * as fc from 'fast-check'
import { parseClip, type Clip } from '../../src/feeds/clip'
import { Loop } from '../../src/feeds/loop'

const picture = (timestamp: number, key: boolean): FlvTag => ({
  type: 'video',
  timestamp,
  payload: writeAvcTag({ packet: 'frame', key, data: Uint8Array.of(timestamp & 255) }),
})

/** Key frames every `gop` pictures of `step` ms. */
const clipOf = (frames: number, gop: number, step: number): Clip => ({
  headers: [],
  media: Array.from({ length: frames }, (_, i) => picture(i * step, i % gop === 0)),
  keys: Array.from({ length: Math.ceil(frames / gop) }, (_, i) => i * gop * step),
  duration: frames * step,
})

test('whatever the clip, the section and the moments of asking, times begin at 0 and go on step by step', () => {
  const cases = fc.record({
    frames: fc.integer({ min: 1, max: 40 }),
    gop: fc.integer({ min: 1, max: 12 }),
    step: fc.integer({ min: 1, max: 200 }),
    section: fc.option(fc.tuple(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 1, max: 4000 }))),
    offset: fc.integer({ min: 0, max: 9000 }),
    asks: fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 6 }),
  })
  fc.assert(
    fc.property(cases, ({ frames, gop, step, section, offset, asks }) => {
      const loop = new Loop(
        clipOf(frames, gop, step),
        section ? [section[0], section[0] + section[1]] : undefined,
        offset,
      )
      let now = 0
      const times = asks.flatMap((ask) => loop.until((now += ask)).map(({ timestamp }) => timestamp))
      expect(times).toEqual(Array.from({ length: Math.floor(now / step) + 1 }, (_, i) => i * step))
    }),
  )
})

test('every round and every section begins with a key frame', () => {
  const loop = new Loop(clipOf(8, 4, 100), undefined, 450)
  const keys = (time: number) => loop.until(time).map(({ payload }) => (payload[0]! >> 4 === 1 ? 'K' : '.'))
  expect(keys(399).join('')).toBe('K...')
  loop.section([450, 500])
  expect(keys(1_199).join('')).toBe('K...K...')
  loop.section()
  expect(loop.until(1_999).map(({ payload }) => payload.at(-1))).toEqual([0, 100, 200, 44, 144, 244, 88, 188])
})

test('a file without pictures, or that is no FLV, says how to make one', () => {
  expect(() => parseClip(new TextEncoder().encode('not a film at all'), 'a.flv')).toThrow(
    /^a\.flv is no FLV file .*ffmpeg -i film\.mp4/,
  )
  const aac = { type: 'audio' as const, timestamp: 0, payload: Uint8Array.of(0xaf, 1, 0) }
  const sound = Buffer.concat([writeFlvHeader(), writeFlvTag(aac)])
  expect(() => parseClip(sound, 'b.flv')).toThrow(/^b\.flv has no H\.264 pictures.*ffmpeg/)
})
