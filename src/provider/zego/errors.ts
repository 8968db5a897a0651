/** ZEGO's codes as our reasons; the vendor's error stays the cause. Codes: the SDK's own error tables (3.6.0). */
import { LiveError, type ErrorReason } from '../../errors'
import type { LeaveReason } from '../types'

/** Codes whose reason is not that of the call they came from. */
const CODES: Partial<Record<ErrorReason, readonly number[]>> = {
  // not logged in; in another room; logging in or out at the moment
  'invalid-state': [1000002, 1002001, 1002056, 1002057, 1002058],
  // stream ids; user ids and names; room ids; messages
  'invalid-argument': [
    ...[1000014, 1000015, 1000016, 1002005, 1002006, 1002007, 1002008, 1002010, 1002011, 1002012, 1002013, 1002018],
    ...[1009001, 1100001],
  ],
  network: [1000017, 1002053, 1009010, 1100003, 1100005, 1102001],
  timeout: [1002031, 1100002, 1100004],
  // wrong app id; the app needs a special SDK; the token may not publish
  forbidden: [1001004, 1001005, 1002082],
  'room-closed': [1002014],
  'room-full': [1002034],
  replaced: [1002050],
  kicked: [1002055],
  banned: [1002066],
  'too-large': [1009002],
  'token-invalid': [1102016, 1102020],
  'token-expired': [1102018],
  'rate-limited': [1102022, 1109001],
  'stream-in-use': [1103056],
  'stream-not-found': [1104039],
}

/** How long the SDK makes the next broadcast wait; it counts in whole seconds. */
export const BROADCAST_MS = 1000

const reasonOf = (code: unknown) =>
  (Object.keys(CODES) as ErrorReason[]).find((reason) => CODES[reason]!.includes(code as number))

/** ZEGO's code in whatever its SDK rejected with. */
export function codeOf(thrown: unknown): number | undefined {
  const { errorCode, code } = Object(thrown) as { errorCode?: number; code?: number }
  return errorCode || code
}

/** @param otherwise the reason for codes that are in no table */
export function zegoError(call: string, thrown: unknown, otherwise: ErrorReason): LiveError {
  if (thrown instanceof LiveError) return thrown
  const code = codeOf(thrown)
  const reason = reasonOf(code) || otherwise
  const { msg, message, extendedData } = Object(thrown) as Record<string, unknown>
  return LiveError.of(
    reason,
    `zego.${call}: ${msg || message || extendedData || 'failed'}${code ? ` (${code})` : ''}`,
    {
      cause: thrown,
      ...(reason === 'rate-limited' && { waitMs: BROADCAST_MS }),
    },
  )
}

/** Makes a call of the SDK. @throws LiveError {@link zegoError} */
export async function ask<T>(call: string, run: () => Promise<T>, otherwise: ErrorReason = 'network'): Promise<T> {
  try {
    return await run()
  } catch (thrown) {
    throw zegoError(call, thrown, otherwise)
  }
}

/** Why the room is over when ZEGO says so with this code. */
export function leaveReason(code: number): LeaveReason {
  const reason = reasonOf(code) || 'refused'
  return /^(replaced|kicked|banned|token-expired|room-closed)$/.test(reason) ? (reason as LeaveReason) : 'refused'
}
