/** `POST /dev/token`: tokens without a backend, on the developer's own machine only. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Key } from '../auth/keys'
import { issueToken } from '../auth/token'
import { BadFrame, fields, id, optional, text } from '../frames/check'
import { LIMITS } from '../limits'
import { isRole, ROLES } from '../room/rights'
import type { Role } from '../wire'
import { isLoopbackOrigin, loopbackProblem } from './loopback'
import { fail, readBody, reply, type Headers } from './reply'

const MAX_BODY = 4096
const BODY_TIMEOUT = 5_000
const LIFE_S = 3600

interface Wish {
  user: string
  name?: string
  room: string
  role: Role
}

function readWish(body: string): Wish {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    throw new BadFrame('the body must be JSON: {"user":"ann","name":"Ann","room":"demo","role":"anchor"}')
  }
  const wish = fields(json, 'the body')
  const name = optional(wish['name'], (value) => text(value, 'name', LIMITS.name))
  const role = text(wish['role'], 'role', LIMITS.name)
  const base = { user: id(wish['user'], 'user'), room: id(wish['room'], 'room'), role: role as Role }
  return name === undefined ? base : { ...base, name }
}

function cors(request: IncomingMessage): Headers {
  const { origin } = request.headers
  const vary = { vary: 'origin' }
  return origin !== undefined && isLoopbackOrigin(origin) ? { ...vary, 'access-control-allow-origin': origin } : vary
}

const PREFLIGHT = { 'access-control-allow-methods': 'POST', 'access-control-allow-headers': 'content-type' }

export async function devToken(
  request: IncomingMessage,
  response: ServerResponse,
  key: Key,
  now: number,
): Promise<void> {
  const headers = cors(request)
  const problem = loopbackProblem(request)
  if (problem !== undefined) return fail(response, 403, 'forbidden', `/dev/token: ${problem}`, headers)
  if (request.method === 'OPTIONS') {
    response.writeHead(204, { ...headers, ...PREFLIGHT }).end()
    return
  }
  if (request.method !== 'POST') {
    return fail(response, 405, 'method-not-allowed', 'POST a JSON body', { ...headers, allow: 'POST, OPTIONS' })
  }
  try {
    const wish = readWish(await readBody(request, MAX_BODY, BODY_TIMEOUT))
    if (!isRole(wish.role))
      return fail(response, 400, 'unknown-role', `role must be one of ${ROLES.join(', ')}`, headers)
    const iat = Math.floor(now / 1000)
    const exp = iat + LIFE_S
    const { user: sub, room, role, name } = wish
    const token = issueToken(key, { sub, role, rooms: [room], iat, exp, ...(name === undefined ? {} : { name }) }, now)
    reply(response, 200, { token, expiresAt: exp * 1000 }, headers)
  } catch (error) {
    if (error instanceof BadFrame) return fail(response, 400, error.code, error.message, headers)
    const why = error instanceof Error ? error.message : ''
    if (why === 'too-large') return fail(response, 413, 'too-large', `the body has at most ${MAX_BODY} bytes`, headers)
    fail(response, 400, 'malformed', 'the body did not arrive whole', headers)
  }
}
