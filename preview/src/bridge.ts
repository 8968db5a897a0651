/**
 * From the browser's WebSocket to any RTMP or HTTP-FLV address, so that pages keep the URLs they have on a phone.
 * Mounted on the preview's own http server: `<path>?action=play|publish&url=<encoded>`; FLV in both directions.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { MEDIA_BRIDGE_PATH } from '../host/settings'
import { CLOSE, refuse } from './bridge/close'
import { playHttpFlv } from './bridge/http-flv'
import { isSameOrigin } from './bridge/origin'
import { playRtmp, publishRtmp } from './bridge/rtmp'

export interface BridgeOptions {
  /** Default {@link MEDIA_BRIDGE_PATH}. */
  path?: string
  /** Asked for each stream; default: every address. */
  allow?: (url: URL, action: 'play' | 'publish') => boolean
  /** Host names, besides localhost and IP addresses, under which the preview is reached. */
  hosts?: readonly string[]
}

export interface Bridge {
  /** True when the request was for the bridge and has been dealt with; others (Vite's own) are not touched. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  /** Cuts every stream. */
  close(): Promise<void>
}

/** Largest frame a browser may send in one message. */
const MAX_MESSAGE = 8 << 20

export function createBridge(options: BridgeOptions = {}): Bridge {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE, perMessageDeflate: false })
  const path = options.path ?? MEDIA_BRIDGE_PATH
  return {
    handleUpgrade(request, socket, head) {
      const url = new URL(request.url ?? '/', 'http://localhost')
      if (url.pathname !== path) return false
      if (!isSameOrigin(request.headers, options.hosts ?? [])) {
        socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n')
        return true
      }
      server.handleUpgrade(request, socket, head, (client) => connect(client, url.searchParams, options))
      return true
    },
    close: () =>
      new Promise((resolve) => {
        for (const client of server.clients) client.terminate()
        server.close(() => resolve())
      }),
  }
}

function connect(client: WebSocket, query: URLSearchParams, { allow }: BridgeOptions): void {
  // A broken frame ends its own connection and nothing else; `close` follows.
  client.on('error', () => client.terminate())
  const action = query.get('action')
  if (action !== 'play' && action !== 'publish')
    return refuse(client, CLOSE.badRequest, 'action must be play or publish')
  const text = query.get('url') ?? ''
  if (!URL.canParse(text)) return refuse(client, CLOSE.badRequest, `"${text}" is not a URL`)
  const url = new URL(text)
  if (allow && !allow(url, action)) return refuse(client, CLOSE.forbidden, 'this address is not allowed')
  if (url.protocol === 'rtmp:') return (action === 'play' ? playRtmp : publishRtmp)(client, text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return refuse(client, CLOSE.unsupported, `${url.protocol}// is not supported, use rtmp:// or http(s)-flv`)
  }
  if (action === 'publish')
    return refuse(client, CLOSE.unsupported, 'HTTP-FLV can only be played: push to an rtmp:// URL')
  void playHttpFlv(client, url)
}
