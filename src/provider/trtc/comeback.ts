import { LiveError } from '../../errors'

/** How long the pusher stays stopped before it enters again: attempt by attempt, ms. */
const AGAIN = [1000, 2000, 4000, 8000, 15_000]

/** The way back into a room that was lost: the pusher stops, and starts a moment later with fresh keys. */
export class Comeback {
  private attempt = 0
  private timer = 0 as unknown as ReturnType<typeof setTimeout>

  constructor(
    private readonly lost: (attempt: number, cause: LiveError) => void,
    private readonly enter: () => Promise<void>,
  ) {}

  /** Out for now. */
  get trying(): boolean {
    return this.attempt > 0
  }

  begin(cause: LiveError): void {
    this.stop()
    const wait = AGAIN[Math.min(this.attempt, AGAIN.length - 1)]
    this.attempt += 1
    this.lost(this.attempt, cause)
    this.timer = setTimeout(() => void this.now(), wait)
  }

  async now(): Promise<void> {
    this.stop()
    try {
      await this.enter()
    } catch (thrown) {
      this.begin(LiveError.from(thrown, 'network', 'trtc: could not enter again'))
    }
  }

  /** @returns whether it was out */
  back(): boolean {
    const { trying } = this
    this.attempt = 0
    return trying
  }

  stop(): void {
    clearTimeout(this.timer)
  }
}
