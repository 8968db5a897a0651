/** One WebSocket that carries FLV and lives and dies with the phone's network. */
import type { MediaEnv } from '../media-env'

export interface MediaSocketEvents {
  open(): void
  data(bytes: Uint8Array<ArrayBuffer>): void
  /** A server's word about the stream rather than a piece of it. */
  text?(message: string): void
  /** Called once. `opened` is false when the connection was never made; 1006 without a reason is an abrupt end. */
  closed(end: { opened: boolean; code: number; reason: string }): void
}

export class MediaSocket {
  private readonly socket: WebSocket | undefined
  private opened = false
  private over = false
  private readonly stopWatching: () => void

  constructor(
    url: string,
    protocol: string | undefined,
    env: Pick<MediaEnv, 'network' | 'on'>,
    private readonly events: MediaSocketEvents,
  ) {
    // A phone without network does not send a closing handshake: the connection is simply gone.
    this.stopWatching = env.on('network', (network) => {
      if (network === 'offline') this.end(1006, 'the phone is offline')
    })
    if (env.network === 'offline') {
      queueMicrotask(() => this.end(1006, 'the phone is offline'))
      return
    }
    this.socket = protocol === undefined ? new WebSocket(url) : new WebSocket(url, protocol)
    this.socket.binaryType = 'arraybuffer'
    this.socket.onopen = () => {
      this.opened = true
      events.open()
    }
    this.socket.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) events.data(new Uint8Array(data))
      else events.text?.(String(data))
    }
    this.socket.onclose = ({ code, reason }) => this.end(code, reason)
  }

  /** Bytes given and not yet with the network. */
  get bufferedAmount(): number {
    return this.socket?.bufferedAmount ?? 0
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(bytes)
  }

  /** Ends it from this side; `closed` is not called. */
  close(): void {
    this.over = true
    this.release()
  }

  private end(code: number, reason: string): void {
    if (this.over) return
    this.over = true
    this.release()
    this.events.closed({ opened: this.opened, code, reason })
  }

  private release(): void {
    this.stopWatching()
    if (!this.socket) return
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null
    this.socket.close()
  }
}
