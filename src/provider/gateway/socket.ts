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

export interface Socket {
  send(text: string): void
  /** Silent: no call follows. */
  close(): void
}

/**
 * @param opened it stands
 * @param message one text frame came
 * @param closed it is over, told once: a WebSocket close code, 1006 when there was no close frame
 * @throws LiveError `unsupported` when there is neither `connect` nor `wx`; whatever `connect` throws
 */
export function openSocket(
  url: string,
  connect: Connect | undefined,
  opened: () => void,
  message: (text: string) => void,
  closed: (code: number, error?: LiveError) => void,
): Socket {
  let over = false
  let socket: Socket
  const end = (code: number, error?: LiveError) => {
    if (!over) closed(code, error)
    over = true
  }
  // A socket closed while it was connecting may still open on a phone; it would count among the five.
  const onopen = () => (over ? socket.close() : opened())
  const onmessage = ({ data }: { data: unknown }) => {
    if (!over) message(data as string)
  }
  const onclose = ({ code }: { code: number }) => end(code)
  const onerror = (detail: unknown) => end(1006, failure(url, detail))
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
  const said = `${errno} ${message}`
  const [reason, text] = /600002|domain list/.test(said)
    ? (['invalid-argument', 'add it at mp.weixin.qq.com (socket 合法域名)'] as const)
    : /600007|exceed max/.test(said)
      ? (['busy', 'five sockets are open; close one'] as const)
      : (['network', said] as const)
  return LiveError.of(reason, `gateway: cannot reach ${url}: ${text}`, { subject: 'url', cause })
}
