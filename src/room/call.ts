/** What every public call of a room needs: its own name for messages, and the provider of the running session. */
import { demand, LiveError, type ErrorReason } from '../errors'
import type { Capabilities, RoomProvider } from '../provider/types'

/** What a provider may be unable to do. */
export type Ability = Exclude<keyof Capabilities, 'maxPlayers'>

/** One public call, by name. */
export interface Call {
  /**
   * The running session's provider. Calls are taken while reconnecting, where the provider lets them wait.
   * @throws LiveError `invalid-state` outside a room, `unsupported` where the provider lacks the ability
   */
  use(ability?: Ability): RoomProvider
  /** @throws LiveError `invalid-argument` unless `holds` */
  check(holds: unknown, subject: string, rule: string): void
  /** As {@link Call.check}, for names and ids. */
  text(value: unknown, subject: string): void
  /** As {@link Call.check}, for numbers that count something. */
  whole(value: unknown, subject: string, from: number): void
  /** As {@link Call.check}, for an argument `on`. */
  flag(on: unknown): void
  /** An error that begins with the call's name. */
  error(reason: ErrorReason, message: string): LiveError
}

/** The calls of a part, each with the {@link Call} in front of its own arguments. */
export type Calls<Part> = {
  [K in keyof Part]: Part[K] extends (...args: infer A) => infer R ? (call: Call, ...args: A) => R : never
}

/** Makes a {@link Call}. */
export type Caller = (name: string) => Call

/** @param provider that of the running session, undefined outside a room */
export const createCaller =
  (provider: () => RoomProvider | undefined): Caller =>
  (name) => {
    const error: Call['error'] = (reason, message) => LiveError.of(reason, `${name}: ${message}`)
    const check: Call['check'] = (holds, subject, rule) => demand(holds, name, subject, rule)
    return {
      use(ability) {
        const used = provider()
        if (!used) throw error('invalid-state', 'join a room first')
        if (ability && !(ability === 'moderate' ? used.moderate : used.capabilities[ability]))
          throw error('unsupported', `provider "${used.name}" has no ${ability}; see session.snapshot.capabilities`)
        return used
      },
      check,
      text: (value, subject) => check(typeof value === 'string' && value.trim(), subject, 'a string that is not empty'),
      whole: (value, subject, from) =>
        check(Number.isInteger(value) && (value as number) >= from, subject, `a whole number from ${from}`),
      flag: (on) => check(typeof on === 'boolean', 'on', 'true or false'),
      error,
    }
  }

/** Binds the calls of a part to their names. What a provider throws that is no LiveError becomes one on the way out. */
export function bind<Part extends object>(caller: Caller, part: string, calls: Calls<Part>): Part {
  const bound: Record<string, unknown> = {}
  for (const key of Object.keys(calls)) {
    const name = `${part}.${key}`
    const run = calls[key as keyof Part] as (call: Call, ...args: unknown[]) => unknown
    bound[key] = (...args: unknown[]) => {
      const result = run(caller(name), ...args)
      if (!(result instanceof Promise)) return result
      return result.catch((thrown: unknown) => {
        throw LiveError.from(thrown, 'network', `${name}: the provider failed`)
      })
    }
  }
  return bound as Part
}
