import fc from 'fast-check'
import { figures } from '../../../src/media/netstatus'
import { grade, nextGrade, UNGRADED, type GradeContext, type GradeState } from '../../../src/media/quality'
import type { Grade, NetStatus } from '../../../src/media/types'

const player: GradeContext = { tag: 'live-player', mode: 'live', video: true, audio: true }
const playerRtc: GradeContext = { ...player, mode: 'RTC' }
const pusher: GradeContext = { ...player, tag: 'live-pusher' }
const pusherRtc: GradeContext = { ...pusher, mode: 'RTC' }
const soundOnly: GradeContext = { ...player, video: false }
const good: NetStatus = { videoFPS: 15, videoBitrate: 600, audioBitrate: 48, netJitter: 10, netQualityLevel: 1 }

describe('grade', () => {
  it.each<[string, GradeContext, NetStatus, Grade]>([
    ['nothing reported', player, {}, 0],
    ['only figures that say nothing', player, { videoWidth: 640, netQualityLevel: 0 }, 0],
    ['all well', player, good, 5],
    ['all well, pushing', pusher, good, 5],
    ['12 frames a second still pass', player, { ...good, videoFPS: 12 }, 5],
    ['11 frames', player, { ...good, videoFPS: 11 }, 4],
    ['9 frames', player, { ...good, videoFPS: 9 }, 3],
    ['6 frames', player, { ...good, videoFPS: 6 }, 2],
    ['frozen', player, { ...good, videoFPS: 0 }, 1],
    ['frozen, but no picture is expected', soundOnly, { ...good, videoFPS: 0 }, 5],
    ['sound only, and none comes', soundOnly, { audioBitrate: 0 }, 1],
    ['level good', player, { ...good, netQualityLevel: 2 }, 4],
    ['level fair', player, { ...good, netQualityLevel: 3 }, 3],
    ['level poor', player, { ...good, netQualityLevel: 4 }, 2],
    ['level bad', player, { ...good, netQualityLevel: 5 }, 1],
    ['level unusable', player, { ...good, netQualityLevel: 6 }, 1],
    ['a level between two', player, { ...good, netQualityLevel: 2.5 }, 3],
    ['level undefined: the rest decides', player, { ...good, netQualityLevel: 0 }, 5],
    ['jitter that a buffer hides', player, { ...good, netJitter: 150 }, 5],
    ['the same in RTC', playerRtc, { ...good, netJitter: 150 }, 3],
    ['much jitter, live', player, { ...good, netJitter: 2000 }, 1],
    ['player cache counts milliseconds: 2 s are fine in live', player, { ...good, videoCache: 2000 }, 5],
    ['2 s lag behind in RTC', playerRtc, { ...good, videoCache: 2000 }, 3],
    ['an empty buffer is about to stall', player, { ...good, videoCache: 40 }, 3],
    ['RTC has none to be empty', playerRtc, { ...good, videoCache: 40 }, 5],
    ['a larger max-cache allows more', { ...player, maxCache: 10 }, { ...good, videoCache: 9000 }, 5],
    ['9 s without that', player, { ...good, videoCache: 9000 }, 2],
    ['pusher cache counts frames: 8 wait', pusher, { ...good, videoCache: 8 }, 5],
    ['40 frames wait', pusher, { ...good, videoCache: 40 }, 2],
    ['8 frames wait, RTC', pusherRtc, { ...good, videoCache: 8 }, 4],
    ['40 frames wait, RTC', pusherRtc, { ...good, videoCache: 40 }, 1],
    [
      'sound only: the sound queue counts',
      { ...pusher, video: false },
      { audioBitrate: 48, videoCache: 90, audioCache: 2 },
      5,
    ],
  ])('%s', (_, context, sample, expected) => {
    expect(grade(sample, context)).toBe(expected)
  })

  it('is between 0 and 5 for any report, and never better for fewer frames or more jitter', () => {
    const figure = fc.option(fc.integer({ min: -10, max: 100_000 }), { nil: undefined })
    const sample = fc.record({
      videoFPS: fc.nat(60),
      netJitter: fc.nat(5000),
      videoCache: figure,
      netQualityLevel: figure,
    })
    const context = fc.constantFrom(player, playerRtc, pusher, pusherRtc, soundOnly)
    fc.assert(
      fc.property(sample, context, (given, where) => {
        const clean = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as NetStatus
        const now = grade(clean, where)
        expect([0, 1, 2, 3, 4, 5]).toContain(now)
        expect(grade({ ...clean, videoFPS: given.videoFPS / 2 }, where)).toBeLessThanOrEqual(now)
        expect(grade({ ...clean, netJitter: given.netJitter * 2 }, where)).toBeLessThanOrEqual(now)
      }),
    )
  })
})

describe('nextGrade', () => {
  const fps = (value: number): NetStatus => ({ ...good, videoFPS: value })
  const run = (samples: NetStatus[], from: GradeState = UNGRADED): Grade[] => {
    let state = from
    return samples.map((sample) => (state = nextGrade(state, sample, player)).grade)
  }

  it.each<[string, NetStatus[], Grade[]]>([
    ['the first report counts at once', [fps(15)], [5]],
    ['one hiccup does not show', [fps(15), fps(2), fps(15), fps(2), fps(15)], [5, 5, 5, 5, 5]],
    ['two in a row do', [fps(15), fps(6), fps(2)], [5, 5, 1]],
    ['better takes three', [fps(2), fps(15), fps(15), fps(15)], [1, 1, 1, 5]],
    [
      'a dip in between starts the count again',
      [fps(9), fps(15), fps(15), fps(2), fps(15), fps(15)],
      [3, 3, 3, 3, 3, 3],
    ],
    ['a report that says nothing changes nothing', [fps(15), {}, fps(2), {}, fps(2)], [5, 5, 5, 5, 5]],
    ['unknown stays unknown', [{}, {}], [0, 0]],
  ])('%s', (_, samples, expected) => {
    expect(run(samples)).toEqual(expected)
  })
})

describe('figures', () => {
  it('lists what was reported, in reading order, in the unit of the tag', () => {
    const sample: NetStatus = { videoCache: 12, videoFPS: 15, netSpeed: 600, vSumCacheSize: 3 }
    expect(figures(sample, 'live-pusher').map(({ name, value, unit }) => `${name} ${value} ${unit}`)).toEqual([
      'videoFPS 15 fps',
      'netSpeed 600 kbps',
      'videoCache 12 frames',
      'vSumCacheSize 3 frames',
    ])
    expect(figures(sample, 'live-player').find(({ name }) => name === 'videoCache')?.unit).toBe('ms')
    expect(figures({}, 'live-player')).toEqual([])
  })
})
