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
  /** Highest index of a seat that can be named; a room has as many as it was set up with. */
  seat: 999,
  /** How long a mic-link request may be asked to wait, ms. */
  linkTtlLeast: 5_000,
  linkTtl: 300_000,
  /** Longest ban with an end, seconds: ten years. */
  banSeconds: 315_360_000,
  /** Likes in one frame. */
  likes: 100,
  /** Cursors in one `hi`. */
  rooms: 64,
  /** Characters of a token. */
  token: 4096,
} as const

/** Thousandths of a token, so that whole rates and milliseconds never meet a fraction. */
const TOKEN = 1000

/** A bucket of `capacity` tokens that refills at `perSecond`; the clock is passed in, so it needs no timer. */
export class TokenBucket {
  private credit: number
  private filledAt: number

  constructor(
    private readonly capacity: number,
    private readonly perSecond: number,
    now: number,
  ) {
    this.credit = capacity * TOKEN
    this.filledAt = now
  }

  /** Nothing has been taken, or all of it has come back. */
  full(now: number): boolean {
    return this.credit + Math.max(0, now - this.filledAt) * this.perSecond >= this.capacity * TOKEN
  }

  /** Takes one token. @returns 0 when there was one, else the milliseconds until there will be. */
  take(now: number): number {
    // A clock that steps back must not refill or drain the bucket.
    const elapsed = Math.max(0, now - this.filledAt)
    this.credit = Math.min(this.capacity * TOKEN, this.credit + elapsed * this.perSecond)
    this.filledAt = now
    if (this.credit >= TOKEN) {
      this.credit -= TOKEN
      return 0
    }
    return Math.ceil((TOKEN - this.credit) / this.perSecond)
  }
}
