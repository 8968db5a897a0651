import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { writeFlvHeader, writeFlvTag } from '@lianmai/flv'
import type { WebSocket } from 'ws'
import { WebSocketServer } from 'ws'
import type { RelayContext } from './context'
import { BAD_NAME, IN_USE, TOO_MANY, isStreamName } from './context'
import { flvFeed } from './flv-source'
import { streamOf } from './http-flv'
import type { Hub } from './hub'
import type { Outlet } from './player'
import { WS_CLOSE, closeReason, refusalText, refuse, wsCloseCode } from './refusal'
import type { MediaRefusal, MediaRequest } from './types'

/** The subprotocol that makes a WebSocket a publisher. */
const PUBLISH = 'publish'
/** Sent to a publisher, as text, once its stream is live: an open socket alone may still be a refusal to come. */
const PUBLISHED = JSON.stringify({ t: 'published' })

/** `/<app>/<name>` and `/<app>/<name>.flv` over WebSocket: plays FLV, or takes it with the subprotocol `publish`. */
export class WsFlv {
  private readonly server: WebSocketServer

  constructor(
    private readonly context: RelayContext,
    private readonly hub: Hub,
  ) {
    this.server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: context.options.maxFrameBytes + 1024,
      handleProtocols: (offered) => (offered.has(PUBLISH) ? PUBLISH : false),
    })
  }

  /** True when the upgrade is for us. */
  handle(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const { app } = this.context.options
    const target = streamOf(request.url ?? '', app, /(\.flv)?$/)
    if (!target) return false
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim())
    const action = offered.includes(PUBLISH) ? 'publish' : 'play'
    const ip = request.socket.remoteAddress ?? ''
    void this.decide({ action, protocol: 'ws-flv', app, ...target, ip }, request, socket, head)
    return true
  }

  /** The verdict comes before the handshake is answered: nothing can be sent to us until then. */
  private async decide(media: MediaRequest, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const destroy = (): void => void socket.destroy()
    socket.on('error', destroy)
    const release = this.context.admit(destroy)
    if (release) socket.on('close', release)
    const named = isStreamName(media.name)
    const verdict = !release ? TOO_MANY : named ? await this.context.ask(media) : BAD_NAME
    if (this.context.closing) return destroy()
    // A browser cannot see the status of a failed handshake, so that a refusal opens the socket and closes it.
    this.server.handleUpgrade(request, socket, head, (ws) => {
      ws.on('error', () => this.failed(ws))
      if (!verdict.ok) this.refuse(verdict, ws)
      else if (media.action === 'play') this.play(media, ws)
      else this.publish(media, verdict.turn, ws)
    })
  }

  private play(media: MediaRequest, ws: WebSocket): void {
    const seat = this.hub.play(media, this.outlet(ws))
    ws.on('close', () => seat.leave())
  }

  private outlet(ws: WebSocket): Outlet {
    return {
      begin: (tracks) => ws.send(writeFlvHeader(tracks)),
      send: (tag) => ws.send(writeFlvTag(tag)),
      get buffered() {
        return ws.bufferedAmount
      },
      close: (why) => {
        if (why === 'not-found') this.refuse(refuse('stream-not-found', 'nobody published this stream in time'), ws)
        else ws.close(WS_CLOSE[why], why)
      },
      cut: () => ws.terminate(),
    }
  }

  private publish(media: MediaRequest, turn: number | undefined, ws: WebSocket): void {
    const codes = {
      idle: WS_CLOSE.timedOut,
      kicked: WS_CLOSE.kicked,
      replaced: WS_CLOSE.replaced,
      shutdown: WS_CLOSE.shutdown,
    }
    const ingest = this.hub.publish(media, { close: (why) => ws.close(codes[why], why) }, turn)
    if (!ingest) return this.refuse(IN_USE, ws)
    const feed = flvFeed(ingest, this.context)
    ws.on('message', (data, binary) => {
      if (ws.readyState !== ws.OPEN || (binary && feed(data as Buffer))) return
      ingest.end('lost')
      ws.close(WS_CLOSE.malformed, 'malformed: FLV in binary messages is expected')
    })
    // 1000 and 1005 are what a page's own close() gives; everything else was not meant.
    ws.on('close', (code) => ingest.end(code === 1000 || code === 1005 ? 'ended' : 'lost'))
    ws.send(PUBLISHED)
  }

  private refuse(refusal: MediaRefusal, ws: WebSocket): void {
    this.context.counters.refused++
    ws.close(wsCloseCode(refusal), closeReason(refusalText(refusal)))
  }

  private failed(ws: WebSocket): void {
    this.context.counters.malformed++
    ws.terminate()
  }
}
