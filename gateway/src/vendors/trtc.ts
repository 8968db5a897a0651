/** UserSig and PrivateMapKey of Tencent's TRTC and IM, for backends of apps that run on Tencent's cloud. Issued, never read. */
import { createHmac } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { wholeSeconds } from './seconds'

export interface TrtcUser {
  /** SDKAppID of the TRTC console. */
  sdkAppId: number
  /** Secret key of the TRTC console. */
  secretKey: string
  /** 1-32 letters, digits, `_` or `-`. */
  userId: string
  /** Seconds. */
  expire: number
}

/** The bits of a PrivateMapKey (tencentyun/tls-sig-api-v2-node, genPrivateMapKey). */
const RIGHTS = {
  createRoom: 1,
  enterRoom: 2,
  sendAudio: 4,
  receiveAudio: 8,
  sendVideo: 16,
  receiveVideo: 32,
  sendScreen: 64,
  receiveScreen: 128,
} as const
export type TrtcRight = keyof typeof RIGHTS

export interface TrtcRoom extends TrtcUser {
  /** A number is a `roomID`, a text a `strRoomID`: the two are different rooms, even where they read alike. */
  roomId: number | string
  /** All unless said. */
  rights?: readonly TrtcRight[] | undefined
}

function check({ sdkAppId, secretKey, userId, expire }: TrtcUser, who: string): void {
  if (!Number.isInteger(sdkAppId) || sdkAppId <= 0 || sdkAppId > 0xffff_ffff)
    throw new TypeError(`${who}: sdkAppId must be the number that TRTC gave the app`)
  if (typeof secretKey !== 'string' || secretKey === '') throw new TypeError(`${who}: secretKey is missing`)
  if (typeof userId !== 'string' || !/^[A-Za-z0-9_-]{1,32}$/.test(userId))
    throw new TypeError(`${who}: userId must be 1-32 letters, digits, "_" or "-"`)
  wholeSeconds(expire, `${who}: expire`)
}

/** base64 with letters that pass through a URL, as Tencent chose them. */
function encode(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '*').replaceAll('/', '-').replaceAll('=', '_')
}

function seal({ sdkAppId, secretKey, userId, expire }: TrtcUser, now: number, userbuf?: Buffer): string {
  const buffer = userbuf?.toString('base64')
  const claims = { identifier: userId, sdkappid: sdkAppId, time: now, expire, ...(buffer ? { userbuf: buffer } : {}) }
  const signed = Object.entries(claims).map(([name, value]) => `TLS.${name}:${value}\n`)
  const sig = createHmac('sha256', secretKey).update(signed.join('')).digest('base64')
  const named = Object.entries({ ver: '2.0', ...claims, sig }).map(([name, value]) => [`TLS.${name}`, value])
  return encode(deflateSync(JSON.stringify(Object.fromEntries(named))))
}

/**
 * Lets a user into any room of the app.
 * @param nowMs the time it is issued at, ms
 * @throws TypeError that says what is wrong, without the key
 */
export function trtcUserSig(user: TrtcUser, nowMs: number = Date.now()): string {
  check(user, 'trtcUserSig')
  return seal(user, Math.floor(nowMs / 1000))
}

/** Numbers of 32 bits, and texts with their length of 16 bits in front, in the order that TRTC reads them in. */
function roomBuffer({ sdkAppId, userId, roomId, expire, rights }: TrtcRoom, now: number): Buffer {
  const named = typeof roomId === 'string'
  const bits = (rights ?? (Object.keys(RIGHTS) as TrtcRight[])).reduce((sum, right) => sum | RIGHTS[right], 0)
  const words = Buffer.alloc(20)
  const accountType = 0
  for (const [i, word] of [sdkAppId, named ? 0 : roomId, now + expire, bits, accountType].entries())
    words.writeUInt32BE(word, i * 4)
  const sized = (text: string): Buffer => Buffer.concat([Buffer.from([0, text.length]), Buffer.from(text, 'latin1')])
  return Buffer.concat([Buffer.from([named ? 1 : 0]), sized(userId), words, ...(named ? [sized(roomId)] : [])])
}

/**
 * Lets a user into one room, with these rights. TRTC asks for it (`privateMapKey`) where advanced permission control is on
 * in its console; without that a UserSig opens every room.
 * @param nowMs the time it is issued at, ms
 * @throws TypeError that says what is wrong, without the key
 */
export function trtcPrivateMapKey(room: TrtcRoom, nowMs: number = Date.now()): string {
  check(room, 'trtcPrivateMapKey')
  const { roomId, rights = [], expire } = room
  const good =
    typeof roomId === 'number'
      ? Number.isInteger(roomId) && roomId > 0 && roomId < 0xffff_ffff
      : typeof roomId === 'string' && /^[\x21-\x7e]{1,64}$/.test(roomId)
  if (!good)
    throw new TypeError('trtcPrivateMapKey: roomId must be a number from 1 to 4294967294, or 1-64 ASCII characters')
  const unknown = rights.find((right) => !Object.hasOwn(RIGHTS, right))
  if (unknown !== undefined)
    throw new TypeError(`trtcPrivateMapKey: unknown right "${unknown}"; use some of ${Object.keys(RIGHTS).join(', ')}`)
  const now = Math.floor(nowMs / 1000)
  wholeSeconds(now + expire, 'trtcPrivateMapKey: the end of its life')
  return seal(room, now, roomBuffer(room, now))
}
