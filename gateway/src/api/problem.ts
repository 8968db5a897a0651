/** What the API says no with. */
import type { Refusal } from '../room/rules'

/** Exhaustive: every code the API can answer, and its status. */
export const API_STATUS = {
  malformed: 400,
  'unknown-role': 400,
  'token-invalid': 401,
  'token-expired': 401,
  forbidden: 403,
  'not-found': 404,
  'room-not-found': 404,
  'user-not-found': 404,
  'stream-not-found': 404,
  'method-not-allowed': 405,
  'not-joined': 409,
  'not-linked': 409,
  conflict: 409,
  'too-large': 413,
  'rate-limited': 429,
  internal: 500,
  busy: 503,
} as const

export type ApiCode = keyof typeof API_STATUS

/** Thrown anywhere below a request; its message reaches the caller. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'

  constructor(
    readonly code: ApiCode,
    message: string,
    /** ms after which the same request may succeed. */
    readonly wait?: number,
  ) {
    super(message)
  }
}

/** A room's no, in the API's codes; those that only a person in the room can meet are a conflict. */
export function problemOf({ code, why, wait }: Refusal & { wait?: number }): ApiProblem {
  return new ApiProblem(Object.hasOwn(API_STATUS, code) ? (code as ApiCode) : 'conflict', why, wait)
}
