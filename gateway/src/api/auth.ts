/** Who calls: the customer's backend, by a static key or a token it has signed itself. Never by a cookie. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { apiClaimsProblem, timeProblem } from '../auth/claims'
import { openToken, type TokenKeys } from '../auth/token'
import { ApiProblem } from './problem'

export interface Caller {
  /** Whose budget it uses. */
  budget: string
  /** Rooms it may touch; absent: all. */
  rooms?: ReadonlySet<string>
}

const hash = (text: string): Buffer => createHash('sha256').update(text).digest()

const HOW = 'send Authorization: Bearer <API key, or a token with the claim "api": true>'

export class ApiAuth {
  private readonly hashes: readonly Buffer[]

  constructor(
    staticKeys: readonly string[],
    private readonly keys: TokenKeys,
    private readonly now: () => number,
  ) {
    this.hashes = staticKeys.map(hash)
  }

  /** @throws ApiProblem */
  caller({ headers }: IncomingMessage): Caller {
    const [, bearer] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? []
    if (bearer === undefined) throw new ApiProblem('token-invalid', HOW)
    return this.byKey(bearer) ?? this.byToken(bearer)
  }

  /** Compared with every key, by hashes, in constant time. */
  private byKey(bearer: string): Caller | undefined {
    const given = hash(bearer)
    const hits = this.hashes.map((expected) => timingSafeEqual(given, expected))
    const index = hits.indexOf(true)
    return index < 0 ? undefined : { budget: `key ${index}` }
  }

  private byToken(bearer: string): Caller {
    const claims = openToken(bearer, this.keys)
    if (typeof claims === 'string') throw new ApiProblem('token-invalid', `${claims}; ${HOW}`)
    const problem = apiClaimsProblem(claims)
    if (problem !== undefined) throw new ApiProblem(claims['api'] === true ? 'token-invalid' : 'forbidden', problem)
    const late = timeProblem(claims, this.now() / 1000)
    if (late) throw new ApiProblem(late.code, late.why)
    const rooms = claims['rooms'] as readonly string[] | undefined
    const all = rooms === undefined || rooms.includes('*')
    return { budget: 'tokens', ...(all ? {} : { rooms: new Set(rooms) }) }
  }
}
