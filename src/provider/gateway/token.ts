import { LiveError } from '../../errors'
import type { JoinRequest } from '../types'

/** Where tokens come from: one that was given, one that was pushed by `renewToken`, or the app's function. */
export interface Tokens {
  /** The token for the next connection; a function is asked only when there is none yet or the last one failed. */
  get(): Promise<string>
  /** The last token failed. @returns whether there is another one to try. */
  refresh(): boolean
  set(token: string): void
}

export function createTokens(given: JoinRequest['token']): Tokens {
  const ask = typeof given === 'function' ? given : undefined
  let current = ask ? '' : (given as string)
  let used = ''
  return {
    async get() {
      if (!current && ask) {
        try {
          current = await ask()
        } catch (thrown) {
          throw LiveError.from(thrown, 'token-invalid', `gateway: the token function failed: ${String(thrown)}`)
        }
      }
      if (typeof current !== 'string' || !current)
        throw LiveError.of('invalid-argument', 'gateway: the token function gave no token', { subject: 'token' })
      return (used = current)
    },
    refresh() {
      if (current !== used) return true
      if (ask) current = ''
      return !!ask
    },
    set(token) {
      current = token
    },
  }
}
