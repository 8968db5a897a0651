/** /metrics, /healthz and /readyz. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { fail, reply } from '../http/reply'
import type { Ready } from '../readiness'

export interface Pages {
  /** Prometheus text. */
  metrics(): Promise<{ type: string; text: string }>
  ready(): Promise<Ready>
  /** Bearer token of /metrics. */
  token: string | undefined
  failed(error: unknown): void
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Of equal length whatever was sent, so that comparing tells nothing. */
function authorized({ headers }: IncomingMessage, token: string): boolean {
  const [, given = ''] = /^bearer (\S+)$/i.exec(headers.authorization ?? '') ?? []
  return timingSafeEqual(digest(given), digest(token))
}

async function metrics(pages: Pages, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { token } = pages
  if (token !== undefined && !authorized(request, token)) {
    return fail(response, 401, 'token-invalid', 'send Authorization: Bearer <metrics.token>', {
      'www-authenticate': 'Bearer',
    })
  }
  const { type, text } = await pages.metrics()
  const headers = { 'content-type': type, 'content-length': Buffer.byteLength(text), 'cache-control': 'no-store' }
  response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : text)
}

async function answer(pages: Pages, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return fail(response, 405, 'method-not-allowed', `GET ${path}`, { allow: 'GET, HEAD' })
  }
  if (path === '/metrics') return metrics(pages, request, response)
  const ready: Ready = path === '/healthz' ? { ok: true } : await pages.ready()
  reply(response, ready.ok ? 200 : 503, ready, ready.ok ? {} : { 'retry-after': '1' })
}

/** True when the request is for one of these paths. */
export function servePages(
  pages: Pages,
  paths: readonly string[],
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
  if (!paths.includes(path)) return false
  answer(pages, path, request, response).catch((error: unknown) => {
    pages.failed(error)
    if (response.headersSent) response.destroy()
    else fail(response, 500, 'internal', 'see the log of the gateway')
  })
  return true
}

/** The port that only operators reach: all three paths, and nothing else. */
export async function listenPages(pages: Pages, port: number, host: string): Promise<Server> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, (request, response) => {
    if (!servePages(pages, ['/metrics', '/healthz', '/readyz'], request, response)) {
      fail(response, 404, 'not-found', 'here are /metrics, /healthz and /readyz')
    }
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  server.removeAllListeners('error').on('error', (error) => pages.failed(error))
  return server
}
