/**
 * The socket port: the only place that knows what kind of socket there is.
 *
 * - On a phone `wx.connectSocket`: a SocketTask takes callbacks and has no way to take them back, so everything that
 *   arrives after the end is dropped here. Five sockets at most may be open in one mini-program.
 * - Elsewhere whatever the option `connect` returns, e.g. `(url) => new WebSocket(url)` with the `ws` package.
 */
import { LiveError } from '../../errors'

/** The part of the W3C WebSocket that is used. `ws`, browsers and Node's own all have it. */
export interface WebSocketLike {
  /** The connection stands. */
  onopen: ((event: never) => void) | null
  /** A frame came, as `event.data`. */
  onmessage: ((event: never) => void) | null
  /** The connection is over; why, as a WebSocket close code in `event.code`. */
  onclose: ((event: never) => void) | null
  /** It could not be opened, or broke. */
  onerror: ((event: never) => void) | null
  /** Sends one text frame. */
  send(text: string): void
  /** Starts the closing handshake. */
  close(code?: number): void
}

/** Opens a socket to `url`; it may throw. */
export type Connect = (url: string) => WebSocketLike

/** What a socket tells. After `close` it says nothing more. */
export interface SocketEvents {
  open(): void
  message(text: string): void
  /** @param code WebSocket close code; 1006 when there was no close frame. */
  close(code: number, error?: LiveError): void
}

export interface Socket {
  send(text: string): void
  /** Silent: no event follows. */
  close(): void
}

/** @throws LiveError `unsupported` when there is neither `connect` nor `wx`; whatever `connect` throws. */
export function openSocket(url: string, on: SocketEvents, connect?: Connect): Socket {
  let over = false
  let socket: Socket
  const close = (code: number, error?: LiveError) => {
    if (!over) on.close(code, error)
    over = true
  }
  // A socket closed while it was connecting may still open on a phone; it would count among the five.
  const onopen = () => (over ? socket.close() : on.open())
  const onmessage = ({ data }: { data: unknown }) => {
    if (!over) on.message(data as string)
  }
  const onclose = ({ code }: { code: number }) => close(code)
  const onerror = (detail: unknown) => close(1006, failure(url, detail))
  if (connect) {
    // Handlers stay set after the end: `ws` throws an error that nobody listens to.
    const web = Object.assign(connect(url), { onopen, onmessage, onclose, onerror })
    socket = { send: (text) => web.send(text), close: () => web.close(1000) }
  } else {
    if (typeof wx === 'undefined') throw LiveError.of('unsupported', 'gateway: no wx here; pass gateway({ connect })')
    const task = wx.connectSocket({ url, tcpNoDelay: true, fail: onerror })
    task.onOpen(onopen)
    task.onMessage(onmessage)
    task.onClose(onclose)
    task.onError(onerror)
    socket = { send: (data) => task.send({ data, fail: onerror }), close: () => task.close({}) }
  }
  return {
    send: socket.send,
    close() {
      over = true
      socket.close()
    },
  }
}

/** 600002 and 600007 are WeChat's general network errno; older clients say it only in words. */
function failure(url: string, cause: unknown): LiveError {
  const { errno = '', errMsg, message = errMsg } = cause as { errno?: number; errMsg?: string; message?: string }
  const text = `${errno} ${message}`
  if (/600002|domain list/.test(text))
    return LiveError.of('invalid-argument', `gateway: add ${url} at mp.weixin.qq.com (socket 合法域名)`, {
      subject: 'url',
      cause,
    })
  if (/600007|exceed max/.test(text))
    return LiveError.of('busy', 'gateway: five sockets are open; close one', { cause })
  return LiveError.of('network', `gateway: cannot reach ${url}: ${text}`, { cause })
}
