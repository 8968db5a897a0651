/** Longest texts, in characters (code points), and other bounds a client meets. Documented in docs/protocol.md. */
export const LIMITS = {
  chat: 500,
  barrage: 200,
  name: 64,
  avatar: 512,
  commandName: 64,
  /** Message that goes with a refused mic-link request. */
  refusal: 200,
  /** Receivers of one targeted command. */
  receivers: 50,
  giftCount: 9999,
  /** Likes in one frame. */
  likes: 100,
  /** Rooms one connection may be in. */
  rooms: 8,
  /** Characters of a token. */
  token: 4096,
} as const

/** A bucket of `capacity` tokens that refills at `perSecond`; the clock is passed in, so it needs no timer. */
export class TokenBucket {
  private tokens: number
  private filledAt: number

  constructor(
    private readonly capacity: number,
    private readonly perSecond: number,
    now: number,
  ) {
    this.tokens = capacity
    this.filledAt = now
  }

  /** Takes one token. @returns 0 when there was one, else the milliseconds until there will be. */
  take(now: number): number {
    // A clock that steps back must not refill or drain the bucket.
    const elapsed = Math.max(0, now - this.filledAt)
    this.tokens = Math.min(this.capacity, this.tokens + (elapsed * this.perSecond) / 1000)
    this.filledAt = now
    if (this.tokens >= 1) {
      this.tokens -= 1
      return 0
    }
    return Math.ceil(((1 - this.tokens) * 1000) / this.perSecond)
  }
}
