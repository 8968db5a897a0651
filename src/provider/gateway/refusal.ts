/** The gateway's codes as the kit's errors: one place, exhaustive by type. */
import { LiveError } from '../../errors'
import type { ErrorReason } from '../../errors'
import type { ByeCode, RefusalCode } from './wire'

type Code = RefusalCode | ByeCode

/** Codes that have another name among the reasons; by the type of {@link refusal} all others are reasons already. */
const RENAMED = {
  malformed: 'protocol',
  'not-joined': 'invalid-state',
  'user-not-found': 'invalid-argument',
  flood: 'rate-limited',
  full: 'busy',
  restart: 'network',
} as const satisfies { [C in Code]?: ErrorReason }

/** What only the app can do; otherwise the gateway's own sentence says it. */
const REMEDY: { [R in ErrorReason]?: string } = {
  'token-invalid': 'sign it with a key of this gateway',
  'token-expired': 'pass the token as a function, or call renewToken() in time',
  protocol: 'use a client and a gateway of one version',
}

/**
 * @param what the call, e.g. `gateway.send`
 * @param why the server's sentence
 */
export function refusal(code: Code, what: string, why = '', waitMs?: number): LiveError {
  type Same = Exclude<Code, keyof typeof RENAMED>
  const named: ErrorReason = RENAMED[code as keyof typeof RENAMED] ?? (code as Same)
  // A newer gateway may know codes that this client does not.
  const reason = LiveError.table.some((row) => row.reason === named) ? named : 'protocol'
  const text = [`${what}: ${code}`, why, REMEDY[reason]].filter((part) => part).join('; ')
  return LiveError.of(reason, text, waitMs === undefined ? {} : { waitMs })
}
