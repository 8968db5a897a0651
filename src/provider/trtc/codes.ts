/** TRTC's numbers in the words of the kit. */
import { type ErrorReason, LiveError } from '../../errors'
import type { LeaveReason } from '../types'

/** Failures of entering (cloud.tencent.com/document/product/647/38308 and 63794; 70xxx and 6206: account system). */
const ENTRY: ReadonlyMap<number, readonly [ErrorReason, string]> = new Map([
  [-3301, ['network', 'could not enter the room']],
  [-3308, ['timeout', 'entering took too long']],
  [-3316, ['invalid-argument', 'a parameter of the room is missing']],
  [-3317, ['invalid-argument', 'sdkAppId is not one of TRTC']],
  [-3318, ['invalid-argument', 'roomId is not one of TRTC']],
  [-3319, ['invalid-argument', 'userId is not one of TRTC']],
  [-3320, ['token-invalid', 'the userSig is none']],
  [-3340, ['busy', 'the room is being entered already']],
  [-100006, ['forbidden', 'the privateMapKey does not open this room']],
  [-100013, ['forbidden', 'the service is suspended: look at minutes and balance in the console']],
  [-100018, ['token-invalid', 'the userSig is wrong or too old: is it for this sdkAppId and userId?']],
  [6206, ['token-expired', 'the userSig is too old']],
  [70001, ['token-expired', 'the userSig is too old']],
  [70002, ['token-invalid', 'the userSig is empty']],
  [70003, ['token-invalid', 'the userSig is not whole']],
  [70009, ['token-invalid', 'the userSig was made with another key']],
  [70013, ['token-invalid', 'the userSig is for another userId']],
  [70014, ['token-invalid', 'the userSig is for another sdkAppId']],
])

/** Failed to enter; its message may hold the number that says why. */
export const ENTRY_FAILED = 1022

/**
 * What a native code says about entering.
 * @returns undefined for codes that say nothing about it
 */
export function entryError(code: number, message: string, cause: unknown): LiveError | undefined {
  const numbers = [code, ...(message.match(/-?\d{4,6}/g) || []).map(Number)]
  const known = ENTRY.has(code)
    ? code
    : code === ENTRY_FAILED
      ? numbers.find((number) => ENTRY.has(number)) || -3301
      : 0
  const row = ENTRY.get(known)
  return row && LiveError.of(row[0], `trtc: ${row[1]} (code ${known})`, { cause })
}

/** `reason[n]` of 1019; n as in TRTC's onExitRoom (cloud.tencent.com/document/product/647/48271). */
export const exitReason = (message: string): number => Number((/reason\[(\d+)\]/.exec(message) || [])[1])

/**
 * Why TRTC put me out; another phone with my userId has no number of its own in the documentation.
 * @param reason as {@link exitReason}; 3: the server's state is not normal
 */
export function exitError(reason: number, cause: unknown): LiveError {
  if (reason === 3) return LiveError.of('network', 'trtc: put out of the room (reason 3)', { cause })
  if (reason === 2) return LiveError.of('room-closed', 'trtc: the room was dismissed', { cause })
  return LiveError.of('kicked', 'trtc: put out of the room', { cause })
}

/** Under which of the room's reasons an error ends a stay. */
export const leaveReason = ({ reason }: LiveError): LeaveReason =>
  reason === 'kicked' || reason === 'room-closed' ? reason : reason.startsWith('token') ? 'token-expired' : 'refused'
