/** Deeds that wait for the answer of the host in charge; asked again, under the same number, until it comes. */
import { LiveError, type ErrorReason } from '../../errors'
import type { UserId } from '../types'
import type { Deed } from './state'
import type { LinkClock } from './types'

interface Asked {
  resolve: () => void
  reject: (error: LiveError) => void
  timer?: unknown
}

export class Asking {
  private readonly waiting = new Map<string, Asked>()
  private count = 0
  /** Numbers of an earlier session of mine have answers already. */
  private readonly session: string

  constructor(
    private readonly clock: LinkClock,
    private readonly retry: { ms: number; times: number },
    private readonly say: (n: string, deed: Deed) => void,
    me: UserId,
  ) {
    this.session = `${me}${clock.now().toString(36)}`
  }

  ask(deed: Deed): Promise<void> {
    const n = `${this.session}.${(this.count += 1)}`
    return new Promise((resolve, reject) => {
      const asked: Asked = { resolve, reject }
      this.waiting.set(n, asked)
      this.attempt(n, deed, asked, this.retry.times)
    })
  }

  settle({ n, c, m = 'link: refused' }: { n: string; c?: ErrorReason; m?: string }): void {
    this.close(n, c && LiveError.of(c, m))
  }

  stop(): void {
    const over = LiveError.of('invalid-state', 'link: the room was left before an answer came')
    this.waiting.forEach((_, n) => this.close(n, over))
  }

  private attempt(n: string, deed: Deed, asked: Asked, times: number): void {
    if (!times) return this.close(n, LiveError.of('timeout', `link.${deed[0]}: no host answered; ask again`))
    this.say(n, deed)
    asked.timer = this.clock.setTimeout(() => this.attempt(n, deed, asked, times - 1), this.retry.ms)
  }

  private close(n: string, error?: LiveError): void {
    const asked = this.waiting.get(n)
    if (!asked) return
    this.waiting.delete(n)
    this.clock.clearTimeout(asked.timer)
    if (error) asked.reject(error)
    else asked.resolve()
  }
}
