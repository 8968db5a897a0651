/** Reports as phones send them: the whole figures of one moment, and what a person would say of the picture then. */
import { explain, grade, type GradeContext } from '../../../src/media/quality'
import type { NetStatus } from '../../../src/media/types'

const VIEW: GradeContext = { tag: 'live-player', mode: 'live', video: true, audio: true, maxCache: 3 }
const TALK: GradeContext = { ...VIEW, mode: 'RTC', maxCache: 0.8 }
const PUSH: GradeContext = { tag: 'live-pusher', mode: 'HD', video: true, audio: true }
const PUSH_RTC: GradeContext = { ...PUSH, mode: 'RTC' }

const viewed = (change: NetStatus): NetStatus => ({
  videoBitrate: 980,
  audioBitrate: 47,
  videoFPS: 15,
  videoGOP: 2,
  netSpeed: 1040,
  netJitter: 12,
  netQualityLevel: 1,
  videoWidth: 540,
  videoHeight: 960,
  videoCache: 1460,
  audioCache: 1520,
  vDecCacheSize: 1,
  vSumCacheSize: 22,
  avPlayInterval: 18,
  avRecvInterval: 40,
  audioCacheThreshold: 3000,
  ...change,
})

const pushed = (change: NetStatus): NetStatus => ({
  videoBitrate: 1120,
  audioBitrate: 48,
  videoFPS: 15,
  videoGOP: 2,
  netSpeed: 1180,
  netJitter: 8,
  netQualityLevel: 1,
  videoWidth: 540,
  videoHeight: 960,
  videoCache: 1,
  audioCache: 0,
  ...change,
})

it.each<[string, GradeContext, NetStatus, number, string | undefined]>([
  ['viewer, wifi at home', VIEW, viewed({}), 5, undefined],
  ['viewer, 4g in a lift', VIEW, viewed({ videoFPS: 6, netSpeed: 210, netJitter: 900, videoCache: 60 }), 2, 'videoFPS'],
  [
    'viewer, the picture stands',
    VIEW,
    viewed({ videoFPS: 0, videoBitrate: 0, videoCache: 0, netSpeed: 0 }),
    1,
    'videoFPS',
  ],
  ['viewer, buffer just emptied', VIEW, viewed({ videoCache: 20, netJitter: 180 }), 3, 'videoCache'],
  ['viewer, eleven seconds behind', VIEW, viewed({ videoCache: 11_000, vSumCacheSize: 165 }), 2, 'videoCache'],
  ['viewer, a publisher who sends 10 frames', VIEW, viewed({ videoFPS: 10, videoBitrate: 420 }), 4, 'videoFPS'],
  [
    'viewer, an old client without cache figures',
    VIEW,
    { videoBitrate: 600, videoFPS: 14, netSpeed: 640, netJitter: 30 },
    5,
    undefined,
  ],
  [
    'viewer, sound only',
    { ...VIEW, video: false },
    viewed({ videoFPS: 0, videoBitrate: 0, videoCache: 0 }),
    5,
    undefined,
  ],
  [
    'viewer, sound only and none comes',
    { ...VIEW, video: false },
    viewed({ videoFPS: 0, audioBitrate: 0 }),
    1,
    'audioBitrate',
  ],
  ['conversation, good', TALK, viewed({ videoCache: 210, audioCache: 190, netJitter: 25 }), 5, undefined],
  ['conversation, half empty is how it should be', TALK, viewed({ videoCache: 30, netJitter: 10 }), 5, undefined],
  ['conversation, two seconds late', TALK, viewed({ videoCache: 2100 }), 2, 'videoCache'],
  ['conversation, jitter that one hears', TALK, viewed({ videoCache: 300, netJitter: 310 }), 2, 'netJitter'],
  ['publisher, wifi', PUSH, pushed({}), 5, undefined],
  [
    'publisher, uplink full',
    PUSH,
    pushed({ videoCache: 34, netSpeed: 260, videoBitrate: 600, netQualityLevel: 4 }),
    2,
    'netQualityLevel',
  ],
  ['publisher, uplink gone', PUSH, pushed({ videoCache: 90, netSpeed: 0, netQualityLevel: 6 }), 1, 'netQualityLevel'],
  ['publisher, a warm phone that drops frames', PUSH, pushed({ videoFPS: 9, videoBitrate: 700 }), 3, 'videoFPS'],
  [
    'publisher, camera off',
    { ...PUSH, video: false },
    pushed({ videoFPS: 0, videoBitrate: 0, audioCache: 2 }),
    5,
    undefined,
  ],
  ['in conversation, a queue that live would bear', PUSH_RTC, pushed({ videoCache: 9 }), 3, 'videoCache'],
  ['the same queue, live', PUSH, pushed({ videoCache: 9 }), 4, 'videoCache'],
])('%s', (_, context, sample, expected, because) => {
  expect(grade(sample, context)).toBe(expected)
  const [worst] = explain(sample, context)
  expect(expected === 5 ? undefined : worst?.figure).toBe(because)
})
