import type { Failure } from './phone'
import { remedyOf } from './remedies'
import type { Check, CheckData, Finding, Fix, PreflightReason, PreflightRow, Verdict } from './types'

/** Makes a row; the compiler knows by `check` which data belongs to it. */
export const row = <C extends Check>(check: C, verdict: Verdict<CheckData[C]>): PreflightRow =>
  ({ check, ...verdict }) as unknown as PreflightRow

export function finding(reason: PreflightReason, fix?: Fix, values?: Readonly<Record<string, string>>): Finding {
  return { reason, remedy: remedyOf(reason, values), ...(fix && { fix }) }
}

/** The platform did not answer: nothing is known, and why is said. */
export function unanswered({ failure, cause }: Failure): { state: 'unknown' } & Finding {
  return { state: 'unknown', ...finding(failure), ...(cause === undefined ? {} : { cause }) }
}
