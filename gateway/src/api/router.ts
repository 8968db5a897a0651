/** Requests of the API: who, where, how often, with what; then the operation, and its answer. */
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { z } from 'zod'
import type { TokenKeys } from '../auth/token'
import { readBody, reply, type Headers } from '../http/reply'
import { TokenBucket } from '../limits'
import type { Tally } from '../metrics/counters'
import type { Report } from '../report'
import { ApiAuth, type Caller } from './auth'
import type { ApiWorld, Call, Operation } from './operation'
import { API_BASE, OPERATIONS } from './operations'
import type { ApiOptions } from './options'
import { API_STATUS, ApiProblem } from './problem'

/** Twice what the largest message takes. */
const MAX_BODY = 16 * 1024
const BODY_TIMEOUT = 10_000

interface Route {
  operation: Operation
  pattern: RegExp
}

function routeOf(operation: Operation): Route {
  const names = operation.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')
  return { operation, pattern: new RegExp(`^${API_BASE}${names}$`) }
}

const ROUTES = OPERATIONS.map(routeOf)

export interface ApiRouterOptions {
  options: ApiOptions
  keys: TokenKeys
  world: ApiWorld
  report: Report
  now(): number
  /** `<operation> <status class>` */
  tally: Tally<string>
}

export class ApiRouter {
  private readonly auth: ApiAuth
  private readonly budgets = new Map<string, TokenBucket>()

  constructor(private readonly context: ApiRouterOptions) {
    this.auth = new ApiAuth(context.options.keys, context.keys, context.now)
  }

  /** Never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let route: Operation | undefined
    try {
      const url = new URL(request.url ?? '/', 'http://gateway')
      const caller = this.auth.caller(request)
      this.charge(caller)
      const found = this.find(request, url)
      route = found.operation
      const call = await this.read(request, url, found, caller)
      const answer = await route.run(call)
      this.context.tally.add(`${route.id} 2xx`)
      reply(response, 200, answer)
    } catch (error) {
      this.refuse(response, error, route)
    }
  }

  private charge({ budget }: Caller): void {
    const { options, now } = this.context
    const bucket = this.budgets.get(budget) ?? new TokenBucket(options.burst, options.perSecond, now())
    this.budgets.set(budget, bucket)
    const wait = bucket.take(now())
    if (wait > 0)
      throw new ApiProblem('rate-limited', `too many requests; more than ${options.perSecond} a second`, wait)
  }

  private find(request: IncomingMessage, { pathname }: URL): { operation: Operation; params: Record<string, string> } {
    const matches = ROUTES.flatMap(({ operation, pattern }) => {
      const match = pattern.exec(pathname)
      return match ? [{ operation, params: { ...match.groups } }] : []
    })
    if (matches.length === 0) throw new ApiProblem('not-found', 'nothing here; docs/openapi.json lists what is')
    const method = request.method === 'HEAD' ? 'GET' : request.method
    const found = matches.find(({ operation }) => operation.method === method)
    if (found) return found
    throw new NotAllowed(matches.map(({ operation }) => operation.method))
  }

  private async read(
    request: IncomingMessage,
    url: URL,
    { operation, params }: { operation: Operation; params: Record<string, string> },
    caller: Caller,
  ): Promise<Call> {
    const checked = check(operation.params, decoded(params), 'the address') as Record<string, string>
    const room = checked['room']
    if (caller.rooms && (room === undefined || !caller.rooms.has(room)))
      throw new ApiProblem('forbidden', 'the token does not open this room')
    const { body: shape } = operation
    const body = shape ? check(shape, await this.body(request), 'the body') : undefined
    const { host } = request.headers
    return {
      params: checked,
      query: check(operation.query, Object.fromEntries(url.searchParams), 'the query'),
      body,
      key: operation.idempotent ? idempotencyKey(request) : undefined,
      ...{ host, world: this.context.world },
    }
  }

  private async body(request: IncomingMessage): Promise<unknown> {
    let text: string
    try {
      text = await readBody(request, MAX_BODY, BODY_TIMEOUT)
    } catch (error) {
      const large = error instanceof Error && error.message === 'too-large'
      if (large) throw new ApiProblem('too-large', `a body has at most ${MAX_BODY} bytes`)
      throw new ApiProblem('malformed', 'the body did not arrive whole')
    }
    try {
      return JSON.parse(text) as unknown
    } catch {
      throw new ApiProblem('malformed', 'the body must be JSON')
    }
  }

  private refuse(response: ServerResponse, error: unknown, route: Operation | undefined): void {
    const known = error instanceof ApiProblem
    const problem = known ? error : new ApiProblem('internal', 'a fault of the gateway; its log says more')
    if (!known) this.context.report('error', 'api.failed', { route: route?.id, error: stackOf(error) })
    const status = API_STATUS[problem.code]
    this.context.tally.add(`${route?.id ?? '-'} ${Math.floor(status / 100)}xx`)
    if (response.headersSent || response.destroyed) return
    reply(response, status, { error: { code: problem.code, message: problem.message } }, headersOf(problem))
  }
}

class NotAllowed extends ApiProblem {
  constructor(readonly allow: readonly string[]) {
    super('method-not-allowed', `this address takes ${allow.join(', ')}`)
  }
}

function headersOf(problem: ApiProblem): Headers {
  if (problem instanceof NotAllowed) return { allow: problem.allow.join(', ') }
  if (problem.code === 'token-invalid' || problem.code === 'token-expired') return { 'www-authenticate': 'Bearer' }
  // What is left of a body that was not read would be taken for the next request.
  if (problem.code === 'too-large') return { connection: 'close' }
  return problem.wait === undefined ? {} : { 'retry-after': String(Math.ceil(problem.wait / 1000)) }
}

/** Hashed: of any length, and no secret of the backend's in the log. */
function idempotencyKey(request: IncomingMessage): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key))
    throw new ApiProblem('malformed', 'Idempotency-Key must be 1-255 letters without blanks, once')
  return createHash('sha256').update(key).digest('base64url').slice(0, 22)
}

function decoded(params: Record<string, string>): Record<string, string> {
  try {
    return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, decodeURIComponent(value)]))
  } catch {
    throw new ApiProblem('malformed', 'the address is not percent-encoded UTF-8')
  }
}

/** @throws ApiProblem that names the first field that is wrong */
function check(shape: z.ZodType | undefined, value: unknown, what: string): unknown {
  if (!shape) return {}
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue && issue.path.length > 0 ? issue.path.join('.') : what
  throw new ApiProblem('malformed', `${where}: ${issue?.message ?? 'is not what it should be'}`)
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
