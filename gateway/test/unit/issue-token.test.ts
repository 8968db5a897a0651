import fc from 'fast-check'
import { RIGHTS, type Claims } from '../../src/auth/claims'
import { KeyRing } from '../../src/auth/keys'
import { issueToken, verifyToken } from '../../src/auth/token'
import { ROLES } from '../../src/room/rights'

const KEY = { kid: 'k1', secret: 'first secret of thirty-two chars!' }
const ring = new KeyRing([KEY])
const NOW = 1_700_000_000
const CLAIMS: Claims = { sub: 'ann', role: 'anchor', rooms: ['r'], exp: NOW + 60 }

test('a token lives for an hour unless it says otherwise', () => {
  const token = issueToken(KEY, { sub: 'ann', role: 'audience', rooms: ['r'] }, NOW * 1000 + 999)
  const claims = { sub: 'ann', role: 'audience', rooms: ['r'], iat: NOW, exp: NOW + 3600 }
  expect(verifyToken(token, ring, NOW * 1000)).toEqual({ ok: true, claims })
})

test.each<[string, Partial<Record<keyof Claims, unknown>>, RegExp]>([
  ['nobody', { sub: '' }, /claim sub/],
  ['a role nobody knows', { role: 'superstar' }, /role must be one of anchor, speaker, audience, admin/],
  ['no room', { rooms: [] }, /claim rooms/],
  ['a pattern of rooms', { rooms: ['class-*'] }, /no other patterns/],
  ['a right nobody has', { may: ['fly'] }, /some of publish, chat, link, host, moderate/],
  ['half a day', { exp: NOW + 12 * 3600 }, /more than two hours ahead/],
  ['yesterday', { exp: NOW - 86_400 }, /expired 86400 s ago/],
  ['milliseconds', { exp: (NOW + 60) * 1000 }, /more than two hours ahead/],
  [
    'more rooms than a token holds',
    { rooms: Array.from({ length: 200 }, (_, i) => `room-number-${i}`) },
    /fewer rooms/,
  ],
])('what the gateway would refuse is not issued: %s', (_, wrong, message) => {
  expect(() => issueToken(KEY, { ...CLAIMS, ...wrong } as Claims, NOW * 1000)).toThrow(message)
})

test('a bad key is named without its secret', () => {
  const issue = () => issueToken({ kid: 'k1', secret: 'hush-hush' }, CLAIMS, NOW * 1000)
  expect(issue).toThrow('the secret of key "k1" must have at least 32 characters')
  expect(issue).not.toThrow(/hush/)
})

test('whatever is issued verifies to what was asked for', () => {
  const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,48}$/)
  const claims = fc.record({
    sub: id,
    role: fc.constantFrom(...ROLES),
    rooms: fc.array(fc.oneof(id, fc.constant('*')), { minLength: 1, maxLength: 5 }),
    name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }),
    may: fc.subarray(RIGHTS),
    exp: fc.integer({ min: NOW, max: NOW + 7200 }),
  })
  fc.assert(
    fc.property(claims, (asked) => {
      const token = issueToken(KEY, asked, NOW * 1000)
      expect(verifyToken(token, ring, NOW * 1000)).toEqual({ ok: true, claims: { ...asked, iat: NOW } })
    }),
  )
})
