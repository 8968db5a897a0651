/**
 * ZEGO's token04, for backends of apps that run on ZEGO's cloud. Issued, never read: it is encryption (AES-CBC) without a
 * signature, so whoever changes it unseen changes what it decrypts to. Our own tokens are JWT for that reason.
 */
import { createCipheriv, randomBytes, randomInt } from 'node:crypto'
import { wholeSeconds } from './seconds'

export interface ZegoToken {
  /** AppID of ZEGO's console. */
  appId: number
  /** ServerSecret of ZEGO's console, 32 characters. */
  serverSecret: string
  userId: string
  /** Seconds. */
  effectiveTimeInSeconds: number
  /** Empty for plain login; see {@link zegoRoomPayload} where the console has room rights on. */
  payload?: string | undefined
}

/** What is random or of the moment in a token; only tests have a reason to give it. */
export interface ZegoChance {
  /** Now, ms. */
  nowMs?: number | undefined
  /** 32 bits, signed. */
  nonce?: number | undefined
  /** 16 bytes. */
  iv?: Buffer | undefined
}

export interface ZegoRoomRights {
  roomId: string
  login: boolean
  publish: boolean
  /** Streams that may be published; all unless said. */
  streamIds?: readonly string[] | undefined
}

/** Rights in one room, as `payload`. Privilege 1 is loginRoom, 2 is publishStream (zegoim/zego_server_assistant, token04). */
export function zegoRoomPayload({ roomId, login, publish, streamIds }: ZegoRoomRights): string {
  const privilege = { 1: Number(login), 2: Number(publish) }
  return JSON.stringify({ room_id: roomId, privilege, stream_id_list: streamIds ?? null })
}

function check({ appId, serverSecret, userId, effectiveTimeInSeconds }: ZegoToken): void {
  if (!Number.isSafeInteger(appId) || appId <= 0)
    throw new TypeError('zegoToken04: appId must be the number that ZEGO gave the app')
  if (typeof serverSecret !== 'string' || Buffer.byteLength(serverSecret) !== 32)
    throw new TypeError("zegoToken04: serverSecret must be the 32 characters of ZEGO's console, as they stand there")
  if (typeof userId !== 'string' || userId === '') throw new TypeError('zegoToken04: userId is missing')
  wholeSeconds(effectiveTimeInSeconds, 'zegoToken04: effectiveTimeInSeconds')
}

/** Length in front, 16 bits. */
function sized(part: Buffer): Buffer {
  const size = Buffer.alloc(2)
  size.writeUInt16BE(part.length)
  return Buffer.concat([size, part])
}

/**
 * @returns `04` and base64 of the expiry (64 bits), the IV and the encrypted claims, each with its length in front
 * @throws TypeError that says what is wrong, without the secret
 */
export function zegoToken04(token: ZegoToken, chance: ZegoChance = {}): string {
  check(token)
  const { appId, serverSecret, userId, effectiveTimeInSeconds, payload = '' } = token
  const { nowMs = Date.now(), nonce = randomInt(-(2 ** 31), 2 ** 31), iv = randomBytes(16) } = chance
  const ctime = Math.floor(nowMs / 1000)
  const expire = ctime + effectiveTimeInSeconds
  const claims = JSON.stringify({ app_id: appId, user_id: userId, nonce, ctime, expire, payload })
  const cipher = createCipheriv('aes-256-cbc', serverSecret, iv)
  const encrypted = Buffer.concat([cipher.update(claims, 'utf8'), cipher.final()])
  if (encrypted.length > 0xffff) throw new TypeError('zegoToken04: payload is too long')
  const end = Buffer.alloc(8)
  end.writeBigInt64BE(BigInt(expire))
  return `04${Buffer.concat([end, sized(iv), sized(encrypted)]).toString('base64')}`
}
