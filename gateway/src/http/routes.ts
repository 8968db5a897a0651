import type { IncomingMessage, ServerResponse } from 'node:http'
import { API_BASE } from '../api/operations'
import type { Key } from '../auth/keys'
import { NODE_HEADER } from '../hooks/foreign'
import { HOOKS_PATH } from '../hooks/routes'
import { devToken } from './dev-token'
import { fail, reply } from './reply'

export interface RouteOptions {
  /** Takes media requests and says so. */
  media(request: IncomingMessage, response: ServerResponse): boolean
  /** Answers what media servers call; never rejects. */
  hook(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Answers the customer's backend; never rejects. */
  api(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Names this process to other gateways. */
  node: string
  health(): object
  /** Signs tokens at /dev/token; absent: there is no such address. */
  devKey?: () => Key
  now(): number
  failed(error: unknown): void
}

function path(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/'
}

/** Everything plain HTTP: media first, then hooks, the API, /healthz and /dev/token. */
export function routes(options: RouteOptions): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    if (options.media(request, response)) return
    const where = path(request)
    if (where.startsWith(HOOKS_PATH)) return void options.hook(request, response)
    if (where.startsWith(`${API_BASE}/`)) return void options.api(request, response)
    switch (where) {
      case '/healthz':
        if (request.method === 'GET' || request.method === 'HEAD') {
          return reply(response, 200, options.health(), {
            'access-control-allow-origin': '*',
            [NODE_HEADER]: options.node,
          })
        }
        return fail(response, 405, 'method-not-allowed', 'GET /healthz', { allow: 'GET, HEAD' })
      case '/dev/token':
        if (!options.devKey) return fail(response, 404, 'not-found', 'start the gateway with --dev to get tokens here')
        return void devToken(request, response, options.devKey(), options.now()).catch(options.failed)
      case '/':
        return fail(response, 426, 'upgrade-required', 'rooms are spoken to over WebSocket', { upgrade: 'websocket' })
      default:
        return fail(response, 404, 'not-found', 'nothing here; see docs/protocol.md')
    }
  }
}
