/** Attempts before a stream is `failed` and waits for a manual retry or another network: a bit more than a minute. */
export const MAX_ATTEMPTS = 8

/**
 * Capped exponential backoff (1, 2, 4, 8, 15 s) with equal jitter: half of the step is certain, half is chance, so that the
 * viewers of a stream that broke for all of them do not come back in the same instant.
 * @param attempt 1 for the first retry
 * @param random 0 <= random < 1
 * @returns milliseconds, never more than 15,000
 */
export const retryDelay = (attempt: number, random: number): number =>
  Math.round(Math.min(15, 2 ** Math.max(0, attempt - 1)) * 500 * (1 + random))
