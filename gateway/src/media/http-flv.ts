import type { IncomingMessage, ServerResponse } from 'node:http'
import { writeFlvHeader, writeFlvTag } from '@lianmai/flv'
import type { RelayContext } from './context'
import { BAD_NAME, IN_USE, TOO_MANY, isStreamName } from './context'
import { flvFeed } from './flv-source'
import type { Hub } from './hub'
import type { Outlet } from './player'
import { httpStatus, refuse } from './refusal'
import type { MediaRefusal, MediaRequest } from './types'

/** A player that does not read the end of its stream is cut after this. */
const LINGER_MS = 5000

const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Allow-Headers': '*',
}

/** The stream that a path names, if it is one of ours: `/<app>/<name>`, with `.flv` behind it where `suffix` says so. */
export function streamOf(
  url: string,
  app: string,
  suffix: RegExp,
): { name: string; query: URLSearchParams } | undefined {
  const [path = '', query = ''] = url.split(/\?(.*)/s)
  const prefix = `/${app}/`
  if (!path.startsWith(prefix) || !suffix.test(path)) return undefined
  return { name: path.slice(prefix.length).replace(suffix, ''), query: new URLSearchParams(query) }
}

/** `GET /<app>/<name>.flv` plays, `POST` publishes. */
export class HttpFlv {
  constructor(
    private readonly context: RelayContext,
    private readonly hub: Hub,
  ) {}

  /** True when the request is for us. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const { app } = this.context.options
    const target = streamOf(request.url ?? '', app, /\.flv$/)
    if (!target) return false
    if (request.method === 'OPTIONS') response.writeHead(204, { ...CORS, 'Access-Control-Max-Age': '86400' }).end()
    else if (request.method !== 'GET' && request.method !== 'POST') {
      response.writeHead(405, { ...CORS, Allow: 'GET, POST, OPTIONS' }).end()
    } else {
      const action = request.method === 'GET' ? 'play' : 'publish'
      const ip = request.socket.remoteAddress ?? ''
      void this.decide({ action, protocol: 'http-flv', app, ...target, ip }, request, response)
    }
    return true
  }

  private async decide(media: MediaRequest, request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.on('error', () => response.destroy())
    response.on('error', () => response.destroy())
    const release = this.context.admit(() => response.destroy())
    if (!release) return this.refuse(TOO_MANY, response)
    response.on('close', release)
    const verdict = isStreamName(media.name) ? await this.context.ask(media) : BAD_NAME
    if (response.destroyed) return
    if (!verdict.ok) return this.refuse(verdict, response)
    if (this.context.closing) return this.refuse(refuse('busy', 'the server is shutting down'), response)
    if (media.action === 'play') this.play(media, response)
    else this.publish(media, verdict.turn, request, response)
  }

  private play(media: MediaRequest, response: ServerResponse): void {
    const seat = this.hub.play(media, this.outlet(response))
    response.on('close', () => seat.leave())
  }

  private outlet(response: ServerResponse): Outlet {
    const { clock } = this.context.options
    return {
      begin: (tracks) => {
        response.writeHead(200, { ...CORS, 'Content-Type': 'video/x-flv', 'Cache-Control': 'no-store' })
        response.write(writeFlvHeader(tracks))
      },
      send: (tag) => void response.write(writeFlvTag(tag)),
      get buffered() {
        return response.writableLength + (response.socket?.writableLength ?? 0)
      },
      close: (why) => {
        const linger = clock.setTimeout(() => response.destroy(), LINGER_MS)
        response.on('close', () => clock.clearTimeout(linger))
        if (response.headersSent) return void response.end()
        const never = refuse('stream-not-found', 'nobody published this stream in time')
        this.refuse(why === 'not-found' ? never : refuse('busy', `the stream ${why} before a picture came`), response)
      },
      cut: () => void response.destroy(),
    }
  }

  private publish(
    media: MediaRequest,
    turn: number | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const close = (): void => void response.destroy()
    const ingest = this.hub.publish(media, { close }, turn)
    if (!ingest) return this.refuse(IN_USE, response)
    const feed = flvFeed(ingest, this.context)
    request.on('data', (bytes: Buffer) => {
      if (feed(bytes) || response.headersSent) return
      ingest.end('lost')
      respond(response, 400, { code: 'malformed', why: 'the request body is no FLV stream' })
    })
    request.on('end', () => {
      ingest.end('ended')
      if (!response.headersSent) respond(response, 200, { ok: true })
    })
    response.on('close', () => ingest.end('lost'))
  }

  private refuse(refusal: MediaRefusal, response: ServerResponse): void {
    this.context.counters.refused++
    respond(response, httpStatus(refusal), { code: refusal.code, why: refusal.why })
  }
}

/** The connection is closed as well: the rest of a refused upload is nobody's business. */
function respond(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { ...CORS, 'Content-Type': 'application/json', Connection: 'close' })
  response.end(JSON.stringify(body))
}
