/** How fast one connection may give commands: at its own pace, within its user's over all connections, while there is room. */
import { TokenBucket } from '../limits'
import { refuse, type Refusal } from '../room/rules'
import type { Load } from './load'
import type { ConnectionSettings } from './settings'
import type { Users } from './users'

export class Pace {
  private readonly own: TokenBucket
  /** Of the user, over all connections. */
  private shared: TokenBucket | undefined
  private user: string | undefined

  constructor(
    { burst, perSecond }: ConnectionSettings['commands'],
    private readonly users: Users,
    private readonly load: Pick<Load, 'wait'>,
    now: number,
  ) {
    this.own = new TokenBucket(burst, perSecond, now)
  }

  /** @returns false when the user has as many connections as one may have */
  login(user: string, now: number): boolean {
    this.shared = this.users.enter(user, now)
    if (this.shared) this.user = user
    return this.shared !== undefined
  }

  logout(): void {
    if (this.user !== undefined) this.users.leave(this.user)
    this.user = this.shared = undefined
  }

  /** Takes what one more costs. @returns what stands against it */
  limited(now: number, what: 'commands' | 'questions'): (Refusal & { wait: number }) | undefined {
    const busy = this.load.wait
    if (busy > 0) return { ...refuse('busy', 'the gateway has more to send than it can hold'), wait: busy }
    const wait = this.own.take(now) || (this.shared?.take(now) ?? 0)
    return wait > 0 ? { ...refuse('rate-limited', `too many ${what}`), wait } : undefined
  }
}
