/** Reconnecting as the platform does it: three tries of its own, then a terminal code and silence. */

/**
 * Pauses before the 1st, 2nd and 3rd try, in ms. The number is documented ("at most 3 times"), the pauses are not; these
 * are short enough that a reload of the other phone is survived within the platform's own tries.
 */
export const RETRY_DELAYS = [1000, 2000, 3000] as const

/** Counts the tries since media last flowed. */
export class RetryBudget {
  private used = 0

  constructor(private readonly delays: readonly number[] = RETRY_DELAYS) {}

  /** Number of the last try handed out; 0 while media flows. */
  get attempt(): number {
    return this.used
  }

  /** Pause before the next try in ms, or `undefined` when all were used: raise the terminal code. */
  next(): number | undefined {
    const delay = this.delays[this.used]
    if (delay !== undefined) this.used += 1
    return delay
  }

  /** Media flowed again. An open socket alone is not enough: a server that accepts and drops would be asked for ever. */
  succeeded(): void {
    this.used = 0
  }
}
