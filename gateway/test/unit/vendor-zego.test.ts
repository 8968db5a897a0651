import { createDecipheriv } from 'node:crypto'
import fc from 'fast-check'
import { zegoRoomPayload, zegoToken04, type ZegoToken } from '../../src/vendors/zego'

/**
 * What ZEGO's own generateToken04 gives (github.com/zegoim/zego_server_assistant, token/nodejs/token04, commit 4e80bab) at
 * this time with every Math.random() being 0.25; the secret is the one of its Go test.
 */
const NOW_MS = 1_700_000_000_000
const CHANCE = { nowMs: NOW_MS, nonce: 536_870_912, iv: Buffer.from('9999999999999999') }
const USER: ZegoToken = {
  appId: 1_234_567_890,
  serverSecret: 'fa94dd0f974cf2e293728a526b028271',
  userId: 'user1',
  effectiveTimeInSeconds: 3600,
}
const LOGIN =
  '04AAAAAGVT/xAAEDk5OTk5OTk5OTk5OTk5OTkAcFDz6ykCKnC7+XJioL1jgUJImqcGUNfH74VuY/y/r2yGAEov7YIuV7YLZ2lO6gcg/28/+bKvFbAAaOITN1YEIHemQ+EKvCJg4rw9eok7AoNEGlb+ulgJ5LLBEuCviB5RSgrcU5X2er9FjvNSgBitv2s='
const ROOM =
  '04AAAAAGVT/xAAEDk5OTk5OTk5OTk5OTk5OTkAwFDz6ykCKnC7+XJioL1jgUJImqcGUNfH74VuY/y/r2yGAEov7YIuV7YLZ2lO6gcg/28/+bKvFbAAaOITN1YEIHemQ+EKvCJg4rw9eok7AoNEGlb+ulgJ5LLBEuCviB5RShl5iALG9Wx+cLA/iTQzUZuWb512ztZeIGgh/lcQxpdzqOdJWbv1a9OQ/MTav/zl8uX7AvL3q0YS7ngXMqQW9tE1FzmE+NncOgOGLBv5oO+8/6yEEkv4N2JJjK6gCnv+nA=='

/** Reads a token as ZEGO's servers do. */
function open(token: string, secret: string): { expire: bigint; iv: Buffer; claims: Record<string, unknown> } {
  const bytes = Buffer.from(token.slice(2), 'base64')
  const iv = bytes.subarray(10, 10 + bytes.readUInt16BE(8))
  const rest = bytes.subarray(10 + iv.length)
  const decipher = createDecipheriv('aes-256-cbc', secret, iv)
  const text = Buffer.concat([decipher.update(rest.subarray(2, 2 + rest.readUInt16BE(0))), decipher.final()])
  return { expire: bytes.readBigInt64BE(0), iv, claims: JSON.parse(text.toString('utf8')) as Record<string, unknown> }
}

test("byte for byte what ZEGO's own code gives: login", () => {
  expect(zegoToken04(USER, CHANCE)).toBe(LOGIN)
})

test("byte for byte what ZEGO's own code gives: one room, without publishing", () => {
  const payload = zegoRoomPayload({ roomId: 'room1', login: true, publish: false })
  expect(payload).toBe('{"room_id":"room1","privilege":{"1":1,"2":0},"stream_id_list":null}')
  expect(zegoToken04({ ...USER, payload }, CHANCE)).toBe(ROOM)
})

test('streams that may be published are listed', () => {
  const payload = zegoRoomPayload({ roomId: 'r', login: true, publish: true, streamIds: ['a', 'b'] })
  expect(JSON.parse(payload)).toEqual({ room_id: 'r', privilege: { 1: 1, 2: 1 }, stream_id_list: ['a', 'b'] })
})

test('no two tokens are alike, and each opens to what was asked for', () => {
  const user = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 64 })
  const texts = fc.string({ unit: 'grapheme', maxLength: 200 })
  fc.assert(
    fc.property(user, texts, fc.integer({ min: 1, max: 86_400 }), (userId, payload, effectiveTimeInSeconds) => {
      const wanted = { ...USER, userId, payload, effectiveTimeInSeconds }
      const [token, again] = [zegoToken04(wanted, { nowMs: NOW_MS }), zegoToken04(wanted, { nowMs: NOW_MS })]
      const { expire, iv, claims } = open(token, USER.serverSecret)
      const end = NOW_MS / 1000 + effectiveTimeInSeconds
      expect([token.slice(0, 2), iv.length, expire]).toEqual(['04', 16, BigInt(end)])
      const nonce = expect.any(Number) as number
      expect(claims).toEqual({ app_id: USER.appId, user_id: userId, nonce, ctime: NOW_MS / 1000, expire: end, payload })
      expect(Math.abs(claims['nonce'] as number)).toBeLessThanOrEqual(2 ** 31)
      expect(open(again, USER.serverSecret).iv.equals(iv)).toBe(false)
    }),
  )
})

test.each<[string, Partial<Record<keyof ZegoToken, unknown>>, RegExp]>([
  ['an app id as text', { appId: '1234567890' }, /appId must be the number/],
  ['no app id', { appId: 0 }, /appId must be the number/],
  ['a secret of 64 characters', { serverSecret: 'a'.repeat(64) }, /serverSecret must be the 32 characters/],
  ['a secret of 32 characters and more bytes', { serverSecret: 'é'.repeat(32) }, /serverSecret must be the 32/],
  ['nobody', { userId: '' }, /userId is missing/],
  ['a life in fractions', { effectiveTimeInSeconds: 0.5 }, /effectiveTimeInSeconds must be a whole number of seconds/],
  ['no life', { effectiveTimeInSeconds: 0 }, /more than 0/],
  ['a payload over its 64 KB', { payload: 'x'.repeat(65_536) }, /payload is too long/],
])('%s: an error that says what to do, without the secret', (_, wrong, message) => {
  const run = () => zegoToken04({ ...USER, ...wrong } as ZegoToken)
  expect(run).toThrow(message)
  expect(run).not.toThrow(/fa94dd|aaaa|éé/)
})
