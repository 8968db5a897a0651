/** A backend that calls the API and checks every answer against docs/openapi.json. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Gateway } from '../../src/index'

export const API_KEY = 'an-api-key-for-tests-of-48-letters-aaaaaaaaaaaaa'

type Json = Record<string, unknown>

const DOCUMENT = JSON.parse(readFileSync(join(__dirname, '../../../docs/openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, Json> }>>
  components: { schemas: Record<string, Json> }
}

/** The schema with what it points to in place. */
function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved)
  if (typeof value !== 'object' || value === null) return value
  const { $ref } = value as Json
  if (typeof $ref === 'string') return resolved(DOCUMENT.components.schemas[$ref.split('/').at(-1) as string])
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, resolved(part)]))
}

const PATHS = Object.entries(DOCUMENT.paths).map(([path, operations]) => {
  return { pattern: new RegExp(`^/api/v1${path.replace(/\{\w+\}/g, '[^/]+')}$`), operations }
})

export interface ApiAnswer {
  status: number
  headers: Headers
  /** Checked before anybody looks at it. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read what the document has already approved
  body: any
}

/** @throws when the document does not know this operation, or not this status of it, or says something else about its body */
function checkAnswer(method: string, path: string, status: number, body: unknown): void {
  const operation = PATHS.find(({ pattern }) => pattern.test(path))?.operations[method.toLowerCase()]
  if (!operation) return
  const response = operation.responses[status] as { content: { 'application/json': { schema: Json } } } | undefined
  if (!response) throw new Error(`openapi.json: ${operation.operationId} has no answer ${status}`)
  z.fromJSONSchema(resolved(response.content['application/json'].schema) as never).parse(body)
  if (status === 200) return
  const { code } = (body as { error: { code: string } }).error
  const { description } = response as unknown as { description: string }
  if (!description.includes(`\`${code}\``))
    throw new Error(`openapi.json: ${operation.operationId} does not say that ${status} can be ${code}`)
}

export class TestBackend {
  constructor(
    private readonly gateway: Gateway,
    private readonly bearer: string = API_KEY,
  ) {}

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    const response = await fetch(`${this.gateway.urls.http}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.bearer}`, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const json: unknown = await response.json()
    const [pathname = ''] = path.split('?')
    checkAnswer(method, `/api/v1${pathname}`, response.status, json)
    return { status: response.status, headers: response.headers, body: json }
  }

  /** @returns the status and, of a refusal, the code */
  async outcome(...args: Parameters<TestBackend['call']>): Promise<string> {
    const { status, body } = await this.call(...args)
    return status === 200 ? '200' : `${status} ${body.error.code}`
  }
}
