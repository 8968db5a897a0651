/** The gateway's codes as the kit's errors: one place, exhaustive by type. */
import { LiveError } from '../../errors'
import type { ErrorReason, LiveErrorOptions } from '../../errors'
import type { LeaveReason } from '../types'
import type { ByeCode, RefusalCode } from './wire'

type Code = RefusalCode | ByeCode

/** Codes that have another name among the reasons. */
const RENAMED = {
  flood: 'rate-limited',
  full: 'busy',
  restart: 'network',
} as const satisfies { [C in Code]?: ErrorReason }

/** What one side got wrong, and no app can mend; also every code of a newer gateway. */
type Ours = 'malformed' | 'not-joined'

/**
 * @param call e.g. `gateway.chat`
 * @param why the server's sentence, which says what to do
 * @param more how long it lasts, where the server says so
 */
export function refusal(code: Code, call: string, why = '', more: LiveErrorOptions = {}): LiveError {
  type Same = Exclude<Code, keyof typeof RENAMED | Ours>
  const named: ErrorReason = RENAMED[code as keyof typeof RENAMED] || (code as Same)
  const text = `${call}: ${code}; ${why}`
  const error = LiveError.of(named, text, more)
  // What is no reason has no number.
  return error.code ? error : LiveError.of('protocol', text)
}

/** Under which of the room's reasons an error ends a stay. */
export function leaveReason({ reason }: LiveError): LeaveReason {
  if (/^token/.test(reason)) return 'token-expired'
  return /^(kicked|banned|replaced|room-closed)$/.test(reason) ? (reason as LeaveReason) : 'refused'
}
