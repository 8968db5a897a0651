import { createHmac } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { trtcPrivateMapKey, trtcUserSig, type TrtcRoom } from '../../src/vendors/trtc'

/**
 * What Tencent's own code gives (github.com/tencentyun/tls-sig-api-v2-node, commit 4a1a603) at this time for the app, key
 * and user of its TLSSigAPITest.js. How zlib packs differs between its builds, so what is packed is compared, byte for byte.
 */
const NOW_MS = 1_700_000_000_000
const USER = {
  sdkAppId: 1_400_000_000,
  secretKey: '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e',
  userId: 'xiaojun',
  expire: 86_400 * 180,
}
const USER_SIG =
  'eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwhWZiflZpXlQqeKU7MSCgswUJStDEwMogMiUZOamKlkZmqOKplYUZBaBxE1NTY3gosWZ6UpWSj5ljuYp*p7l5unBxXnF2WVhVU4uAf7Ozi5JpX7O5SbuHuUhzgZJmQXaTia2SrUAohcx8g__'
const ROOM_KEY =
  'eJxVjc0KgkAYRd-l2xb*kVQDLb5CVJCwEoJ2jo7TpKn410j07qFZ0N1c7jmL*4TAOykdq4CAoWgwH7eIWd6IRIxYirC4tfmk6jgNy1LEQPSFNuVjGnFnQPTlP2WyFNXATdM0frStWUXbBAggosPs7EqNUqfZvg84Iu6iwyW1VBzir8b63gsOBPo1dtSUD4e7vMAttcPUCy1N1rNOjb3I9Rmn5ySiR8-dwOsNn*tDuQ__'
const NAMED_ROOM_KEY =
  'eJxVztsKgkAQBuB3mesotbZkoYslKy86IJ3Iu8zVJlfXPKQVvXu0VtAPAzPffzMPWM9W7SvPgILR1qClbvR5UmCAims8yHOZfKrcjw5pij5Qvad90jQFxhyoPvhXXqeYvZ0QYvy0zHnmlQFQYA6z*VScPCPVPbG4rUOm4kbjjlpGsgEm67nFqmac6vsOhkAh2ixJdbG3vnkRedeeRIWL80K4*e14tfR7JuRI6*-ifSzNITxfIrJJuQ__'
/** A room whose number needs all 32 bits. */
const HIGH_ROOM_KEY =
  'eJxVjU0LgkAYhP-Ley1ctdZK6LCa1CEqcevgTdtVNz8Sv1Ki-x6aBc1lmGcY5gl070gNL0AHVZJhOmTBeFaJQAy4Fd79VmdjVbLYy3PBQFfm8qhPU4mUg64s-ilvc1H0HGOs-mhd8sKvA9CBELLj2yTy1Vzxk0NHww1CCE3c2EKk12k52PdehP3IoZdHF0aVwVhGZM2i5qo42lfPyMxZmTZdHRDNjRwbn9fwegNyGEMH'

function unpack(sig: string): string {
  const base64 = sig.replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '=')
  return inflateSync(Buffer.from(base64, 'base64')).toString('utf8')
}

test.each<[string, () => string, string]>([
  ['a UserSig', () => trtcUserSig(USER, NOW_MS), USER_SIG],
  ['room 10000, all rights', () => trtcPrivateMapKey({ ...USER, roomId: 10_000 }, NOW_MS), ROOM_KEY],
  ['the highest room', () => trtcPrivateMapKey({ ...USER, roomId: 4_294_967_294 }, NOW_MS), HIGH_ROOM_KEY],
  [
    'a room with a name, for one who watches (42)',
    () =>
      trtcPrivateMapKey(
        { ...USER, roomId: '1000000040', rights: ['enterRoom', 'receiveAudio', 'receiveVideo'] },
        NOW_MS,
      ),
    NAMED_ROOM_KEY,
  ],
])("what Tencent's own code gives: %s", (_, issue, theirs) => {
  expect(unpack(issue())).toBe(unpack(theirs))
})

test('whatever is issued passes through a URL and unpacks to what was asked for, signed', () => {
  const ids = fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/)
  fc.assert(
    fc.property(ids, fc.integer({ min: 1, max: 86_400 }), (userId, expire) => {
      const sig = trtcUserSig({ ...USER, userId, expire }, NOW_MS)
      expect(sig).toMatch(/^[A-Za-z0-9*_-]+$/)
      const time = NOW_MS / 1000
      const signed = `TLS.identifier:${userId}\nTLS.sdkappid:1400000000\nTLS.time:${time}\nTLS.expire:${expire}\n`
      expect(JSON.parse(unpack(sig))).toEqual({
        'TLS.ver': '2.0',
        'TLS.identifier': userId,
        'TLS.sdkappid': 1_400_000_000,
        'TLS.time': time,
        'TLS.expire': expire,
        'TLS.sig': createHmac('sha256', USER.secretKey).update(signed).digest('base64'),
      })
    }),
  )
})

test.each<[string, Partial<Record<keyof TrtcRoom, unknown>>, RegExp]>([
  ['an app id as text', { sdkAppId: '1400000000' }, /sdkAppId must be the number/],
  ['no key', { secretKey: '' }, /secretKey is missing/],
  ['nobody', { userId: '' }, /userId must be 1-32 letters/],
  ['a user of 33 characters', { userId: 'x'.repeat(33) }, /userId must be 1-32 letters/],
  ['a user in other letters', { userId: '安' }, /userId must be 1-32 letters/],
  ['a life in fractions', { expire: 1.5 }, /expire must be a whole number of seconds/],
  ['a life beyond 32 bits', { expire: 4_000_000_000 }, /the end of its life/],
  ['room 0', { roomId: 0 }, /roomId must be a number from 1 to 4294967294/],
  ['a room beyond 32 bits', { roomId: 2 ** 32 }, /roomId must be/],
  ['a room without a name', { roomId: '' }, /1-64 ASCII characters/],
  ['a room in other letters', { roomId: '房间' }, /1-64 ASCII characters/],
  ['a right nobody has', { rights: ['fly'] }, /unknown right "fly"; use some of createRoom, enterRoom/],
])('%s: an error that says what to do, without the key', (_, wrong, message) => {
  const run = () => trtcPrivateMapKey({ ...USER, roomId: 1, ...wrong } as TrtcRoom, NOW_MS)
  expect(run).toThrow(message)
  expect(run).not.toThrow(/5bd285/)
})

test('no rights at all are none, not all', () => {
  const bits = (rights: TrtcRoom['rights']): number => {
    const { 'TLS.userbuf': userbuf } = JSON.parse(
      unpack(trtcPrivateMapKey({ ...USER, roomId: 7, rights }, NOW_MS)),
    ) as Record<string, string>
    return Buffer.from(userbuf as string, 'base64').readUInt32BE(1 + 2 + USER.userId.length + 12)
  }
  expect([bits([]), bits(['sendScreen', 'sendScreen']), bits(undefined)]).toEqual([0, 64, 255])
})
