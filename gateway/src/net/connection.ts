/** One socket: sizes, pace, liveness and back-pressure. What the frames mean is {@link Session}'s business. */
import type { Duplex } from 'node:stream'
import { WebSocket, type RawData } from 'ws'
import { parseFrame } from '../frames/parse'
import { TokenBucket } from '../limits'
import type { Report } from '../report'
import type { ByeCode } from '../wire'
import { Session, type SessionContext } from './session'
import type { ConnectionSettings } from './settings'
import type { PoliteSocket } from './socket'

/** Unsent bytes at which a reader that only ever sends commands is cut: acknowledgements pile up as well. */
const HARD_LIMIT = 8 * 1024 * 1024
/** Frames that wait for their forerunners; beyond it the socket is not read. */
const MAX_WAITING = 64
/** A peer that does not answer the closing handshake is cut after this, ms. */
const CLOSE_GRACE = 2_000
const FLOOD_RETRY = 10_000

export class Connection {
  private readonly session: Session
  private readonly pace: TokenBucket
  private readonly openedAt: number
  private heardAt: number
  private lagging = false
  private closing = false
  private waiting = 0
  private chain: Promise<void> = Promise.resolve()

  constructor(
    private readonly socket: PoliteSocket,
    /** The stream under the socket, for `drain`. */
    stream: Duplex,
    private readonly settings: ConnectionSettings,
    private readonly report: Report,
    private readonly context: SessionContext,
    host: string | undefined,
  ) {
    this.openedAt = this.heardAt = context.now()
    const { burst, perSecond } = settings.frames
    this.pace = new TokenBucket(burst, perSecond, this.openedAt)
    this.session = new Session(this, context, settings.commands, host)
    stream.on('drain', () => this.drained())
    socket.on('message', (data, isBinary) => this.receive(data, isBinary))
    socket.on('close', () => this.closed())
    // ws closes the socket after this; `close` cleans up.
    socket.on('error', (error) => report('debug', 'socket.error', { error: error.message }))
  }

  get congested(): boolean {
    if (!this.lagging) this.lagging = this.socket.bufferedAmount > this.settings.highWater
    return this.lagging
  }

  send(frame: string | Buffer): void {
    if (this.socket.readyState !== WebSocket.OPEN) return
    if (this.socket.bufferedAmount > HARD_LIMIT) {
      this.report('warn', 'socket.stalled', { user: this.session.user, buffered: this.socket.bufferedAmount })
      this.socket.terminate()
      return
    }
    this.socket.send(frame, { binary: false })
  }

  /** @param retry ms after which coming back makes sense; absent when it does not */
  bye(code: ByeCode, why: string, retry?: number, until?: number): void {
    if (this.closing) return
    this.closing = true
    this.report(code === 'restart' ? 'debug' : 'info', 'bye', { code, why, user: this.session.user })
    this.socket.bye(code, why, retry, until)
    setTimeout(() => this.socket.terminate(), CLOSE_GRACE).unref()
  }

  /** Called now and then: who has been silent for too long is dropped, whose token is over is told. */
  check(now: number): void {
    if (this.closing) return
    if (now - this.heardAt > 2.5 * this.settings.heartbeat) {
      this.report('info', 'socket.silent', { user: this.session.user })
      this.socket.terminate()
    } else if (this.session.user === undefined && now - this.openedAt > this.settings.loginTimeout) {
      this.bye('malformed', `the first frame, hi, must come within ${this.settings.loginTimeout} ms`)
    } else if (this.session.expired(now)) {
      this.bye('token-expired', 'the token has expired; come back with a fresh one', 0)
    }
  }

  private receive(data: RawData, isBinary: boolean): void {
    if (this.closing) return
    const now = (this.heardAt = this.context.now())
    if (this.pace.take(now) > 0) return this.bye('flood', 'too many frames', FLOOD_RETRY)
    if (isBinary) return this.bye('malformed', 'frames are text, not binary')
    const incoming = parseFrame((data as Buffer).toString('utf8'))
    if (incoming.kind === 'fatal') return this.bye('malformed', incoming.why)
    if (++this.waiting > MAX_WAITING) this.socket.pause()
    this.chain = this.chain
      .then(() => (this.closing ? undefined : this.session.handle(incoming)))
      .catch((error: unknown) => this.failed(error))
      .finally(() => {
        if (--this.waiting === 0 && this.socket.isPaused) this.socket.resume()
      })
  }

  /** A fault of ours: this connection pays for it, nobody else. */
  private failed(error: unknown): void {
    this.report('error', 'session.failed', {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
    this.closing = true
    this.socket.close(1011, 'internal error')
  }

  private drained(): void {
    if (!this.lagging || this.socket.bufferedAmount > 0) return
    this.lagging = false
    this.session.catchUp()
  }

  private closed(): void {
    this.context.closed(this)
    // After the frames that came before: one of them may be a join, or the leave that makes this no loss.
    this.chain = this.chain.then(() => this.session.end()).catch((error: unknown) => this.failed(error))
  }
}
