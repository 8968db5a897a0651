/** A line for every HTTP request, and a name by which the caller's log and ours can be laid side by side. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { clientAddress } from './net/address'
import type { Report } from './report'

let requests = 0

/** The caller's own id, if it can stand in a line and a header. */
function idOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && /^[\w-]{1,64}$/.test(given) ? given : `h${++requests}`
}

/** Only the first part of the path: what follows may be a secret (`/hooks/...`) or signed (`/live/...`). */
function area(request: IncomingMessage): string {
  return /^\/[\w.-]{0,32}/.exec(request.url ?? '')?.[0] ?? '/'
}

/** Answers with `X-Request-Id`, and reports `http` when the response is over; at level debug, as there are many. */
export function logRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { report, trustedProxies }: { report: Report; trustedProxies: number },
): void {
  const began = performance.now()
  const id = idOf(request)
  const ip = clientAddress(request, trustedProxies)
  response.setHeader('x-request-id', id)
  response.once('close', () => {
    const facts = { method: request.method, area: area(request), status: response.statusCode }
    const ms = Math.round(performance.now() - began)
    report('debug', 'http', { request: id, ...facts, ms, ip })
  })
}
