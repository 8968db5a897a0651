/** Decoded pictures that wait for their sound: which one is due. Pure; frames are anything with a timestamp. */

export interface TimedFrame {
  /** Microseconds of the stream. */
  readonly timestamp: number
  close(): void
}

/** Picture may lead sound by this, in ms: below what a viewer notices, and it is what sound needs more for its way. */
const MAX_LEAD = 80
/** No picture waits longer than this for its sound, in ms: late sound must not turn into late pictures. */
const MAX_HOLD = 160

export class FrameQueue<F extends TimedFrame> {
  private waiting: { frame: F; arrived: number }[] = []

  get length(): number {
    return this.waiting.length
  }

  /** Stream time of the newest, in ms. */
  get newest(): number | undefined {
    const last = this.waiting.at(-1)
    return last && last.frame.timestamp / 1000
  }

  push(frame: F, now: number): void {
    this.waiting.push({ frame, arrived: now })
  }

  /**
   * The newest frame that is due, older ones closed; `undefined` when none is. `heard` is the stream time in ms that
   * is heard now; without sound every frame is due.
   */
  take(heard: number | undefined, now: number): F | undefined {
    let due: F | undefined
    while (this.waiting.length > 0) {
      const { frame, arrived } = this.waiting[0]!
      const early = heard !== undefined && frame.timestamp / 1000 - heard > MAX_LEAD
      if (early && now - arrived < MAX_HOLD) break
      due?.close()
      due = frame
      this.waiting.shift()
    }
    return due
  }

  clear(): void {
    for (const { frame } of this.waiting) frame.close()
    this.waiting = []
  }
}
