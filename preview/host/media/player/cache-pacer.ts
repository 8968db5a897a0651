/** min-cache and max-cache of `mode="live"`: how fast to play, when to wait, when to jump. Pure; the element lives elsewhere. */

/** Seconds behind the live edge: to aim at, and at most. */
export interface CacheRange {
  minCache: number
  maxCache: number
}

export interface CachePace {
  /** Whether to play; `false` while the reserve fills, at the start and after a stall. */
  play: boolean
  rate: number
  /** Seconds before the live edge to jump to. */
  jumpTo: number | undefined
}

/** Neither hears: Chromium keeps the pitch. */
const FAST = 1.1
const SLOW = 0.95
/** Data comes in frames and in bursts: so far from the target is still on it. */
const TOLERANCE = 0.12
/** A media element that is closer to its end than this stops at every late frame. */
const LEAST = 0.15
/** Beyond the maximum by this, playing faster would take too long. */
const JUMP_BEYOND = 0.5
const CALM_SECONDS = 20

export class CachePacer {
  private target: number
  private filling = true
  private fillingSince: number | undefined
  private calmSince: number | undefined
  private rate = 1

  constructor(private readonly range: () => CacheRange) {
    this.target = this.bounds.min
  }

  /** @param ahead seconds buffered ahead of what is shown @param now seconds, of any clock */
  pace(ahead: number, now: number): CachePace {
    const { min, max } = this.bounds
    this.target = Math.min(max, Math.max(min, this.target))
    if (ahead > max + JUMP_BEYOND) {
      this.filling = false
      this.rate = 1
      return { play: true, rate: 1, jumpTo: this.target }
    }
    if (this.filling && !this.filled(ahead, now)) return { play: false, rate: 1, jumpTo: undefined }
    this.filling = false
    this.relax(min, now)
    // Once it hurries it goes on to the target itself, or it would stay at the mark for good.
    if (ahead > this.target + TOLERANCE) this.rate = FAST
    else if (ahead < this.target - TOLERANCE) this.rate = SLOW
    else if ((this.rate > 1 && ahead <= this.target) || (this.rate < 1 && ahead >= this.target)) this.rate = 1
    return { play: true, rate: this.rate, jumpTo: undefined }
  }

  /** Nothing was left to show: the reserve fills anew, and grows towards max-cache. */
  stalled(): void {
    const { min, max } = this.bounds
    if (this.filling) return
    this.filling = true
    this.fillingSince = this.calmSince = undefined
    this.target = Math.min(max, this.target + (max - min) / 4)
  }

  private get bounds(): { min: number; max: number } {
    const { minCache, maxCache } = this.range()
    const min = Math.max(LEAST, Number(minCache) || 0)
    return { min, max: Math.max(min, Number(maxCache) || 0) }
  }

  /** A stream that ended never fills anything: what is there is shown after twice the time it should have taken. */
  private filled(ahead: number, now: number): boolean {
    if (ahead > 0) this.fillingSince ??= now
    return ahead >= this.target || (this.fillingSince !== undefined && now - this.fillingSince > 2 * this.target)
  }

  private relax(min: number, now: number): void {
    this.calmSince ??= now
    if (now - this.calmSince < CALM_SECONDS) return
    this.calmSince = now
    this.target = Math.max(min, this.target - 0.1)
  }
}
