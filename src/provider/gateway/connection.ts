/**
 * One connection to the gateway that is always there or on its way back. It knows sockets, tokens, login and heartbeat,
 * and nothing of rooms.
 *
 * ```
 * connecting --token, socket open: hi--> (login) --yo--> ready
 *      ^                                    |              |
 *      |                                    v              v
 *      +------ backoff or wake() ------- waiting <-- lost, bye restart|flood|full
 *
 * any state --close(), bye or close code without a way back (4403, 4409 ...), 4401 with no other token--> closed
 * ```
 *
 * - One timer: in `waiting` it is the backoff, in every other state it is the deadline of the next frame.
 * - `hb + grace` without a frame is a loss: a mini-program cannot see protocol pings, and a half-open TCP connection
 *   says nothing. In the background WeChat cuts sockets after 5 s, so coming back is the normal path, not the exception.
 * - `bye` and the close code say the same; whichever comes first counts.
 * - A token function is asked when there is no token yet and when the gateway refused the last one: once, until a room
 *   is in again. One that fails on the way back in is asked again with the next attempt.
 */
import { LiveError, demand } from '../../errors'
import type { JoinRequest } from '../types'
import { refusal } from './codes'
import { openSocket } from './socket'
import type { Connect, Socket } from './socket'
import { CLOSE } from './wire'
import type { ByeCode, RefusalCode, ServerFrame } from './wire'

export interface ConnectionHost {
  /** The first frame of every connection, `hi`. */
  hello(token: string): string
  frame(frame: ServerFrame): void
  /** The way broke; a new attempt follows by itself unless the host closes the connection. */
  lost(cause: LiveError, attempt: number): void
  /** Over, by the server's word or because trying again cannot help. */
  closed(cause: LiveError): void
}

export interface ConnectionOptions {
  url: string
  graceMs: number
  connect?: Connect | undefined
}

export interface Connection {
  /** One frame. What is sent without a connection is gone. */
  send(text: string): void
  /** The room is in: earlier failures count no more. */
  settled(): void
  /** The server's word, for this connection or for the room: comes back if that makes sense. */
  bye(code: ByeCode | RefusalCode, why?: string, retryMs?: number, until?: number): void
  wake(): void
  /** The token for connections from now on. */
  renew(token: string): void
  close(): void
}

/** A woken app asks at once whether the server is still there, and does not wait long for the answer. */
const PROBE_MS = 3000

/**
 * Milliseconds before attempt `attempt` (from 1), with full jitter above the floor so that thousands of phones do not come
 * back in step: 0.3 to 0.6 s three times, which is what a gateway's restart takes, then doubled up to 10 s.
 */
export const backoff = (attempt: number, random = Math.random()): number =>
  300 + random * (Math.min(10_000, 300 * 2 ** Math.max(1, attempt - 2)) - 300)

/** Opens at once. */
export function createConnection(
  { url, graceMs, connect }: ConnectionOptions,
  given: JoinRequest['token'],
  host: ConnectionHost,
): Connection {
  const fetchToken = typeof given === 'function' && given
  let token = fetchToken ? '' : (given as string)
  /** The token of the last login. */
  let used: string | undefined
  let refreshed = false
  let waiting = false
  /** Counts attempts and ends; a token that comes too late belongs to an earlier one. */
  let turn = 0
  let attempt = 0
  /** What `yo` said, ms; 0 until it has come. */
  let heartbeat: number
  let socket: Socket | undefined
  let timer: ReturnType<typeof setTimeout> | 0 = 0
  let pinger: ReturnType<typeof setInterval> | 0 = 0

  const arm = (ms: number, run: () => void) => {
    clearTimeout(timer)
    timer = setTimeout(run, ms)
  }
  const watch = (ms = heartbeat + graceMs) =>
    arm(ms, () => drop(LiveError.of('timeout', `gateway: ${url} was silent for ${ms} ms`)))
  const send = (text: string) => {
    if (socket) socket.send(text)
  }
  const ping = () => send('{"t":"ping"}')

  /** Nothing of this attempt is left. */
  function close(): void {
    turn++
    clearTimeout(timer)
    clearInterval(pinger)
    waiting = false
    heartbeat = 0
    if (socket) socket.close()
    socket = undefined
  }

  async function open(): Promise<void> {
    close()
    watch()
    const mine = turn
    try {
      // Never at once: the host is still being made when the first attempt begins.
      token = await (token || (fetchToken as () => Promise<string>)())
      if (mine !== turn) return
      demand(token, 'gateway', 'token', 'a text')
      const fresh = (used = token)
      socket = openSocket(url, connect, () => send(host.hello(fresh)), message, ended)
    } catch (thrown) {
      if (mine !== turn) return
      // Once a token was there, a function that fails is a backend out of reach; it ends the stay by a lasting LiveError.
      const reason = token || used ? 'network' : 'token-invalid'
      drop(LiveError.from(thrown, reason, `gateway: no connection: ${thrown}`))
    }
  }

  function message(text: string): void {
    watch()
    try {
      const frame = JSON.parse(text) as ServerFrame
      if (frame.t === 'bye') return bye(frame.c, frame.why, frame.retry, frame.until)
      if (frame.t === 'yo') {
        heartbeat = frame.hb
        watch()
        clearInterval(pinger)
        pinger = setInterval(ping, heartbeat)
      }
      host.frame(frame)
    } catch (thrown) {
      drop(LiveError.from(thrown, 'protocol', 'gateway: unreadable frame'), true)
    }
  }

  const ended = (code: number, error = LiveError.of('network', `gateway: ${url} closed (${code})`)): void => {
    const said = CLOSE[code]
    if (said) bye(said)
    else drop(error)
  }

  function bye(code: ByeCode | RefusalCode, why?: string, waitMs?: number, until?: number): void {
    const cause = refusal(code, 'gateway', why, { ...(waitMs && { waitMs }), ...(until && { until }) })
    if (/^token/.test(code) && !refreshed && (token !== used || fetchToken)) {
      refreshed = true
      // A pushed token is there already; the function has to be asked again.
      if (token === used) token = ''
      drop(cause, true, 0)
    } else {
      // A full room is worth another try, but of the person's.
      const again = cause.recoverable && code !== 'room-full'
      // The jitter comes on top: a restarting gateway tells everybody the same.
      drop(cause, again, waitMs && waitMs + backoff(1))
    }
  }

  /** Gives this connection up, and comes back after `waitMs` where `again` says that it helps. */
  function drop(cause: LiveError, again = cause.recoverable, waitMs = backoff(attempt + 1)): void {
    close()
    if (!again) return host.closed(cause)
    waiting = true
    arm(waitMs, open)
    host.lost(cause, ++attempt)
  }

  void open()
  return {
    send,
    settled() {
      attempt = 0
      refreshed = false
    },
    bye,
    wake() {
      // What failed before says nothing about the network of now.
      if (waiting) {
        attempt = 0
        void open()
      }
      if (!heartbeat) return
      ping()
      watch(PROBE_MS)
    },
    renew: (fresh) => void (token = fresh),
    close,
  }
}
