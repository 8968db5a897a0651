/** Tokens: JWT (RFC 7519) with HS256 and a `kid`, nothing else. Verified by node:crypto; cross-tested against jose. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { LIMITS } from '../limits'
import { isRole, ROLES } from '../room/rights'
import { claimsProblem, MAX_TOKEN_LIFE, readClaims, timeProblem, type Claims, type VerifiedClaims } from './claims'
import { checkKey, type Key } from './keys'
import { strictObject } from './strict-json'

export { CLOCK_SKEW, MAX_TOKEN_LIFE } from './claims'
export type { Claims, Right, VerifiedClaims } from './claims'

export type TokenVerdict =
  { ok: true; claims: VerifiedClaims } | { ok: false; code: 'token-invalid' | 'token-expired'; why: string }

/** The keys a token may be signed with; a `KeyRing` is one. */
export interface TokenKeys {
  get(kid: string): Key | undefined
}

const SEGMENT = /^[A-Za-z0-9_-]+$/
/** What a token without `exp` gets, seconds. */
const DEFAULT_LIFE = 3600

const invalid = (why: string): TokenVerdict => ({ ok: false, code: 'token-invalid', why })

function signatureOf(key: Key, text: string): string {
  return createHmac('sha256', key.secret).update(text).digest('base64url')
}

/** As texts, in constant time: compared as bytes, a signature could be written in four ways (its last letter has idle bits). */
function sameText(given: string, expected: string): boolean {
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected))
}

/** @returns the key that the header names, or why there is none */
function keyOf(head: string, keys: TokenKeys): Key | string {
  const header = strictObject(head)
  // The algorithm is pinned: a token cannot choose how it is checked (alg none, RS256 with our secret as the key ...).
  if (header?.['alg'] !== 'HS256') return 'alg must be HS256'
  if (header['crit'] !== undefined) return 'crit headers are not supported'
  const key = typeof header['kid'] === 'string' ? keys.get(header['kid']) : undefined
  return key ?? 'unknown kid: the gateway has no such key'
}

/** What a token says that one of these keys has signed, whatever it is; never throws. @returns why it is none, otherwise */
export function openToken(token: string, keys: TokenKeys): Record<string, unknown> | string {
  if (token.length > LIMITS.token) return `a token has at most ${LIMITS.token} characters`
  const parts = token.split('.')
  const [head, body, signature] = parts
  if (parts.length !== 3 || !head || !body || !signature || !parts.every((part) => SEGMENT.test(part))) {
    return 'a token has three base64url parts'
  }
  const key = keyOf(head, keys)
  if (typeof key === 'string') return key
  if (!sameText(signature, signatureOf(key, `${head}.${body}`))) return 'the signature does not match'
  return strictObject(body) ?? 'the claims must be a JSON object with each key once'
}

/** Never throws, whatever the text is. @param nowMs server time, ms */
export function verifyToken(token: string, keys: TokenKeys, nowMs: number): TokenVerdict {
  const claims = openToken(token, keys)
  if (typeof claims === 'string') return invalid(claims)
  const problem = claimsProblem(claims)
  if (problem) return invalid(problem)
  const late = timeProblem(claims, nowMs / 1000)
  return late ? { ok: false, ...late } : { ok: true, claims: readClaims(claims) }
}

/** @returns why the gateway would refuse what is about to be issued */
function issueProblem(claims: Record<string, unknown>, now: number): string | undefined {
  const problem = claimsProblem(claims)
  if (problem) return problem
  if (!isRole(claims['role'] as string)) return `claim role must be one of ${ROLES.join(', ')}`
  // The skew is for clocks that differ, not for longer lives.
  if ((claims['exp'] as number) > now + MAX_TOKEN_LIFE) return 'claim exp is more than two hours ahead'
  return timeProblem(claims, now)?.why
}

/**
 * Issues a token, for backends in Node and for tests; elsewhere any JWT library does the same (docs/tokens.md).
 * @param claims `exp` defaults to an hour from now
 * @param nowMs the time it is issued at, ms
 * @throws TypeError when the gateway would refuse the token
 */
export function issueToken(
  key: Key,
  claims: Omit<Claims, 'exp'> & { exp?: number | undefined },
  nowMs: number = Date.now(),
): string {
  checkKey(key)
  const now = Math.floor(nowMs / 1000)
  const full = { iat: now, ...claims, exp: claims.exp ?? now + DEFAULT_LIFE }
  const problem = issueProblem(full, now)
  if (problem) throw new TypeError(`issueToken: ${problem}`)
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${encode({ alg: 'HS256', typ: 'JWT', kid: key.kid })}.${encode(full)}`
  const token = `${text}.${signatureOf(key, text)}`
  if (token.length > LIMITS.token)
    throw new TypeError(`issueToken: a token has at most ${LIMITS.token} characters; name fewer rooms`)
  return token
}
