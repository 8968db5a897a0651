import type { MediaClock } from './types'

export const systemClock: MediaClock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
}

/** Calls `onSilence` once when {@link touch} has not been called for `ms`. A touch costs no timer. */
export class Watchdog {
  private last: number
  private timer: unknown

  constructor(
    private readonly clock: MediaClock,
    private readonly ms: number,
    private readonly onSilence: () => void,
  ) {
    this.last = clock.now()
    this.arm(ms)
  }

  /** How long it has been silent, ms. */
  get silence(): number {
    return this.clock.now() - this.last
  }

  touch(): void {
    this.last = this.clock.now()
  }

  stop(): void {
    this.clock.clearTimeout(this.timer)
  }

  private arm(ms: number): void {
    this.timer = this.clock.setTimeout(() => {
      const left = this.ms - this.silence
      if (left > 0) this.arm(left)
      else this.onSilence()
    }, ms)
  }
}
