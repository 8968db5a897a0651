import { execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { KeyRing, type Key } from '../../src/auth/keys'
import { issueToken, verifyToken } from '../../src/auth/token'
import { ID_PATTERN } from '../../src/wire'

const KEY: Key = { kid: 'k1', secret: 'first secret of thirty-two chars!' }
const NEW: Key = { kid: 'k2', secret: 'second secret, thirty-two chars!!' }
const ring = new KeyRing([KEY, NEW])
const NOW = 1_700_000_000
const CLAIMS = { sub: 'ann', name: 'Ann', role: 'anchor' as const, rooms: ['r'], iat: NOW, exp: NOW + 3600 }
const HOUR = 3600

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Well signed, whatever it says: what a careless or hostile backend could send. */
function seal(head: string | Buffer, body: string | Buffer, secret = KEY.secret, hash = 'sha256'): string {
  const text = [head, body].map((part) => Buffer.from(part as string).toString('base64url')).join('.')
  return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`
}

const forge = (header: unknown, claims: unknown, secret?: string, hash?: string): string =>
  seal(JSON.stringify(header), JSON.stringify(claims), secret, hash)

const verdict = (token: string, now = NOW): string => {
  const result = verifyToken(token, ring, now * 1000)
  return result.ok ? 'ok' : result.code
}

const H = { alg: 'HS256', kid: 'k1' }

const issue = (key = KEY, claims: Parameters<typeof issueToken>[1] = CLAIMS): string =>
  issueToken(key, claims, NOW * 1000)

test('what is issued verifies, with either live key', () => {
  expect(verifyToken(issue(), ring, NOW * 1000)).toEqual({ ok: true, claims: CLAIMS })
  expect(verdict(issue(NEW))).toBe('ok')
})

test.each<[string, string]>([
  ['alg none without signature', `${encode({ alg: 'none', kid: 'k1' })}.${encode(CLAIMS)}.`],
  ['alg none with a good HMAC', forge({ alg: 'none', kid: 'k1' }, CLAIMS)],
  ['alg HS512', forge({ alg: 'HS512', kid: 'k1' }, CLAIMS, KEY.secret, 'sha512')],
  ['alg in small letters', forge({ ...H, alg: 'hs256' }, CLAIMS)],
  ['alg as a list', forge({ ...H, alg: ['HS256'] }, CLAIMS)],
  ['alg twice', seal('{"alg":"none","kid":"k1","alg":"HS256"}', JSON.stringify(CLAIMS))],
  ['no kid', forge({ alg: 'HS256' }, CLAIMS)],
  ['unknown kid', forge({ ...H, kid: 'k9' }, CLAIMS)],
  ['a kid of the language', forge({ ...H, kid: '__proto__' }, CLAIMS)],
  ['the other key under this kid', forge(H, CLAIMS, NEW.secret)],
  ['a key that it brings itself', forge({ ...H, jwk: { kty: 'oct', k: 'eA' }, kid: 'x' }, CLAIMS, 'x')],
  ['a critical header', forge({ ...H, crit: ['b64'] }, CLAIMS)],
  ['two parts', 'a.b'],
  ['four parts', `${forge(H, CLAIMS)}.x`],
  ['blanks around it', ` ${forge(H, CLAIMS)}`],
  ['padding', forge(H, CLAIMS).replace('.', '=.')],
  ['longer than 4096', forge(H, { ...CLAIMS, note: 'x'.repeat(4096) })],
])('refused before its claims are read: %s', (_, token) => {
  expect(verdict(token)).toBe('token-invalid')
})

test.each<[string, string]>([
  ['a list', JSON.stringify([CLAIMS])],
  ['null', 'null'],
  ['no JSON', '{sub:"ann"}'],
  ['a byte order mark', `\ufeff${JSON.stringify(CLAIMS)}`],
  ['role twice', JSON.stringify(CLAIMS).replace('"role"', '"role":"audience","role"')],
  ['role twice, once in disguise', JSON.stringify(CLAIMS).replace('"role"', '"r\\u006fle":"audience","role"')],
  ['no exp', JSON.stringify({ ...CLAIMS, exp: undefined })],
  ['exp null', JSON.stringify({ ...CLAIMS, exp: null })],
  ['exp as text', JSON.stringify({ ...CLAIMS, exp: '9999999999' })],
  ['exp in milliseconds', JSON.stringify({ ...CLAIMS, exp: CLAIMS.exp * 1000 })],
  ['exp without end', JSON.stringify(CLAIMS).replace(`"exp":${CLAIMS.exp}`, '"exp":1e999')],
  ['exp before all time', JSON.stringify(CLAIMS).replace(`"exp":${CLAIMS.exp}`, '"exp":-1e999')],
  ['exp three hours ahead', JSON.stringify({ ...CLAIMS, exp: NOW + 3 * HOUR })],
  ['iat as text', JSON.stringify({ ...CLAIMS, iat: String(NOW) })],
  ['iat before all time', JSON.stringify(CLAIMS).replace(`"iat":${NOW}`, '"iat":-1e999')],
  ['iat beyond whole numbers', JSON.stringify(CLAIMS).replace(`"iat":${NOW}`, '"iat":1e300')],
  ['not valid yet', JSON.stringify({ ...CLAIMS, nbf: NOW + 120 })],
  ['no sub', JSON.stringify({ ...CLAIMS, sub: undefined })],
  ['a sub that is no id', JSON.stringify({ ...CLAIMS, sub: 'ann~1' })],
  ['a sub with a line feed', JSON.stringify({ ...CLAIMS, sub: 'ann\n' })],
  ['a sub in other letters that look the same', JSON.stringify({ ...CLAIMS, sub: '\u0430nn' })],
  ['a name of 65 characters', JSON.stringify({ ...CLAIMS, name: '\u{1f600}'.repeat(65) })],
  ['a name with half a character', JSON.stringify({ ...CLAIMS, name: '\ud83d' })],
  ['a name that is none', JSON.stringify({ ...CLAIMS, name: 5 })],
  ['rooms missing', JSON.stringify({ ...CLAIMS, rooms: undefined })],
  ['no rooms', JSON.stringify({ ...CLAIMS, rooms: [] })],
  ['rooms as text', JSON.stringify({ ...CLAIMS, rooms: '*' })],
  ['a room without a name', JSON.stringify({ ...CLAIMS, rooms: [''] })],
  ['a pattern of rooms', JSON.stringify({ ...CLAIMS, rooms: ['class-*'] })],
  ['rooms in rooms', JSON.stringify({ ...CLAIMS, rooms: [['*']] })],
  ['no role', JSON.stringify({ ...CLAIMS, role: undefined })],
  ['a right nobody has', JSON.stringify({ ...CLAIMS, may: ['chat', 'fly'] })],
  ['rights as text', JSON.stringify({ ...CLAIMS, may: 'chat' })],
  ['for somebody else', JSON.stringify({ ...CLAIMS, aud: 'billing' })],
  ['for some, not for us', JSON.stringify({ ...CLAIMS, aud: ['billing', 'lianmai2'] })],
])('refused, though well signed: %s', (_, body) => {
  expect(verdict(seal(JSON.stringify(H), body))).toBe('token-invalid')
})

test('bytes that are no UTF-8 are not read as a name', () => {
  const body = Buffer.from(JSON.stringify(CLAIMS).replace('Ann', 'A\xffn'), 'latin1')
  expect(verdict(seal(JSON.stringify(H), body))).toBe('token-invalid')
})

test.each<[string, object, object]>([
  ['a fraction of a second', { exp: NOW + 0.5 }, { exp: NOW + 0.5 }],
  ['a name of 64 emoji', { name: '\u{1f600}'.repeat(64) }, { name: '\u{1f600}'.repeat(64) }],
  ['an empty name is none', { name: '' }, { name: undefined }],
  ['a role nobody knows: told apart at join', { role: 'superstar' }, { role: 'superstar' }],
  ['some rights', { may: ['chat', 'link'] }, { may: ['chat', 'link'] }],
  ['no rights at all', { may: [] }, { may: [] }],
  ['for us', { aud: 'lianmai' }, {}],
  ['for us and others', { aud: ['billing', 'lianmai'] }, {}],
  ['what nobody asked for is left behind', { admin: true, ['__proto__']: { may: [] } }, {}],
  ['a key inside a claim that is one outside', { extra: { role: 'anchor', sub: 'x' } }, {}],
])('accepted: %s', (_, more, read) => {
  const claims = JSON.parse(JSON.stringify({ ...CLAIMS, ...read })) as object
  expect(verifyToken(forge(H, { ...CLAIMS, ...more }), ring, NOW * 1000)).toEqual({ ok: true, claims })
})

describe('clocks may be 30 s apart, not 120', () => {
  /** Seconds by which the issuer's clock is ahead. */
  const issued = (ahead: number, life: number, more: object = {}): string =>
    forge(H, { ...CLAIMS, iat: NOW + ahead, exp: NOW + ahead + life, ...more })

  test.each([-30, -1, 0, 1, 30])('the issuer is %i s ahead: good for a minute and for two hours', (ahead) => {
    expect(verdict(issued(ahead, 60))).toBe('ok')
    expect(verdict(issued(ahead, 2 * HOUR))).toBe('ok')
    expect(verdict(issued(ahead, 60, { nbf: NOW + ahead }))).toBe('ok')
  })

  test.each([31, 120])('the issuer is %i s ahead: not valid yet', (ahead) => {
    expect(verdict(issued(ahead, 60))).toBe('token-invalid')
    expect(verdict(issued(ahead, 60, { iat: undefined, nbf: NOW + ahead }))).toBe('token-invalid')
    expect(verdict(issued(ahead, 2 * HOUR, { iat: undefined }))).toBe('token-invalid')
  })

  test('the issuer is 120 s behind: a token for a minute is over', () => {
    expect(verdict(issued(-120, 60))).toBe('token-expired')
  })

  test('a token ends 30 s after its exp, to the second', () => {
    expect(verdict(issued(0, 60), NOW + 90)).toBe('ok')
    expect(verdict(issued(0, 60), NOW + 90.001)).toBe('token-expired')
  })
})

test('no single character of a token can be changed, not even the idle bits of the last', () => {
  const token = issue()
  const letters = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-')
  for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-')
    expect(verdict(token.slice(0, -1) + letter)).toBe(token.endsWith(letter) ? 'ok' : 'token-invalid')
  fc.assert(
    fc.property(fc.nat(token.length - 1), letters, (at, letter) => {
      const changed = token.slice(0, at) + letter + token.slice(at + 1)
      return (verdict(changed) === 'ok') === (changed === token)
    }),
    { numRuns: 500 },
  )
})

test('arbitrary text never verifies and never throws', () => {
  const parts = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()), { minLength: 3, maxLength: 3 })
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    parts.map((three) => three.join('.')),
  )
  fc.assert(fc.property(text, (token) => verdict(token) === 'token-invalid'))
})

test('well signed claims of any JSON get a verdict; what passes is what was asked for', () => {
  const claims = fc.record(
    {
      sub: fc.oneof(fc.constant('ann'), fc.jsonValue()),
      role: fc.oneof(fc.constant('anchor'), fc.jsonValue()),
      rooms: fc.oneof(fc.constant(['r']), fc.jsonValue()),
      exp: fc.oneof(fc.constant(NOW + 60), fc.jsonValue()),
      may: fc.oneof(fc.constant(['chat']), fc.jsonValue()),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.oneof(claims, fc.jsonValue()), (value) => {
      const result = verifyToken(forge(H, value), ring, NOW * 1000)
      const { sub } = (value ?? {}) as { sub?: unknown }
      return !result.ok || (result.claims.sub === sub && ID_PATTERN.test(String(sub)) && result.claims.exp >= NOW - 30)
    }),
    { numRuns: 1000 },
  )
})

/** jose has only ES modules, which jest's module system does not load: it runs in a process of its own. */
function jose(script: string, ...args: string[]): string {
  const source = `import * as jose from 'jose'; const [a, b] = process.argv.slice(1);
    const secret = (text) => new TextEncoder().encode(text); ${script}`
  return execFileSync(process.execPath, ['--input-type=module', '-e', source, ...args], { cwd: __dirname }).toString()
}

test('jose reads our tokens and we read those of jose', () => {
  const now = Math.floor(Date.now() / 1000)
  const claims = { ...CLAIMS, iat: now, exp: now + 60 }
  const verify = `const { payload, protectedHeader } = await jose.jwtVerify(a, secret(b), { algorithms: ['HS256'] });
    process.stdout.write(JSON.stringify({ payload, protectedHeader }))`
  expect(JSON.parse(jose(verify, issueToken(KEY, claims), KEY.secret))).toEqual({
    payload: claims,
    protectedHeader: { alg: 'HS256', typ: 'JWT', kid: 'k1' },
  })
  const sign = `process.stdout.write(await new jose.SignJWT(JSON.parse(a))
    .setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(secret(b)))`
  expect(verifyToken(jose(sign, JSON.stringify(claims), KEY.secret), ring, now * 1000)).toEqual({ ok: true, claims })
})
