/** TRTC's numbers in the words of the kit. */
import { type ErrorReason, LiveError } from '../../errors'
import type { LeaveReason } from '../types'

const SIG = 'the userSig is '

/**
 * By state or error code: failures of entering (cloud.tencent.com/document/product/647/38308 and 63794; 70xxx and 6206: account
 * system), and why I am out (1019.n: its `reason[n]`, as in TRTC's onExitRoom, document/product/647/48271; another phone with my
 * userId has no number of its own there).
 */
const ROWS: { readonly [code: string]: readonly [ErrorReason, string] } = {
  '-3301': ['network', 'could not enter the room'],
  '-3308': ['timeout', 'entering took too long'],
  '-3316': ['invalid-argument', 'a parameter of the room is missing'],
  '-3317': ['invalid-argument', 'sdkAppId is not one of TRTC'],
  '-3318': ['invalid-argument', 'roomId is not one of TRTC'],
  '-3319': ['invalid-argument', 'userId is not one of TRTC'],
  '-3320': ['token-invalid', `${SIG}none`],
  '-3340': ['busy', 'the room is being entered already'],
  '-100006': ['forbidden', 'the privateMapKey does not open this room'],
  '-100013': ['forbidden', 'the service is suspended: look at minutes and balance in the console'],
  '-100018': ['token-invalid', `${SIG}wrong or too old: is it for this sdkAppId and userId?`],
  6206: ['token-expired', `${SIG}too old`],
  70001: ['token-expired', `${SIG}too old`],
  70002: ['token-invalid', `${SIG}empty`],
  70003: ['token-invalid', `${SIG}not whole`],
  70009: ['token-invalid', `${SIG}made with another key`],
  70013: ['token-invalid', `${SIG}for another userId`],
  70014: ['token-invalid', `${SIG}for another sdkAppId`],
  '1019.1': ['kicked', 'put out of the room'],
  '1019.2': ['room-closed', 'the room was dismissed'],
  '1019.3': ['network', "the room's server is not well"],
  1021: ['network', 'the network changed'],
}

/**
 * What a native code says against being in the room.
 * @returns undefined for codes that say nothing about it
 */
export function errorOf(code: number, message: string, cause: unknown): LiveError | undefined {
  let key = `${code}`
  if (code === 1019) {
    const reason = Number((/reason\[(\d+)\]/.exec(message) || [])[1])
    // 0 and none: the tag was stopped, as with each change of the camera.
    if (reason) key = reason > 3 ? '1019.1' : `1019.${reason}`
  }
  // Could not enter; the text may hold the number that says why.
  if (code === 1022) key = (message.match(/-?\d{4,6}/g) || []).find((number) => ROWS[number]) || '-3301'
  const row = ROWS[key]
  return row && LiveError.of(row[0], `trtc: ${row[1]} (code ${key})`, { cause })
}

/** Under which of the room's reasons an error ends a stay. */
export const leaveReason = ({ reason }: LiveError): LeaveReason =>
  reason === 'kicked' || reason === 'room-closed' ? reason : reason.startsWith('token') ? 'token-expired' : 'refused'
