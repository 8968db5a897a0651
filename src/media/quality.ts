import type { Grade, NetStatus } from './types'

/** What a netstatus report is judged against. */
export interface GradeContext {
  tag: 'live-player' | 'live-pusher'
  mode: 'live' | 'RTC'
  /** Whether a picture is expected; without one only the sound counts. */
  video: boolean
  audio: boolean
  /** Player in `live` mode: what `max-cache` allows, seconds. More buffer than that means the player lags behind. */
  maxCache?: number
}

/** A grade that holds still: worse after two reports in a row, better after three. */
export interface GradeState {
  grade: Grade
  /** How many reports in a row have disagreed with `grade`, all in the same direction. */
  streak: number
}

export const UNGRADED: GradeState = { grade: 0, streak: 0 }

const WORSE_AFTER = 2
const BETTER_AFTER = 3

/**
 * @param value the figure; undefined grades nothing (5)
 * @param steps the limits of 4, 3, 2 and 1; worse than the last is 1
 */
function above(value: number | undefined, steps: readonly [number, number, number, number]): number {
  if (value === undefined) return 5
  const [four, three, two, one] = steps
  return value > one ? 1 : value > two ? 2 : value > three ? 3 : value > four ? 4 : 5
}

const below = (value: number | undefined, [four, three, two, one]: readonly [number, number, number, number]): number =>
  above(value === undefined ? undefined : -value, [-four, -three, -two, -one])

/** netQualityLevel: 1 best, 2 good, 3 fair, 4 poor, 5 bad, 6 unusable, 0 undefined (Tencent FAQ). */
const levelGrade = (level: number | undefined): number => (level ? Math.max(1, Math.min(5, Math.floor(6 - level))) : 5)

/** 15 is the platform's default frame rate; a talking head is still readable at 10 and a slide show below 4. */
const fpsGrade = (fps: number | undefined): number => below(fps, [12, 10, 7, 4])

/** The documented unit is "none stated"; seen figures behave like milliseconds. RTC has no buffer to hide jitter in. */
const jitterGrade = (jitter: number | undefined, mode: GradeContext['mode']): number =>
  above(jitter, mode === 'RTC' ? [60, 120, 250, 500] : [200, 400, 800, 1500])

/** Frames that wait to be sent: at 15 a second, 5 are a third of a second. */
const queueGrade = (frames: number | undefined, mode: GradeContext['mode']): number =>
  above(frames, mode === 'RTC' ? [4, 8, 15, 30] : [8, 15, 30, 60])

/** Milliseconds of buffer, against what the mode is meant to hold (RTC 0.8 s, live `max-cache`). */
function lagGrade(cache: number | undefined, { mode, maxCache = mode === 'RTC' ? 0.8 : 3 }: GradeContext): number {
  const limit = maxCache * 1000
  return above(cache, [limit * 1.25, limit * 1.75, limit * 2.5, limit * 4])
}

/** An empty buffer is about to stall; only live has one that should be full. */
const starving = (cache: number | undefined, { mode }: GradeContext): number =>
  mode === 'live' && cache !== undefined && cache < 100 ? 3 : 5

function mediaGrade(sample: NetStatus, context: GradeContext): number {
  const picture = context.video ? fpsGrade(sample.videoFPS) : 5
  const silent = context.audio && !context.video && sample.audioBitrate === 0
  return silent ? 1 : picture
}

const known = (sample: NetStatus, { video, audio }: GradeContext): boolean =>
  Boolean(sample.netQualityLevel) ||
  (video && sample.videoFPS !== undefined) ||
  (audio && sample.audioBitrate !== undefined) ||
  sample.netJitter !== undefined

/**
 * One netstatus report as a grade: the worst of what it says. The caches count frames on the pusher and milliseconds on the
 * player (platform facts), so each is read in its own unit.
 * @returns 5 excellent ... 1 bad; 0 when the report says nothing
 */
export function grade(sample: NetStatus, context: GradeContext): Grade {
  if (!known(sample, context)) return 0
  const cache = context.video ? sample.videoCache : sample.audioCache
  const buffer =
    context.tag === 'live-pusher'
      ? queueGrade(cache, context.mode)
      : Math.min(lagGrade(cache, context), starving(cache, context))
  return Math.min(
    levelGrade(sample.netQualityLevel),
    mediaGrade(sample, context),
    jitterGrade(sample.netJitter, context.mode),
    buffer,
  ) as Grade
}

/**
 * The grade to show next. Two bad reports in a row lower it, three good ones raise it, so that one hiccup in a two-second
 * rhythm does not make the badge blink. It moves to what the last report says, from unknown at once.
 */
export function nextGrade(previous: GradeState, sample: NetStatus, context: GradeContext): GradeState {
  const now = grade(sample, context)
  if (now === 0 || now === previous.grade) return previous.streak ? { grade: previous.grade, streak: 0 } : previous
  if (previous.grade === 0) return { grade: now, streak: 0 }
  const direction = now < previous.grade ? -1 : 1
  const streak = Math.sign(previous.streak) === direction ? previous.streak + direction : direction
  const enough = direction < 0 ? -streak >= WORSE_AFTER : streak >= BETTER_AFTER
  return enough ? { grade: now, streak: 0 } : { grade: previous.grade, streak }
}
