/** docs/openapi.json, written from the table of operations. */
import { z } from 'zod'
import type { Operation } from './operation'
import { API_BASE, OPERATIONS } from './operations'
import { API_STATUS, type ApiCode } from './problem'
import * as shapes from './schemas'

type Json = Record<string, unknown>

/** What every operation can answer. */
const COMMON: readonly ApiCode[] = ['token-invalid', 'token-expired', 'forbidden', 'rate-limited', 'internal']

const MEANINGS: { readonly [status: number]: string } = {
  400: 'The request is not what it should be; the message names what is wrong',
  401: 'No API key, and no token with the claim `api`',
  403: 'Not with this token, or not this',
  404: 'Not there',
  409: 'Not in the state that things are in',
  413: 'The body is larger than 16 KiB',
  429: 'Too many requests; see Retry-After',
  500: 'A fault of the gateway; its log says more',
  503: 'Not right now; see Retry-After, and use an Idempotency-Key',
}

const SHARED = {
  Error: shapes.error,
  Room: shapes.room,
  RoomBrief: shapes.roomBrief,
  User: shapes.user,
  Stream: shapes.stream,
  Seat: shapes.seat,
  Ban: shapes.ban,
  Receipt: shapes.receipt,
}

const capital = (id: string): string => id.slice(0, 1).toUpperCase() + id.slice(1)
const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })

function nameOf(shape: z.ZodType, otherwise: string): string {
  return Object.entries(SHARED).find(([, one]) => one === shape)?.[0] ?? otherwise
}

function schemas(): Json {
  const registry = z.registry<{ id: string }>()
  for (const [id, shape] of Object.entries(SHARED)) registry.add(shape, { id })
  for (const { id, body, answer } of OPERATIONS) {
    if (body) registry.add(body, { id: `${capital(id)}Request` })
    if (!registry.has(answer)) registry.add(answer, { id: `${capital(id)}Response` })
  }
  const uri = (id: string): string => `#/components/schemas/${id}`
  const { schemas: all } = z.toJSONSchema(registry, { uri, io: 'input' })
  return Object.fromEntries(Object.entries(all).map(([id, { $schema: _1, $id: _2, ...shape }]) => [id, shape]))
}

function parameters({ params, query, idempotent }: Operation): Json[] {
  const of = (where: 'path' | 'query', shape: z.ZodObject | undefined): Json[] => {
    if (!shape) return []
    const { properties = {}, required = [] } = z.toJSONSchema(shape, { io: 'input' })
    return Object.entries(properties).map(([name, schema]) => {
      return { name, in: where, required: where === 'path' || required.includes(name), schema }
    })
  }
  const key = { $ref: '#/components/parameters/IdempotencyKey' }
  return [...of('path', params), ...of('query', query), ...(idempotent ? [key] : [])]
}

function responses(operation: Operation): Json {
  const { id, answer, params, query, body, codes = [] } = operation
  const checked: ApiCode[] = params || query || body ? ['malformed'] : []
  const room: ApiCode[] = params ? ['busy'] : []
  const large: ApiCode[] = body ? ['too-large'] : []
  const conflict: ApiCode[] = operation.idempotent ? ['conflict'] : []
  const all = new Set([...COMMON, ...checked, ...room, ...large, ...conflict, ...codes])
  const statuses = Array.from(new Set(Array.from(all, (code) => API_STATUS[code]))).sort((a, b) => a - b)
  const no = statuses.map((status) => {
    const mine = Array.from(all).filter((code) => API_STATUS[code] === status)
    const description = `${MEANINGS[status]}. Codes: ${mine.map((code) => `\`${code}\``).join(', ')}`
    return [String(status), { description, content: { 'application/json': { schema: ref('Error') } } }]
  })
  const schema = ref(nameOf(answer, `${capital(id)}Response`))
  return { '200': { description: 'Done', content: { 'application/json': { schema } } }, ...Object.fromEntries(no) }
}

function describe(operation: Operation): Json {
  const { id: operationId, summary, description, tag, body } = operation
  const request = body && {
    required: true,
    content: { 'application/json': { schema: ref(`${capital(operationId)}Request`) } },
  }
  return {
    ...{ operationId, summary, ...(description && { description }), tags: [tag] },
    parameters: parameters(operation),
    ...(request && { requestBody: request }),
    responses: responses(operation),
  }
}

function paths(): Json {
  const all: Record<string, Json> = {}
  for (const operation of OPERATIONS) {
    const path = (all[operation.path] ??= {})
    path[operation.method.toLowerCase()] = describe(operation)
  }
  return all
}

export function openApiDocument(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'lianmai gateway',
      version: '1',
      description:
        "For the customer's backend. Works on every gateway for every room. Never from a browser: there is no CORS, and cookies are not looked at.",
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: API_BASE }],
    security: [{ bearer: [] }],
    paths: paths(),
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An API key of the configuration, or a JWT (HS256, `kid` of a gateway key) with the claim `api: true`',
        },
      },
      parameters: {
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          description:
            'The same key does it once in this room, however often it is sent; the answer then has `duplicate`. The room remembers its last 4,096 senders, of which every key is one.',
          schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
        },
      },
      schemas: schemas(),
    },
  }
}
