/** From netstatus reports to a grade that holds still, and to the figures that explain it. */
import type { PlayMode, PushMode } from '../provider/types'
import type { Grade, NetStatus } from './types'

/** What a netstatus report is judged against. */
export interface GradeContext {
  /** Whose report it is. */
  tag: 'live-player' | 'live-pusher'
  /** `RTC` has no buffer to hide anything in; every other mode, of either tag, counts as live. */
  mode: PlayMode | PushMode
  /** Whether a picture is expected; without one only the sound counts. */
  video: boolean
  /** Whether sound is expected. */
  audio: boolean
  /** Player: what `max-cache` allows, seconds (default 3, in RTC 0.8). More buffer than that means the player lags behind. */
  maxCache?: number | undefined
}

/** One figure that counts. `unit` is for people; jitter and the level have none (platform facts). */
export interface QualityRow {
  /** Which one. */
  figure: keyof NetStatus
  /** As reported. */
  value: number
  /** What the value counts in. */
  unit: 'fps' | 'kbps' | 'ms' | 'frames' | ''
  /** 5 excellent ... 1 bad. */
  grade: Grade
}

/** A grade that holds still: worse after two reports in a row, better after three. */
export interface GradeState {
  /** The grade to show. */
  grade: Grade
  /** How many reports in a row have disagreed with `grade`: positive when they were better, negative when worse. */
  streak: number
}

/** Before the first report. */
export const UNGRADED: GradeState = { grade: 0, streak: 0 }

const WORSE_AFTER = 2
const BETTER_AFTER = 3

/** @param steps what is too much for 5, for 4, for 3 and for 2 */
const above = (value: number, ...steps: number[]): number => 5 - steps.filter((step) => value > step).length

/**
 * The figures of a report that count for this tag and mode, worst first. What is absent, or undefined by the platform
 * (`netQualityLevel` 0), has no row. The caches count frames on the pusher and milliseconds on the player, so each is read in
 * its own unit.
 */
export function explain(sample: NetStatus, context: GradeContext): QualityRow[] {
  const { video } = context
  const rtc = context.mode === 'RTC'
  const pushes = context.tag === 'live-pusher'
  const rows: QualityRow[] = []
  const judge = (figure: keyof NetStatus, unit: QualityRow['unit'], gradeOf: (value: number) => number) => {
    const value = sample[figure]
    if (value !== undefined) rows.push({ figure, value, unit, grade: gradeOf(value) as Grade })
  }
  // 1 best ... 5 bad, 6 unusable (Tencent FAQ).
  if (sample.netQualityLevel) judge('netQualityLevel', '', (level) => above(level, 1, 2, 3, 4))
  // 15 is the platform's default frame rate; a talking head is still readable at 10 and a slide show below 4.
  if (video) judge('videoFPS', 'fps', (fps) => above(-fps, -12, -10, -7, -4))
  else if (context.audio) judge('audioBitrate', 'kbps', (rate) => (rate > 0 ? 5 : 1))
  // The documented unit is "none stated"; seen figures behave like milliseconds. RTC has no buffer to hide jitter in.
  judge('netJitter', '', (jitter) => (rtc ? above(jitter, 60, 120, 250, 500) : above(jitter, 200, 400, 800, 1500)))
  const { maxCache = rtc ? 0.8 : 3 } = context
  judge(video ? 'videoCache' : 'audioCache', pushes ? 'frames' : 'ms', (cache) => {
    // Frames that wait to be sent: at 15 a second, 5 are a third of a second. Live bears twice of what a conversation does.
    if (pushes) return above(rtc ? cache : cache / 2, 4, 8, 15, 30)
    // Milliseconds of buffer, against what it is meant to hold. An empty one is about to stall, where it should be full.
    return !rtc && cache < 100 ? 3 : above(cache / maxCache, 1250, 1750, 2500, 4000)
  })
  return rows.sort((one, other) => one.grade - other.grade)
}

/**
 * One netstatus report as a grade: the worst row of {@link explain}.
 * @returns 5 excellent ... 1 bad; 0 when the report says nothing
 */
export function grade(sample: NetStatus, context: GradeContext): Grade {
  const [worst] = explain(sample, context)
  return worst ? worst.grade : 0
}

/**
 * The grade to show next. Two bad reports in a row lower it, three good ones raise it, so that one hiccup in a two-second
 * rhythm does not make the badge blink. It moves to what the last report says, from unknown at once.
 */
export function nextGrade(previous: GradeState, sample: NetStatus, context: GradeContext): GradeState {
  const now = grade(sample, context)
  const { grade: shown } = previous
  if (!now || now === shown) return { grade: shown, streak: 0 }
  const better = now > shown ? Math.max(previous.streak, 0) + 1 : Math.min(previous.streak, 0) - 1
  const moved = !shown || better >= BETTER_AFTER || better <= -WORSE_AFTER
  return moved ? { grade: now, streak: 0 } : { grade: shown, streak: better }
}
