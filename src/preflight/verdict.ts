import type { Failure } from './phone'
import { remedyOf } from './remedies'
import type { Check, CheckData, Finding, Fix, PreflightReason, PreflightRow, Verdict } from './types'

/** Makes a row; the compiler knows by `check` which data belongs to it. */
const row = <C extends Check>(check: C, verdict: Verdict<CheckData[C]>): PreflightRow =>
  ({ check, ...verdict }) as unknown as PreflightRow

/** The four ways a check ends. */
export const ok = <C extends Check>(check: C, data: CheckData[C]): PreflightRow => row(check, { state: 'ok', data })

export const blocked = <C extends Check>(
  check: C,
  data: CheckData[C],
  reason: PreflightReason,
  values?: Readonly<Record<string, string>>,
  fix?: Fix,
): PreflightRow => row(check, { state: 'blocked', ...finding(reason, fix, values), data })

export const open = <C extends Check>(
  check: C,
  data: CheckData[C],
  reason: PreflightReason,
  values?: Readonly<Record<string, string>>,
  fix?: Fix,
): PreflightRow => row(check, { state: 'unknown', ...finding(reason, fix, values), data })

/** The platform did not answer: nothing is known, and why is said. */
export const silent = (check: Check, { failure, cause }: Failure): PreflightRow =>
  row(check, { state: 'unknown', ...finding(failure), ...(cause === undefined ? {} : { cause }) })

export function finding(reason: PreflightReason, fix?: Fix, values?: Readonly<Record<string, string>>): Finding {
  return { reason, remedy: remedyOf(reason, values), ...(fix && { fix }) }
}
