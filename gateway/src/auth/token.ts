/** Tokens: JWT (RFC 7519) with HS256 and a `kid`, nothing else. Verified by node:crypto; cross-tested against jose. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { LIMITS } from '../limits'
import { ID_PATTERN, type Role } from '../wire'
import { checkKey, type Key, type KeyRing } from './keys'

/** Longest life of a token, seconds. Short, because a token cannot be taken back. */
export const MAX_TOKEN_LIFE = 2 * 60 * 60
/** Clocks of the issuer and of this machine may differ by this much, seconds. */
export const CLOCK_SKEW = 30

export interface Claims {
  /** The user's id. */
  sub: string
  /** Wins over the name in the join frame. */
  name?: string
  role: Role
  /** Rooms the token opens; `*` opens all. */
  rooms: string[]
  /** Seconds since 1970; at most two hours ahead. */
  exp: number
  iat?: number
}

/** What a token says. The role is checked at `join`, where a refusal can name the room. */
export type VerifiedClaims = Omit<Claims, 'role'> & { role: string }

export type TokenVerdict =
  { ok: true; claims: VerifiedClaims } | { ok: false; code: 'token-invalid' | 'token-expired'; why: string }

const SEGMENT = /^[A-Za-z0-9_-]+$/
const invalid = (why: string): TokenVerdict => ({ ok: false, code: 'token-invalid', why })

function hmac(secret: string, text: string): Buffer {
  return createHmac('sha256', secret).update(text).digest()
}

function decode(segment: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined // not JSON: the caller refuses the token and says so
  }
}

function isRooms(value: unknown): value is string[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((r) => typeof r === 'string' && (r === '*' || ID_PATTERN.test(r)))
  )
}

/** @returns why the claims cannot be used, or undefined. */
function claimsProblem(claims: Record<string, unknown>): string | undefined {
  const { sub, name, role, rooms, exp, iat, nbf } = claims
  if (typeof sub !== 'string' || !ID_PATTERN.test(sub))
    return 'claim sub must be a user id (1-48 letters, digits, _ or -)'
  if (name !== undefined && (typeof name !== 'string' || name.length > LIMITS.name))
    return 'claim name must be a short text'
  if (typeof role !== 'string') return 'claim role is missing'
  if (!isRooms(rooms)) return 'claim rooms must list room ids, or "*"'
  if (typeof exp !== 'number' || !Number.isFinite(exp)) return 'claim exp is missing: tokens must expire'
  if (iat !== undefined && typeof iat !== 'number') return 'claim iat must be a number'
  if (nbf !== undefined && typeof nbf !== 'number') return 'claim nbf must be a number'
  return undefined
}

function timeVerdict(claims: { exp: number; iat?: number; nbf?: number }, now: number): TokenVerdict | undefined {
  if (claims.exp + CLOCK_SKEW <= now) {
    return { ok: false, code: 'token-expired', why: `the token expired ${Math.round(now - claims.exp)} s ago` }
  }
  if (claims.exp > now + MAX_TOKEN_LIFE + CLOCK_SKEW) return invalid('claim exp is more than two hours ahead')
  if (Math.max(claims.iat ?? 0, claims.nbf ?? 0) > now + CLOCK_SKEW) {
    return invalid('the token is not valid yet: check the clock of the machine that issued it')
  }
  return undefined
}

/** @param nowMs server time, ms */
export function verifyToken(token: string, keys: KeyRing, nowMs: number): TokenVerdict {
  if (token.length > LIMITS.token) return invalid(`a token has at most ${LIMITS.token} characters`)
  const parts = token.split('.')
  const [head, body, signature] = parts
  if (parts.length !== 3 || !head || !body || !signature || !parts.every((part) => SEGMENT.test(part))) {
    return invalid('a token has three base64url parts')
  }
  const header = decode(head)
  // The algorithm is pinned: a token cannot choose how it is checked (alg none, RS256 with our secret as the key ...).
  if (header?.['alg'] !== 'HS256') return invalid('alg must be HS256')
  if (header['crit'] !== undefined) return invalid('crit headers are not supported')
  const key = typeof header['kid'] === 'string' ? keys.get(header['kid']) : undefined
  if (!key) return invalid('unknown kid: the gateway has no such key')
  const given = Buffer.from(signature, 'base64url')
  const expected = hmac(key.secret, `${head}.${body}`)
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    return invalid('the signature does not match')
  const claims = decode(body)
  const problem = claims ? claimsProblem(claims) : 'the claims are not a JSON object'
  if (problem) return invalid(problem)
  const good = claims as unknown as VerifiedClaims
  return timeVerdict(good, nowMs / 1000) ?? { ok: true, claims: good }
}

/**
 * Issues a token, for backends in Node and for tests; elsewhere any JWT library does the same.
 * @param claims `exp` defaults to an hour from now.
 * @throws TypeError when the gateway would refuse the token.
 */
export function issueToken(key: Key, claims: Omit<Claims, 'exp'> & { exp?: number }): string {
  checkKey(key)
  const now = Math.floor(Date.now() / 1000)
  const full = { iat: now, exp: now + 3600, ...claims }
  const problem = claimsProblem(full)
  if (problem) throw new TypeError(`issueToken: ${problem}`)
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${encode({ alg: 'HS256', typ: 'JWT', kid: key.kid })}.${encode(full)}`
  return `${text}.${hmac(key.secret, text).toString('base64url')}`
}
