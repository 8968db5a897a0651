/** One socket: sizes, pace, liveness and back-pressure. What the frames mean is {@link Session}'s business. */
import type { Duplex } from 'node:stream'
import { WebSocket, type RawData } from 'ws'
import { parseFrame, type Incoming } from '../frames/parse'
import { TokenBucket } from '../limits'
import { withFacts, type Report } from '../report'
import type { ByeCode } from '../wire'
import { framed } from './framed'
import { Session, type SessionContext } from './session'
import type { ConnectionSettings } from './settings'
import { CLOSE_OF, type PoliteSocket } from './socket'

/** A peer that does not answer the closing handshake is cut after this, ms; one that floods sooner. */
const CLOSE_GRACE = 2_000
const FLOOD_GRACE = 200
const FLOOD_RETRY = 10_000
const FAULT = 1011
/** Replies that a peer may leave unread beyond `highWater` before it is not read either, bytes. */
const REPLIES = 8 * 1024

/** What the gateway knows of a socket before its first frame. */
export interface Peer {
  /** Host header of the upgrade: how this client reaches us, and so how its media clients will. */
  host: string | undefined
  /** The client's address, behind trusted proxies too. */
  ip: string
}

let opened = 0

export class Connection {
  /** Names the connection in the log lines of this process. */
  readonly id = `c${++opened}`
  /** Resolves when the socket is closed and everything it asked for is done. */
  readonly done: Promise<void>
  private readonly session: Session
  private readonly report: Report
  private readonly pace: TokenBucket
  private readonly openedAt: number
  private heardAt: number
  private behind = false
  private closing: ByeCode | 'fault' | undefined
  /** What ended it, when no goodbye did. */
  private cause = 'gone'
  private waiting = 0
  private chain: Promise<void> = Promise.resolve()
  private drains: (() => void)[] = []

  constructor(
    private readonly socket: PoliteSocket,
    /** The stream under the socket, for `drain` and for frames that are made once for many. */
    private readonly stream: Duplex & { bytesRead?: number; bytesWritten?: number },
    private readonly settings: ConnectionSettings,
    report: Report,
    private readonly context: SessionContext,
    readonly peer: Peer,
  ) {
    this.report = withFacts(report, () => ({ conn: this.id, user: this.session.user, ip: peer.ip }))
    this.openedAt = this.heardAt = context.now()
    const { burst, perSecond } = settings.frames
    this.pace = new TokenBucket(burst, perSecond, this.openedAt)
    this.session = new Session(this, context, settings, peer.host)
    stream.on('drain', () => this.drained())
    socket.on('message', (data, isBinary) => this.receive(data, isBinary))
    // ws closes the socket after this; `close` cleans up.
    socket.on('error', (error) => this.report('debug', 'socket.error', { error: error.message }))
    this.done = new Promise((resolve) => socket.on('close', (code) => void this.closed(code).then(resolve)))
    this.report('debug', 'socket.open')
  }

  /** Unsent bytes. */
  get buffered(): number {
    return this.socket.bufferedAmount
  }

  /** More waits than it may: no events until it has drained. */
  get congested(): boolean {
    if (!this.behind) this.behind = this.socket.bufferedAmount > this.settings.highWater
    return this.behind
  }

  /** As of the last look. */
  get lagging(): boolean {
    return this.behind
  }

  get bytes(): { read: number; written: number } {
    const { bytesRead: read = 0, bytesWritten: written = 0 } = this.stream
    return { read, written }
  }

  /** @param frame a text; as a buffer, one that many are sent */
  send(frame: string | Buffer): void {
    if (this.socket.readyState !== WebSocket.OPEN) return
    if (this.socket.bufferedAmount > this.settings.hardLimit) return this.cut('stalled')
    if (typeof frame === 'string') this.socket.send(frame)
    else this.stream.write(framed(frame))
  }

  /** Resolves when a big frame may go out: at once, or when what waits has drained or will never. */
  drain(): Promise<void> {
    return this.congested ? new Promise((resolve) => this.drains.push(resolve)) : Promise.resolve()
  }

  /** @param retry ms after which coming back makes sense; absent when it does not */
  bye(code: ByeCode, why: string, retry = code === 'restart' ? 0 : undefined, until?: number): void {
    if (this.closing) return
    this.closing = code
    this.report(code === 'restart' ? 'debug' : 'info', 'bye', { code, why })
    this.socket.bye(code, why, retry, until)
    // Its own close frame must be read, whatever comes before it.
    if (this.socket.isPaused) this.socket.resume()
    setTimeout(() => this.socket.terminate(), code === 'flood' ? FLOOD_GRACE : CLOSE_GRACE).unref()
    this.release()
  }

  /** Called now and then: who has been silent for too long is dropped, whose token is over is told. */
  check(now: number): void {
    if (this.closing) return
    if (now - this.heardAt > 2.5 * this.settings.heartbeat) this.silent()
    else if (this.session.user === undefined && now - this.openedAt > this.settings.loginTimeout) {
      this.bye('malformed', `the first frame, hi, must come within ${this.settings.loginTimeout} ms`)
    } else if (this.session.expired(now)) {
      this.bye('token-expired', 'the token has expired; come back with a fresh one', 0)
    }
  }

  private silent(): void {
    if (this.congested) this.cut('stalled')
    // Not read because of us: its commands wait for the log.
    else if (!this.socket.isPaused) this.cut('silent')
  }

  private receive(data: RawData, isBinary: boolean): void {
    if (this.closing) return
    const now = (this.heardAt = this.context.now())
    if (this.pace.take(now) > 0) return this.bye('flood', 'too many frames', FLOOD_RETRY)
    if (isBinary) return this.bye('malformed', 'frames are text, not binary')
    const incoming = parseFrame((data as Buffer).toString('utf8'))
    this.context.counters.frames.add(incoming.kind === 'frame' ? incoming.frame.t : incoming.kind)
    if (incoming.kind === 'fatal') return this.bye('malformed', incoming.why)
    if (++this.waiting > this.settings.waitingFrames) this.socket.pause()
    this.chain = this.chain
      .then(() => this.handle(incoming))
      .catch((error: unknown) => this.failed(error))
      .finally(() => {
        if (--this.waiting === 0 && this.socket.isPaused) this.socket.resume()
      })
  }

  private async handle(incoming: Incoming): Promise<void> {
    // Who does not read the answers is not listened to: they must not pile up here.
    if (this.buffered > this.settings.highWater + REPLIES) {
      this.context.counters.stalls++
      this.socket.pause()
      await this.drain()
    }
    if (!this.closing) await this.session.handle(incoming)
  }

  private cut(cause: 'stalled' | 'silent'): void {
    this.cause = cause
    this.report('info', `socket.${cause}`, { buffered: this.buffered })
    this.socket.terminate()
    this.release()
  }

  /** A fault of ours: this connection pays for it, nobody else. */
  private failed(error: unknown): void {
    this.report('error', 'session.failed', {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
    this.closing = 'fault'
    this.socket.close(FAULT, 'internal error')
    this.release()
  }

  private drained(): void {
    if (!this.behind || this.socket.bufferedAmount > 0) return
    this.behind = false
    this.session.catchUp()
    this.release()
  }

  private release(): void {
    for (const resolve of this.drains.splice(0)) resolve()
  }

  private async closed(code: number): Promise<void> {
    this.release()
    const { protocolError } = this.socket
    const cause = this.closing ?? protocolError?.c ?? this.cause
    // What we closed with counts, not whether the peer still answered it.
    const own = this.closing === 'fault' ? FAULT : this.closing && CLOSE_OF[this.closing]
    const told = own ?? protocolError?.code ?? code
    this.report('debug', 'socket.closed', { code: told, cause, ms: this.context.now() - this.openedAt })
    this.context.closed(this, told, cause)
    // After the frames that came before: one of them may be a join, or the leave that makes this no loss.
    await this.chain.then(() => this.session.end()).catch((error: unknown) => this.failed(error))
  }
}
