import fc from 'fast-check'
import { explain, grade, nextGrade, UNGRADED, type GradeContext, type GradeState } from '../../../src/media/quality'
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

describe('explain', () => {
  const rows = (sample: NetStatus, context: GradeContext) =>
    explain(sample, context).map(({ figure, value, unit, grade: given }) =>
      `${given} ${figure} ${value} ${unit}`.trim(),
    )

  it('lists what counts, the worst first, in the unit of the tag', () => {
    const sample: NetStatus = { ...good, videoCache: 40, videoFPS: 11, vSumCacheSize: 3, netSpeed: 600 }
    expect(rows(sample, pusher)).toEqual([
      '2 videoCache 40 frames',
      '4 videoFPS 11 fps',
      '5 netQualityLevel 1',
      '5 netJitter 10',
    ])
    expect(rows(sample, player)).toEqual([
      '3 videoCache 40 ms',
      '4 videoFPS 11 fps',
      '5 netQualityLevel 1',
      '5 netJitter 10',
    ])
  })

  it('judges the sound alone where no picture is expected, and nothing where nothing is sent', () => {
    const sample: NetStatus = { videoFPS: 0, videoCache: 9, audioBitrate: 48, audioCache: 300 }
    expect(rows(sample, soundOnly)).toEqual(['5 audioBitrate 48 kbps', '5 audioCache 300 ms'])
    expect(rows({ videoFPS: 0, audioBitrate: 0 }, { ...soundOnly, audio: false })).toEqual([])
    expect(rows({}, player)).toEqual([])
  })

  it('is the grade: the worst row, whatever the report', () => {
    const figure = fc.option(fc.double({ min: 0, max: 20_000, noNaN: true }), { nil: undefined })
    const names = ['videoFPS', 'netJitter', 'videoCache', 'audioCache', 'netQualityLevel', 'audioBitrate'] as const
    const context = fc.record({
      tag: fc.constantFrom('live-player', 'live-pusher'),
      mode: fc.constantFrom('live', 'RTC', 'SD', 'HD', 'FHD'),
      video: fc.boolean(),
      audio: fc.boolean(),
      maxCache: fc.constantFrom(0.5, 0.8, 3, undefined),
    })
    fc.assert(
      fc.property(fc.tuple(...names.map(() => figure)), context, (values, where) => {
        const sample: NetStatus = {}
        names.forEach((name, index) => values[index] !== undefined && (sample[name] = values[index]))
        const grades = explain(sample, where).map((row) => row.grade)
        expect(grade(sample, where)).toBe(grades.length ? Math.min(...grades) : 0)
        expect(grades).toEqual([...grades].sort())
        expect(explain(sample, where).every(({ figure: name, value }) => sample[name] === value)).toBe(true)
      }),
    )
  })
})
