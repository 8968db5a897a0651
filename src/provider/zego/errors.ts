/** ZEGO's codes as our reasons; the vendor's error stays the cause. Codes: the SDK's own error tables (3.6.0). */
import { LiveError, type ErrorReason } from '../../errors'
import type { LeaveReason } from '../types'

const REASONS: Readonly<Record<number, ErrorReason>> = {
  1000002: 'invalid-state', // not logged in
  1000014: 'invalid-argument', // stream id too long
  1000015: 'invalid-argument',
  1000016: 'invalid-argument',
  1000017: 'network',
  1001004: 'forbidden', // wrong app id
  1001005: 'forbidden', // app needs a special SDK
  1002001: 'invalid-state', // the engine is in another room
  1002005: 'invalid-argument', // user ids and names ...
  1002006: 'invalid-argument',
  1002007: 'invalid-argument',
  1002008: 'invalid-argument',
  1002010: 'invalid-argument',
  1002011: 'invalid-argument', // ... and room ids
  1002012: 'invalid-argument',
  1002013: 'invalid-argument',
  1002014: 'room-closed',
  1002018: 'invalid-argument',
  1002031: 'timeout',
  1002034: 'room-full',
  1002050: 'replaced',
  1002053: 'network',
  1002055: 'kicked',
  1002056: 'invalid-state',
  1002057: 'invalid-state',
  1002058: 'invalid-state',
  1002066: 'banned',
  1002082: 'forbidden', // the token may not publish
  1003050: 'publish-failed',
  1009001: 'invalid-argument',
  1009002: 'too-large',
  1009010: 'network',
  1100001: 'invalid-argument',
  1100002: 'timeout',
  1100003: 'network',
  1100004: 'timeout',
  1100005: 'network',
  1102001: 'network',
  1102016: 'token-invalid',
  1102018: 'token-expired',
  1102020: 'token-invalid',
  1102022: 'rate-limited',
  1103051: 'publish-failed',
  1103056: 'stream-in-use',
  1104031: 'play-failed',
  1104039: 'stream-not-found',
  1109001: 'rate-limited',
}

/** How long the SDK makes the next broadcast wait; it counts in whole seconds. */
export const BROADCAST_MS = 1000

/** ZEGO's code in whatever its SDK rejected with. */
export function codeOf(thrown: unknown): number | undefined {
  const { errorCode, code } = (thrown ?? {}) as { errorCode?: unknown; code?: unknown }
  const found = errorCode ?? code
  return typeof found === 'number' ? found : undefined
}

/** @param otherwise the reason for codes that are in no table */
export function zegoError(call: string, thrown: unknown, otherwise: ErrorReason): LiveError {
  if (thrown instanceof LiveError) return thrown
  const code = codeOf(thrown)
  const reason = (code !== undefined && REASONS[code]) || otherwise
  const { msg, message, extendedData } = (thrown ?? {}) as Record<string, unknown>
  const said = [msg, message, extendedData].find((words) => typeof words === 'string' && words) ?? 'no words'
  const more = reason === 'rate-limited' ? { waitMs: BROADCAST_MS } : {}
  return LiveError.of(reason, `zego.${call}: ${String(said)}${code === undefined ? '' : ` (${code})`}`, {
    cause: thrown,
    ...more,
  })
}

/** Why the room is over when ZEGO says so with this code. */
export function leaveReason(code: number): LeaveReason {
  const reason = REASONS[code]
  const leave: Partial<Record<ErrorReason, LeaveReason>> = {
    replaced: 'replaced',
    kicked: 'kicked',
    banned: 'banned',
    'token-expired': 'token-expired',
    'room-closed': 'room-closed',
  }
  return (reason && leave[reason]) ?? 'refused'
}
