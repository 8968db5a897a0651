/** What one user does over all connections of this gateway. */
import { TokenBucket } from '../limits'
import type { ConnectionSettings } from './settings'

interface Account {
  connections: number
  budget: TokenBucket
}

export class Users {
  private readonly accounts = new Map<string, Account>()

  constructor(private readonly settings: Pick<ConnectionSettings, 'maxPerUser' | 'commands' | 'userCommands'>) {}

  get size(): number {
    return this.accounts.size
  }

  /** One connection more. @returns the commands of all of them together; undefined when there are as many as there may be */
  enter(user: string, now: number): TokenBucket | undefined {
    const { maxPerUser, commands, userCommands } = this.settings
    const { burst = 2 * commands.burst, perSecond = 2 * commands.perSecond } = userCommands
    const account = this.accounts.get(user) ?? { connections: 0, budget: new TokenBucket(burst, perSecond, now) }
    if (account.connections >= maxPerUser) return undefined
    account.connections++
    this.accounts.set(user, account)
    return account.budget
  }

  leave(user: string): void {
    const account = this.accounts.get(user)
    if (account) account.connections--
  }

  /** Forgets who is gone, but not before their budget is whole again: coming back must not buy a fresh one. */
  sweep(now: number): void {
    for (const [user, { connections, budget }] of this.accounts) {
      if (connections === 0 && budget.full(now)) this.accounts.delete(user)
    }
  }
}
