/** One WebSocket that carries FLV and lives and dies with the phone's network. */
import type { MediaEnv } from '../media-env'
import { every } from '../worker-timer'
import { WEAK_DOWN, WEAK_STEP_MS, WEAK_UP, WeakLink } from './weak-link'

export interface MediaSocketEvents {
  open(): void
  data(bytes: Uint8Array<ArrayBuffer>): void
  /** A server's word about the stream rather than a piece of it. */
  text?(message: string): void
  /** Called once. `opened` is false when the connection was never made; 1006 without a reason is an abrupt end. */
  closed(end: { opened: boolean; code: number; reason: string }): void
}

type Bytes = Uint8Array<ArrayBuffer>

/** A server lets go of a player that is further behind than this. */
const MAX_BEHIND_MS = 12_000

export class MediaSocket {
  private readonly socket: WebSocket | undefined
  private opened = false
  private over = false
  private readonly stopWatching: () => void
  private readonly up = new WeakLink<Bytes>(WEAK_UP)
  private readonly down = new WeakLink<Bytes>(WEAK_DOWN)
  private stopWeak: (() => void) | undefined

  constructor(
    url: string,
    protocol: string | undefined,
    private readonly env: Pick<MediaEnv, 'network' | 'on'>,
    private readonly events: MediaSocketEvents,
  ) {
    this.stopWatching = env.on('network', () => this.networkChanged())
    if (env.network === 'offline') {
      queueMicrotask(() => this.end(1006, 'the phone is offline'))
      return
    }
    this.networkChanged()
    this.socket = protocol === undefined ? new WebSocket(url) : new WebSocket(url, protocol)
    this.socket.binaryType = 'arraybuffer'
    this.socket.onopen = () => {
      this.opened = true
      events.open()
    }
    this.socket.onmessage = ({ data }) => {
      if (!(data instanceof ArrayBuffer)) events.text?.(String(data))
      else if (this.stopWeak) this.down.push(new Uint8Array(data))
      else events.data(new Uint8Array(data))
    }
    this.socket.onclose = ({ code, reason }) => this.end(code, reason)
  }

  /** Bytes given and not yet with the network. */
  get bufferedAmount(): number {
    return (this.socket?.bufferedAmount ?? 0) + this.up.queued
  }

  send(bytes: Bytes): void {
    if (this.stopWeak) this.up.push(bytes)
    else this.pass(bytes)
  }

  /** Ends it from this side; `closed` is not called. */
  close(): void {
    this.over = true
    this.release()
  }

  private pass(bytes: Bytes): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(bytes)
  }

  private networkChanged(): void {
    const { network } = this.env
    // A phone without network does not send a closing handshake: the connection is simply gone.
    if (network === 'offline') return this.end(1006, 'the phone is offline')
    if (network === 'weak') {
      this.stopWeak ??= every(WEAK_STEP_MS, () => this.step())
      return
    }
    this.stopWeak?.()
    this.stopWeak = undefined
    for (const bytes of this.up.drain()) this.pass(bytes)
    for (const bytes of this.down.drain()) this.events.data(bytes)
  }

  private step(): void {
    const now = performance.now()
    for (const bytes of this.up.take(now)) this.pass(bytes)
    for (const bytes of this.down.take(now)) this.events.data(bytes)
    if (this.down.queuedMs > MAX_BEHIND_MS) this.end(1006, 'too slow for this stream')
  }

  private end(code: number, reason: string): void {
    if (this.over) return
    this.over = true
    this.release()
    this.events.closed({ opened: this.opened, code, reason })
  }

  private release(): void {
    this.stopWatching()
    this.stopWeak?.()
    if (!this.socket) return
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null
    this.socket.close()
  }
}
