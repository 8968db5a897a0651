import { KeyRing, parseKey, randomKey, type Key } from '../../src/auth/keys'
import { issueToken, verifyToken } from '../../src/auth/token'

const KEY: Key = { kid: 'k1', secret: 'first secret of thirty-two chars!' }
const NEW: Key = { kid: 'k2', secret: 'second secret, thirty-two chars!!' }
const NOW = 1_700_000_000

const issue = (key = KEY): string =>
  issueToken(key, { sub: 'ann', role: 'anchor', rooms: ['r'], exp: NOW + 60 }, NOW * 1000)

describe('keys are replaced while the gateway runs', () => {
  test('old and new verify while both are live; a key that is left out verifies no more', () => {
    const keys = new KeyRing([KEY])
    const old = issue()
    const fresh = issue(NEW)
    const good = () => [old, fresh].map((token) => verifyToken(token, keys, NOW * 1000).ok)
    expect(good()).toEqual([true, false])
    keys.replace([NEW, KEY])
    expect(good()).toEqual([true, true])
    expect([keys.primary.kid, keys.kids]).toEqual(['k2', ['k2', 'k1']])
    keys.replace([NEW])
    expect(good()).toEqual([false, true])
  })

  test.each<[string, Key[]]>([
    ['none', []],
    ['a short one', [NEW, { kid: 'k3', secret: 'short' }]],
    ['one twice', [NEW, NEW]],
  ])('keys that are no good change nothing: %s', (_, bad) => {
    const keys = new KeyRing([KEY])
    expect(() => keys.replace(bad)).toThrow(TypeError)
    expect(keys.kids).toEqual(['k1'])
    expect(verifyToken(issue(), keys, NOW * 1000).ok).toBe(true)
  })

  test('what the caller does to its keys afterwards does not reach the ring', () => {
    const mine = { ...KEY }
    const keys = new KeyRing([mine])
    mine.secret = 'x'
    expect(verifyToken(issue(), keys, NOW * 1000).ok).toBe(true)
  })

  test('a random key is a good one, and nobody else has it', () => {
    expect(randomKey('k7')).toEqual({ kid: 'k7', secret: expect.stringMatching(/^[\w-]{43}$/) })
    expect(randomKey().secret).not.toBe(randomKey().secret)
  })
})

test.each<[string, () => unknown, RegExp]>([
  ['a short secret', () => parseKey('k1:short'), /at least 32 characters/],
  ['no colon', () => parseKey('justtext'), /kid:secret/],
  ['a bad kid', () => parseKey(`k 1:${'x'.repeat(32)}`), /key id/],
  ['one kid twice', () => new KeyRing([KEY, KEY]), /given twice/],
  ['no key', () => new KeyRing([]), /at least one key/],
  ['a kid that is none', () => new KeyRing([{ secret: KEY.secret } as Key]), /key id "undefined"/],
])('%s: an error that says what to do, without the secret', (_, run, message) => {
  expect(run).toThrow(message)
  expect(run).not.toThrow(/short$|thirty-two/)
})
