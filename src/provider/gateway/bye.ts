import type { LeaveReason } from '../types'
import { CLOSE } from './wire'
import type { ByeCode } from './wire'

/** What each `bye` means: come back, or the reason the room is over. */
export const BYE: Record<ByeCode, LeaveReason | 'again'> = {
  malformed: 'refused',
  'too-large': 'refused',
  'token-invalid': 'refused',
  'token-expired': 'token-expired',
  forbidden: 'refused',
  kicked: 'kicked',
  banned: 'banned',
  replaced: 'replaced',
  flood: 'again',
  full: 'again',
  restart: 'again',
  'room-closed': 'room-closed',
}

const RENAMED: Partial<Record<keyof typeof CLOSE, ByeCode>> = { token: 'token-expired', tooLarge: 'too-large' }

/** @returns what a close frame says when no `bye` came before it; undefined for a connection that just broke. */
export function byeOf(code: number): ByeCode | undefined {
  const name = (Object.keys(CLOSE) as Array<keyof typeof CLOSE>).find((key) => CLOSE[key] === code)
  return name && (RENAMED[name] ?? (name as Exclude<typeof name, 'token' | 'tooLarge'>))
}

/**
 * Milliseconds before attempt `attempt` (from 1): 0.3 s doubled up to 10 s, with full jitter above the floor so that
 * thousands of phones do not come back in step.
 */
export function backoff(attempt: number, random = Math.random()): number {
  const ceiling = Math.min(10_000, 300 * 2 ** attempt)
  return 300 + random * (ceiling - 300)
}
