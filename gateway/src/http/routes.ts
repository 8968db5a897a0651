import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Key } from '../auth/keys'
import { devToken } from './dev-token'
import { fail, reply } from './reply'

export interface RouteOptions {
  /** Takes media requests and says so. */
  media(request: IncomingMessage, response: ServerResponse): boolean
  health(): object
  /** Signs tokens at /dev/token; absent: there is no such address. */
  devKey?: Key
  now(): number
  failed(error: unknown): void
}

function path(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/'
}

/** Everything plain HTTP: media first, then /healthz and /dev/token. */
export function routes(options: RouteOptions): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    if (options.media(request, response)) return
    switch (path(request)) {
      case '/healthz':
        if (request.method === 'GET' || request.method === 'HEAD') {
          return reply(response, 200, options.health(), { 'access-control-allow-origin': '*' })
        }
        return fail(response, 405, 'method-not-allowed', 'GET /healthz', { allow: 'GET, HEAD' })
      case '/dev/token':
        if (!options.devKey) return fail(response, 404, 'not-found', 'start the gateway with --dev to get tokens here')
        return void devToken(request, response, options.devKey, options.now()).catch(options.failed)
      case '/':
        return fail(response, 426, 'upgrade-required', 'rooms are spoken to over WebSocket', { upgrade: 'websocket' })
      default:
        return fail(response, 404, 'not-found', 'nothing here; see docs/protocol.md')
    }
  }
}
