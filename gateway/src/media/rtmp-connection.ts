import type { Socket } from 'node:net'
import type { FlvTag, RtmpRequest, RtmpServerEvent } from '@lianmai/flv'
import { FlvError, RtmpError, RtmpServerSession } from '@lianmai/flv'
import type { RelayContext } from './context'
import { BAD_NAME, IN_USE, isStreamName } from './context'
import type { Hub, Seat } from './hub'
import type { Ingest, Source } from './ingest'
import type { Outlet, PlayEnd } from './player'
import { refusalText, refuse, rtmpCode } from './refusal'
import type { MediaRefusal, MediaRequest } from './types'

type StreamRequest = Extract<RtmpRequest, { kind: 'publish' | 'play' }>

/** A closed connection may take this long to read what was sent last. */
const LINGER_MS = 1000

/** One RTMP connection: moves bytes between socket and session, and requests between session and owner. */
export class RtmpConnection {
  private readonly session: RtmpServerSession
  private ingest: Ingest | undefined
  private seat: Seat | undefined
  /** The request that was accepted last and is not over. */
  private current: StreamRequest | undefined
  private handshake: unknown
  private closing = false
  private linger: unknown

  constructor(
    private readonly socket: Socket,
    private readonly context: RelayContext,
    private readonly hub: Hub,
    release: () => void,
  ) {
    this.session = new RtmpServerSession({ maxMessageSize: context.options.maxFrameBytes })
    socket.setNoDelay(true)
    socket.setKeepAlive(true, 15_000)
    socket.on('data', (bytes) => this.receive(bytes))
    // What broke a connection does not matter here: `close` always follows.
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      release()
      this.gone()
    })
    this.expectRequest()
  }

  private receive(bytes: Uint8Array): void {
    if (this.closing) return
    this.ingest?.heard()
    this.guard(() => this.session.push(bytes))
  }

  /** Runs a step of the session; whatever is wrong with the peer's bytes ends this connection and nothing else. */
  private guard(step: () => RtmpServerEvent[]): void {
    try {
      for (const event of step()) this.handle(event)
    } catch (error) {
      if (error instanceof RtmpError || error instanceof FlvError) this.context.counters.malformed++
      else this.context.options.onError(error, 'RTMP connection')
      this.socket.destroy()
    }
  }

  private handle(event: RtmpServerEvent): void {
    switch (event.type) {
      case 'send':
        return void this.socket.write(event.bytes)
      case 'media':
        return this.ingest?.push(event.tag)
      case 'pause':
        return this.seat?.player.pause(event.paused)
      case 'stop':
        return this.stopped()
      case 'request':
        if (event.request.kind === 'connect') this.connect(event.request)
        else void this.decide(event.request)
    }
  }

  private connect(request: RtmpRequest): void {
    const { app } = this.context.options
    if (request.app === app) return this.guard(() => this.session.accept(request))
    const why = `stream-not-found: there is no application "${request.app.slice(0, 40)}", use "${app}"`
    this.refuse(request, 'NetConnection.Connect.InvalidApp', why)
  }

  private async decide(request: StreamRequest): Promise<void> {
    const { kind: action, app, name } = request
    const query = new URLSearchParams(request.query)
    const ip = this.socket.remoteAddress ?? ''
    const media: MediaRequest = { action, protocol: 'rtmp', app, name, query, ip }
    this.socket.pause()
    const verdict = isStreamName(name) ? await this.context.ask(media) : BAD_NAME
    if (this.socket.destroyed) return
    this.socket.resume()
    const refusal = verdict.ok ? this.begin(request, media, verdict.turn) : verdict
    if (refusal) this.refuse(request, rtmpCode(refusal, action), refusalText(refusal))
  }

  private begin(request: StreamRequest, media: MediaRequest, turn?: number): MediaRefusal | undefined {
    if (this.context.closing) return refuse('busy', 'the server is shutting down')
    if (request.kind === 'publish') {
      this.ingest = this.hub.publish(media, this.source(), turn)
      if (!this.ingest) return IN_USE
    }
    this.context.options.clock.clearTimeout(this.handshake)
    this.current = request
    this.guard(() => this.session.accept(request))
    // What was held back may have stopped the stream already.
    const goesOn = this.current === request && !this.socket.destroyed
    if (request.kind === 'play' && goesOn) this.seat = this.hub.play(media, this.outlet())
    return undefined
  }

  private source(): Source {
    return {
      close: (why) => {
        this.ingest = undefined
        this.finish(this.session.revoke('NetStream.Publish.Denied', `the stream was ended by the server: ${why}`))
      },
    }
  }

  private outlet(): Outlet {
    const { socket, session } = this
    return {
      begin: () => undefined,
      send: (tag: FlvTag) => void socket.write(session.media(tag)),
      get buffered() {
        return socket.writableLength
      },
      close: (why: PlayEnd) => {
        const late = 'stream-not-found: nobody published this stream in time'
        this.finish(why === 'not-found' ? session.revoke('NetStream.Play.StreamNotFound', late) : session.endPlay())
      },
      cut: () => void socket.destroy(),
    }
  }

  private refuse(request: RtmpRequest, code: string, description: string): void {
    this.context.counters.refused++
    const bytes = this.session.refuse(request, code, description)
    for (const event of bytes) this.handle(event)
    this.finish(new Uint8Array(0))
  }

  /** Sends the last bytes and closes; what still comes in is read and thrown away, so that no reset overtakes them. */
  private finish(bytes: Uint8Array): void {
    this.closing = true
    this.socket.end(bytes)
    this.linger = this.context.options.clock.setTimeout(() => this.socket.destroy(), LINGER_MS)
  }

  /** The peer is done with its stream but keeps the connection. */
  private stopped(): void {
    this.ingest?.end('ended')
    this.seat?.leave()
    this.ingest = this.seat = this.current = undefined
    this.expectRequest()
  }

  private expectRequest(): void {
    const { clock, handshakeMs } = this.context.options
    clock.clearTimeout(this.handshake)
    this.handshake = clock.setTimeout(() => {
      this.context.counters.timedOut++
      this.socket.destroy()
    }, handshakeMs)
  }

  private gone(): void {
    const { clock } = this.context.options
    clock.clearTimeout(this.handshake)
    clock.clearTimeout(this.linger)
    this.ingest?.end('lost')
    this.seat?.leave()
  }
}
