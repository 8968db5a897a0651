/** Steps beyond this are a new clock, not a pause: encoders restart at 0, or jump after sleeping. */
const MAX_STEP_MS = 10_000

/**
 * Turns a publisher's 32 bit timestamps into milliseconds since it began: without wrap-around after 49 days, without
 * leaps. Audio and video may still be a little out of order with each other, as they came.
 */
export class Timeline {
  private last: { timestamp: number; time: number } | undefined
  private latest = 0

  /** The time of the tag that came last among all. */
  get now(): number {
    return this.latest
  }

  place(timestamp: number): number {
    const step = this.last ? (timestamp - this.last.timestamp) | 0 : 0
    const leap = Math.abs(step) > MAX_STEP_MS
    const time = leap ? this.latest + 1 : (this.last?.time ?? 0) + step
    this.last = { timestamp, time }
    this.latest = Math.max(this.latest, time)
    return time
  }
}
