/** What a token says, and what is wrong with it. Pure: the signature is checked elsewhere. */
import { textLength } from '../frames/check'
import { LIMITS } from '../limits'
import { ID_PATTERN, type Rights, type Role } from '../wire'

/** Longest life of a token, seconds. Short, because a token cannot be taken back. */
export const MAX_TOKEN_LIFE = 2 * 60 * 60
/** Clocks of the issuer and of this machine may differ by this much, seconds. */
export const CLOCK_SKEW = 30
/** Whom a token is for, where it says (RFC 7519, 4.1.3: a token for somebody else must be refused). */
export const AUDIENCE = 'lianmai'

/** A right that a token may leave of its role's. */
export type Right = keyof Rights

/** Exhaustive by type: a new right breaks this until a token can leave it. */
const RIGHT_NAMES: Record<Right, true> = { publish: true, chat: true, link: true, host: true, moderate: true }
export const RIGHTS = Object.keys(RIGHT_NAMES) as Right[]

export interface Claims {
  /** The user's id. */
  sub: string
  /** Wins over the name in the join frame. */
  name?: string
  role: Role
  /** Rooms the token opens, by their ids; `*` opens all. */
  rooms: string[]
  /** What the token leaves of the role's rights; it never adds any. Absent: all of them. Empty: watching alone. */
  may?: Right[]
  /** Seconds since 1970; at most two hours ahead. */
  exp: number
  iat?: number
}

/** What a token says. The role is checked at `join`, where a refusal can name the room. */
export type VerifiedClaims = Omit<Claims, 'role'> & { role: string }

/** Fractions pass, some libraries write them; what lies too far ahead, numbers without end too, is told by the time itself. */
const isTime = (value: unknown): value is number => typeof value === 'number' && value >= 0

function roomsProblem(rooms: unknown): string | undefined {
  if (!Array.isArray(rooms) || rooms.length === 0) return 'claim rooms must list room ids, or "*"'
  const good = rooms.every((room) => typeof room === 'string' && (room === '*' || ID_PATTERN.test(room)))
  return good ? undefined : 'claim rooms must list room ids, or "*" alone for all; there are no other patterns'
}

function mayProblem(may: unknown): string | undefined {
  const good = may === undefined || (Array.isArray(may) && may.every((right) => RIGHTS.includes(right as Right)))
  return good ? undefined : `claim may must list some of ${RIGHTS.join(', ')}`
}

function nameProblem(name: unknown): string | undefined {
  if (name === undefined) return undefined
  if (typeof name !== 'string' || /\p{Surrogate}/u.test(name)) return 'claim name must be a text'
  return textLength(name) > LIMITS.name ? `claim name has more than ${LIMITS.name} characters` : undefined
}

function audienceProblem(aud: unknown): string | undefined {
  const good = aud === undefined || aud === AUDIENCE || (Array.isArray(aud) && aud.includes(AUDIENCE))
  return good ? undefined : `the token is for somebody else: claim aud, where given, must be or hold "${AUDIENCE}"`
}

/** @returns why the claims cannot be used whatever the time is, or undefined */
export function claimsProblem(claims: Record<string, unknown>): string | undefined {
  const { sub, name, role, rooms, may, aud, exp, iat, nbf } = claims
  if (typeof sub !== 'string' || !ID_PATTERN.test(sub))
    return 'claim sub must be a user id (1-48 letters, digits, _ or -)'
  if (typeof role !== 'string') return 'claim role is missing'
  if (exp === undefined) return 'claim exp is missing: tokens must expire'
  for (const [key, time] of Object.entries({ exp, iat, nbf }))
    if (time !== undefined && !isTime(time)) return `claim ${key} must be a number, seconds since 1970`
  return nameProblem(name) ?? roomsProblem(rooms) ?? mayProblem(may) ?? audienceProblem(aud)
}

/** As {@link claimsProblem}, for a token of the customer's backend: `api: true` in place of a person. Without `rooms`: all. */
export function apiClaimsProblem({ api, rooms, aud, exp, iat, nbf }: Record<string, unknown>): string | undefined {
  if (api !== true) return 'claim api must be true: this is no token for the API'
  if (exp === undefined) return 'claim exp is missing: tokens must expire'
  for (const [key, time] of Object.entries({ exp, iat, nbf }))
    if (time !== undefined && !isTime(time)) return `claim ${key} must be a number, seconds since 1970`
  return (rooms === undefined ? undefined : roomsProblem(rooms)) ?? audienceProblem(aud)
}

export interface TimeProblem {
  code: 'token-invalid' | 'token-expired'
  why: string
}

/** @param claims without a problem of {@link claimsProblem} @param now seconds */
export function timeProblem(claims: Record<string, unknown>, now: number): TimeProblem | undefined {
  const { exp, iat = 0, nbf = 0 } = claims as { exp: number; iat?: number; nbf?: number }
  if (exp + CLOCK_SKEW < now) return { code: 'token-expired', why: `the token expired ${Math.round(now - exp)} s ago` }
  if (exp > now + MAX_TOKEN_LIFE + CLOCK_SKEW)
    return { code: 'token-invalid', why: 'claim exp is more than two hours ahead' }
  if (Math.max(iat, nbf) > now + CLOCK_SKEW) {
    const why = 'the token is not valid yet: check the clock of the machine that issued it'
    return { code: 'token-invalid', why }
  }
  return undefined
}

/** Takes over what is known, so that nothing else a token carries gets any further. @param claims without a problem */
export function readClaims(claims: Record<string, unknown>): VerifiedClaims {
  const { sub, name, role, rooms, may, exp, iat } = claims as unknown as VerifiedClaims
  return {
    sub,
    role,
    rooms,
    exp,
    ...(name ? { name } : {}),
    ...(may === undefined ? {} : { may }),
    ...(iat === undefined ? {} : { iat }),
  }
}
