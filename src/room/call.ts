/** What all public calls of a room have in common: a name for messages, checked arguments, the running session's provider. */
import { LiveError, type ErrorReason } from '../errors'
import type { Capabilities, RoomProvider } from '../provider/types'
import { check } from './check'

/** One public call. */
export interface Call {
  /** The running session's provider. */
  readonly used: RoomProvider
  /** An error that begins with the call's name. */
  error(reason: ErrorReason, message: string): LiveError
}

/**
 * The calls of a part, each as its needs and what it does. The needs: what the provider has to be able to do, then the arguments
 * as in check.ts. `-`: nothing beyond a room that is joined; `*`: not even that; `!` in front: throws instead of rejecting.
 */
export type Calls<Part> = {
  [K in keyof Part]: Part[K] extends (...args: infer A) => infer R
    ? readonly [needs: string, run: (call: Call, ...args: A) => R]
    : never
}

/** Gives the running session's provider. @throws LiveError `invalid-state`, `unsupported` */
export type Use = (name: string, ability?: string) => RoomProvider

/** @param provider that of the running session, undefined outside a room; calls are taken while reconnecting */
export const createUse =
  (provider: () => RoomProvider | undefined): Use =>
  (name, ability = '-') => {
    const used = provider()
    if (!used) throw LiveError.of('invalid-state', `${name}: join a room first`)
    const able =
      used.capabilities[ability as keyof Capabilities] &&
      (used.moderate || !/^(moderate|ban|close|silence|roles)$/.test(ability))
    if (ability === '-' || able) return used
    throw LiveError.of('unsupported', `${name}: provider "${used.name}" has no ${ability}; see session capabilities`)
  }

/** Binds the calls of a part. What a provider throws that is no LiveError becomes one on the way out. */
export function bind<Part>(use: Use, part: string, calls: Calls<Part>): Part {
  const bound: Record<string, unknown> = {}
  for (const key of Object.keys(calls)) {
    const [needs, run] = calls[key as keyof Part] as readonly [string, (call: Call, ...args: unknown[]) => unknown]
    const [ability = '', ...names] = needs.replace('!', '').split(' ')
    const name = `${part}.${key}`
    const error: Call['error'] = (reason, message) => LiveError.of(reason, `${name}: ${message}`)
    const go = (...args: unknown[]) => {
      const used = (ability !== '*' && use(name, ability)) as RoomProvider
      names.forEach((argument, at) => check(name, argument, args[at]))
      return run({ used, error }, ...args)
    }
    bound[key] = needs.startsWith('!')
      ? go
      : async (...args: unknown[]) => {
          try {
            await go(...args)
          } catch (thrown) {
            throw LiveError.from(thrown, 'network', `${name}: the provider failed`)
          }
        }
  }
  return bound as Part
}
