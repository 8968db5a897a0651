/** What the app says about its TRTC account and rooms. */
import { demand } from '../../errors'
import type { JoinRequest, RoomId, StreamId, UserId } from '../types'
import type { Companion } from '../companion'
import type { TrtcClass } from './sdk'

/** How a stream is received. */
export interface TrtcReceive {
  /** The small picture, where its publisher sends one (`room: { encsmall: 1 }`). Default false. */
  small?: boolean
  /** With sound. Default true. */
  audio?: boolean
  /** With picture. Default true. */
  video?: boolean
}

/** What {@link trtc} takes. */
export interface TrtcOptions {
  /** SDKAppID of the TRTC console. */
  sdkAppId: number
  /** The class that npm `trtc-wx-sdk` exports. */
  TRTC: TrtcClass
  /** Who I am: the id that the userSig was made for. A function is asked with each room. */
  userId: UserId | (() => UserId)
  /** What carries everything but media: `gatewayChannel()`, `messageChannel()`. Without it there is no chat and no mic-link. */
  channel?: (userId: UserId) => Companion
  /** `rtc`: calls and meetings. `live`: one or few publish, many watch. Default `live`. */
  scene?: 'live' | 'rtc'
  /** TRTC's `roomID` (number) or its `strRoomID` (string): different rooms, even where they read alike. Default `string`. */
  roomIds?: 'string' | 'number'
  /** Where advanced permission control is on in the console. A function is asked before every start. */
  privateMapKey?: string | ((roomId: RoomId) => string | Promise<string>)
  /** More parameters of the SDK's `enterRoom`, as `encsmall`, `streamID`, `userDefineRecordID`, `recvMode`. */
  room?: Readonly<Record<string, string | number>>
  /** Attributes of the pusher in the SDK's words, as `minBitrate`, `maxBitrate`, `audioVolumeType`. Defaults: the SDK's. */
  pusher?: Readonly<Record<string, string | number | boolean>>
  /** Asked whenever a stream is going to be played; `room.player(id).retry()` has it asked again. */
  receive?: (streamId: StreamId) => TrtcReceive
  /** Lets the SDK report each state to yun.tim.qq.com, userSig included, and log to the console. Default false. */
  reports?: boolean
  /** Which of Tencent's scenes the reports name. */
  TUIScene?: string | number
  /** How long `join()` waits for the room, ms. Default 15000. */
  joinTimeoutMs?: number
}

/** @throws LiveError `invalid-argument` */
export function checkOptions({ sdkAppId, TRTC, userId, channel }: TrtcOptions): void {
  const call = 'trtc'
  demand(Number.isInteger(sdkAppId) && sdkAppId > 0, call, 'sdkAppId', 'the number of your app in the TRTC console')
  demand(typeof TRTC === 'function', call, 'TRTC', 'the class that npm trtc-wx-sdk exports')
  demand(userId, call, 'userId', 'the id that the userSig was made for, or a function that gives it')
  demand(!channel || typeof channel === 'function', call, 'channel', 'gatewayChannel(...) or messageChannel(...)')
}

/** As TRTC takes them. @throws LiveError `invalid-argument` */
export function roomParameter(
  roomId: RoomId,
  kind: TrtcOptions['roomIds'],
): { roomID: number } | { strRoomID: string } {
  const number = kind === 'number'
  const good = number ? /^[1-9]\d{0,9}$/.test(roomId) && Number(roomId) < 4294967295 : /^[\w-]{1,64}$/.test(roomId)
  demand(good, 'trtc.join', 'roomId', number ? 'a number up to 4294967294' : '1 to 64 of A-Z a-z 0-9 _ -')
  return number ? { roomID: Number(roomId) } : { strRoomID: roomId }
}

/** What the SDK's `enterRoom` takes; functions are asked each time, because what they give expires. */
export async function entryOf(
  { sdkAppId, scene = 'live', privateMapKey: key, room, roomIds }: TrtcOptions,
  { roomId, token }: JoinRequest,
  userID: UserId,
): Promise<Record<string, unknown>> {
  const userSig = typeof token === 'function' ? await token() : token
  const privateMapKey = typeof key === 'function' ? await key(roomId) : key
  const parameters = { ...room, sdkAppID: sdkAppId, ...roomParameter(roomId, roomIds), userID, userSig, scene }
  return { ...parameters, ...(privateMapKey && { privateMapKey }) }
}
