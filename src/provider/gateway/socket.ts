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
  onopen: ((event: never) => void) | null
  onmessage: ((event: never) => void) | null
  onclose: ((event: never) => void) | null
  onerror: ((event: never) => void) | null
  send(text: string): void
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
    if (over) return
    over = true
    on.close(code, error)
  }
  const open = () => {
    // A socket closed while it was connecting may still open on a phone; it would count among the five.
    if (over) socket.close()
    else on.open()
  }
  const message = ({ data }: { data: unknown }) => {
    if (!over) on.message(data as string)
  }
  const closed = ({ code }: { code: number }) => close(code)
  const fail = (detail: unknown) => close(1006, failure(url, detail))
  if (connect) {
    const web = connect(url)
    web.onopen = open
    web.onmessage = message
    web.onclose = closed
    // Stays set after the end: `ws` throws an error that nobody listens to.
    web.onerror = fail
    socket = { send: (text) => web.send(text), close: () => web.close(1000) }
  } else {
    if (typeof wx === 'undefined')
      throw LiveError.of('unsupported', 'gateway: no wx.connectSocket here; pass gateway({ connect })')
    const task = wx.connectSocket({ url, tcpNoDelay: true, fail })
    task.onOpen(open)
    task.onMessage(message)
    task.onClose(closed)
    task.onError(fail)
    socket = { send: (data) => task.send({ data, fail }), close: () => task.close({}) }
  }
  return {
    send: socket.send,
    close: () => {
      over = true
      socket.close()
    },
  }
}

/** 600002 and 600007 are WeChat's general network errno; older clients say it only in words. */
function failure(url: string, cause: unknown): LiveError {
  const { errno = '', errMsg = '', message = errMsg } = cause as { errno?: number; errMsg?: string; message?: string }
  const text = `${errno} ${message}`
  if (/600002|domain list/.test(text))
    return LiveError.of(
      'invalid-argument',
      `gateway: ${url} is no socket domain of this mini-program; add it at mp.weixin.qq.com (socket 合法域名)`,
      { subject: 'url', cause },
    )
  if (/600007|exceed max/.test(text))
    return LiveError.of('busy', 'gateway: five sockets are open; close one', { cause })
  return LiveError.of('network', `gateway: cannot reach ${url}: ${text}`, { cause })
}
