/** A weak network for one stream: so many bits a second, and what does not pass waits. Pure; the caller's clock drives it. */

/** bit/s at the edge of a cell: less than any mode of live-pusher takes, and more than its sound alone. */
export const WEAK_UP = 100_000
export const WEAK_DOWN = 150_000
/** ms between two looks at the clock: data comes in gusts, as it does there. */
export const WEAK_STEP_MS = 100
/** After so long without use there is no more credit than this. */
const CREDIT_SECONDS = 0.3

export class WeakLink<Message extends { readonly byteLength: number }> {
  private waiting: Message[] = []
  private waitingBytes = 0
  private credit = 0
  private last: number | undefined

  /** @param rate bit/s */
  constructor(private readonly rate: number) {}

  /** Bytes that wait. */
  get queued(): number {
    return this.waitingBytes
  }

  /** ms of the link's time that wait. */
  get queuedMs(): number {
    return (this.waitingBytes * 8000) / this.rate
  }

  push(message: Message): void {
    this.waiting.push(message)
    this.waitingBytes += message.byteLength
  }

  /** What passed by `now` (ms), in order. A message passes whole, the debt it leaves is paid before the next. */
  take(now: number): Message[] {
    const bytes = this.rate / 8
    const elapsed = this.last === undefined ? 0 : (now - this.last) / 1000
    this.last = now
    this.credit = Math.min(this.credit + elapsed * bytes, CREDIT_SECONDS * bytes)
    const passed: Message[] = []
    while (this.credit > 0 && this.waiting.length > 0) {
      const message = this.waiting.shift()!
      this.credit -= message.byteLength
      this.waitingBytes -= message.byteLength
      passed.push(message)
    }
    return passed
  }

  /** Everything at once: the network is good again. */
  drain(): Message[] {
    const all = this.waiting
    this.waiting = []
    this.waitingBytes = 0
    return all
  }
}
