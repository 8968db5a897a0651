/** Seconds between the kit's own attempts; the last one repeats. */
const SCHEDULE = [1, 2, 4, 8, 15]

/** Attempts before a stream is `failed` and waits for a manual retry or another network: a bit more than a minute. */
export const MAX_ATTEMPTS = 8

/**
 * Capped exponential backoff with equal jitter: half of the step is certain, half is chance, so that the viewers of a stream
 * that broke for all of them do not come back in the same instant.
 * @param attempt 1 for the first retry
 * @param random 0 <= random < 1
 * @returns milliseconds, never more than 15,000
 */
export function retryDelay(attempt: number, random: number): number {
  const step = (SCHEDULE[Math.min(Math.max(attempt, 1), SCHEDULE.length) - 1] ?? 15) * 1000
  return Math.round(step / 2 + (step / 2) * random)
}
