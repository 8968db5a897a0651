/** The gateway's codes as the kit's errors: one place, exhaustive by type. */
import { LiveError } from '../../errors'
import type { ErrorReason } from '../../errors'
import type { LeaveReason } from '../types'
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

/**
 * @param call e.g. `gateway.send`
 * @param why the server's sentence, which says what to do
 */
export function refusal(code: Code, call: string, why = '', waitMs?: number): LiveError {
  type Same = Exclude<Code, keyof typeof RENAMED>
  const named: ErrorReason = RENAMED[code as keyof typeof RENAMED] ?? (code as Same)
  // A newer gateway may know codes that this client does not.
  const reason = LiveError.table.some((row) => row.reason === named) ? named : 'protocol'
  return LiveError.of(reason, `${call}: ${code}; ${why}`, waitMs ? { waitMs } : {})
}

/** Under which of the room's reasons a code without a way back is told; most codes are only about one try. */
export function leaveReason(code: Code): LeaveReason {
  return /^(kicked|banned|replaced|room-closed|token-expired)$/.test(code) ? (code as LeaveReason) : 'refused'
}
