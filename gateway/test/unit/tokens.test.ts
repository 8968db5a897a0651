import { execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { KeyRing, parseKey, type Key } from '../../src/auth/keys'
import { issueToken, verifyToken } from '../../src/auth/token'

const KEY: Key = { kid: 'k1', secret: 'first secret of thirty-two chars!' }
const NEW: Key = { kid: 'k2', secret: 'second secret, thirty-two chars!!' }
const ring = new KeyRing([KEY, NEW])
const NOW = 1_700_000_000
const CLAIMS = { sub: 'ann', name: 'Ann', role: 'anchor' as const, rooms: ['r'], iat: NOW, exp: NOW + 3600 }

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function forge(header: unknown, claims: unknown, secret = KEY.secret, hash = 'sha256'): string {
  const text = `${encode(header)}.${encode(claims)}`
  return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`
}

const verdict = (token: string, now = NOW): string => {
  const result = verifyToken(token, ring, now * 1000)
  return result.ok ? 'ok' : result.code
}

const H = { alg: 'HS256', kid: 'k1' }

test('what is issued verifies, with either live key', () => {
  expect(verifyToken(issueToken(KEY, CLAIMS), ring, NOW * 1000)).toEqual({ ok: true, claims: CLAIMS })
  expect(verdict(issueToken(NEW, CLAIMS))).toBe('ok')
})

test.each<[string, string, string]>([
  ['alg none without signature', `${encode({ alg: 'none', kid: 'k1' })}.${encode(CLAIMS)}.`, 'token-invalid'],
  ['alg none with a good HMAC', forge({ alg: 'none', kid: 'k1' }, CLAIMS), 'token-invalid'],
  ['alg HS512', forge({ alg: 'HS512', kid: 'k1' }, CLAIMS, KEY.secret, 'sha512'), 'token-invalid'],
  ['no kid', forge({ alg: 'HS256' }, CLAIMS), 'token-invalid'],
  ['unknown kid', forge({ ...H, kid: 'k9' }, CLAIMS), 'token-invalid'],
  ['the other key under this kid', forge(H, CLAIMS, NEW.secret), 'token-invalid'],
  ['a critical header', forge({ ...H, crit: ['b64'] }, CLAIMS), 'token-invalid'],
  ['two parts', 'a.b', 'token-invalid'],
  ['four parts', `${forge(H, CLAIMS)}.x`, 'token-invalid'],
  ['claims that are a list', forge(H, [CLAIMS]), 'token-invalid'],
  ['no exp', forge(H, { ...CLAIMS, exp: undefined }), 'token-invalid'],
  ['exp as text', forge(H, { ...CLAIMS, exp: '9999999999' }), 'token-invalid'],
  ['exp three hours ahead', forge(H, { ...CLAIMS, exp: NOW + 3 * 3600 }), 'token-invalid'],
  ['issued in the future', forge(H, { ...CLAIMS, iat: NOW + 120 }), 'token-invalid'],
  ['not valid yet', forge(H, { ...CLAIMS, nbf: NOW + 120 }), 'token-invalid'],
  ['no sub', forge(H, { ...CLAIMS, sub: undefined }), 'token-invalid'],
  ['a sub that is no id', forge(H, { ...CLAIMS, sub: 'ann~1' }), 'token-invalid'],
  ['no rooms', forge(H, { ...CLAIMS, rooms: [] }), 'token-invalid'],
  ['rooms as text', forge(H, { ...CLAIMS, rooms: '*' }), 'token-invalid'],
  ['no role', forge(H, { ...CLAIMS, role: undefined }), 'token-invalid'],
  ['expired two minutes ago', forge(H, { ...CLAIMS, exp: NOW - 120 }), 'token-expired'],
  ['expired within the clock skew', forge(H, { ...CLAIMS, exp: NOW - 20 }), 'ok'],
  ['issued by a clock 20 s ahead', forge(H, { ...CLAIMS, iat: NOW + 20 }), 'ok'],
  ['a role nobody knows: told apart at join', forge(H, { ...CLAIMS, role: 'superstar' }), 'ok'],
])('%s', (_, token, expected) => {
  expect(verdict(token)).toBe(expected)
})

test('no single character of a token can be changed', () => {
  const token = issueToken(KEY, CLAIMS)
  const letters = fc.constantFrom(...'ABCxyz019_-')
  fc.assert(
    fc.property(fc.nat(token.length - 1), letters, (at, letter) => {
      const changed = token.slice(0, at) + letter + token.slice(at + 1)
      // The last character of a signature carries two bits that decode to nothing.
      fc.pre(changed !== token && at < token.length - 1)
      return verdict(changed) !== 'ok'
    }),
  )
})

test('arbitrary text never verifies and never throws', () => {
  fc.assert(fc.property(fc.string(), (text) => verdict(text) === 'token-invalid'))
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

test.each<[string, () => unknown, RegExp]>([
  ['a short secret', () => parseKey('k1:short'), /at least 32 characters/],
  ['no colon', () => parseKey('justtext'), /kid:secret/],
  ['a bad kid', () => parseKey(`k 1:${'x'.repeat(32)}`), /key id/],
  ['one kid twice', () => new KeyRing([KEY, KEY]), /given twice/],
  ['no key', () => new KeyRing([]), /at least one key/],
  ['a token for nobody', () => issueToken(KEY, { ...CLAIMS, sub: '' }), /claim sub/],
])('%s: an error that says what to do, without the secret', (_, run, message) => {
  expect(run).toThrow(message)
  expect(run).not.toThrow(/short$|thirty-two/)
})
