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
 *   is in again.
 */
import { LiveError, demand } from '../../errors'
import type { JoinRequest, LeaveReason } from '../types'
import { leaveReason, refusal } from './codes'
import { openSocket } from './socket'
import type { Connect, Socket } from './socket'
import { CLOSE } from './wire'
import type { ByeCode, ClientFrame, ServerFrame } from './wire'

export interface ConnectionHost {
  /** The first frame of every connection. */
  hello(token: string): ClientFrame
  frame(frame: ServerFrame): void
  /** The way broke; a new attempt follows by itself unless the host closes the connection. */
  lost(cause: LiveError, attempt: number): void
  /** Over, by the server's word or because trying again cannot help. */
  closed(reason: LeaveReason, cause: LiveError): void
}

export interface ConnectionOptions {
  url: string
  graceMs: number
  connect?: Connect | undefined
}

export interface Connection {
  send(frame: ClientFrame | string): void
  /** The room is in: earlier failures count no more. */
  settled(): void
  bye(code: ByeCode, why?: string, retryMs?: number): void
  /** Gives this connection up and comes back after the backoff. */
  lost(cause: LiveError): void
  wake(): void
  /** The token for connections from now on. */
  renew(token: string): void
  close(): void
}

/** A woken app asks at once whether the server is still there, and does not wait long for the answer. */
const PROBE_MS = 3000

/**
 * Milliseconds before attempt `attempt` (from 1): 0.3 s doubled up to 10 s, with full jitter above the floor so that
 * thousands of phones do not come back in step.
 */
export function backoff(attempt: number, random = Math.random()): number {
  return 300 + random * (Math.min(10_000, 300 * 2 ** attempt) - 300)
}

/** Opens at once. */
export function createConnection(
  { url, graceMs, connect }: ConnectionOptions,
  given: JoinRequest['token'],
  host: ConnectionHost,
): Connection {
  const fetchToken = typeof given === 'function' && given
  let token = fetchToken ? '' : (given as string)
  /** The token of the last login. */
  let used: string
  let refreshed = false
  let state: 'connecting' | 'ready' | 'waiting'
  /** Counts attempts and ends; a token that comes too late belongs to an earlier one. */
  let turn = 0
  let attempt = 0
  let heartbeat: number
  let socket: Socket | undefined
  let timer: ReturnType<typeof setTimeout> | 0 = 0
  let pinger: ReturnType<typeof setInterval> | 0 = 0

  const arm = (ms: number, run: () => void) => {
    clearTimeout(timer)
    timer = setTimeout(run, ms)
  }
  const watch = (ms = heartbeat + graceMs) =>
    arm(ms, () => lost(LiveError.of('timeout', `gateway: ${url} was silent for ${ms} ms`)))
  const send = (frame: ClientFrame | string) => socket?.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
  const ping = () => send({ t: 'ping' })

  /** Nothing of this attempt is left. */
  function close(): void {
    turn++
    clearTimeout(timer)
    clearInterval(pinger)
    socket?.close()
    socket = undefined
  }

  async function open(): Promise<void> {
    close()
    state = 'connecting'
    heartbeat = 0
    watch()
    const mine = turn
    try {
      // Never at once: the host is still being made when the first attempt begins.
      token = await (token || (fetchToken as () => Promise<string>)())
      if (mine === turn) dial()
    } catch (thrown) {
      if (mine !== turn) return
      const [reason, what] = token ? (['network', url] as const) : (['token-invalid', 'the token function'] as const)
      const cause = LiveError.from(thrown, reason, `gateway: ${what} failed: ${thrown}`)
      if (cause.recoverable) lost(cause)
      else closed(refreshed ? 'token-expired' : 'refused', cause)
    }
  }

  function dial(): void {
    demand(token && typeof token === 'string', 'gateway', 'token', 'a string, also from a function')
    used = token
    socket = openSocket(url, { open: () => send(host.hello(used)), message, close: ended }, connect)
  }

  function message(text: string): void {
    watch()
    try {
      const frame = JSON.parse(text) as ServerFrame
      if (frame.t === 'bye') return bye(frame.c, frame.why, frame.retry)
      if (frame.t === 'yo') {
        state = 'ready'
        heartbeat = frame.hb
        watch()
        clearInterval(pinger)
        pinger = setInterval(ping, heartbeat)
      }
      host.frame(frame)
    } catch (thrown) {
      lost(LiveError.from(thrown, 'protocol', `gateway: unreadable frame from ${url}`))
    }
  }

  function ended(code: number, error = LiveError.of('network', `gateway: ${url} closed (${code})`)): void {
    const said = CLOSE[code]
    if (said) bye(said)
    else if (error.recoverable) lost(error)
    // A domain that is not listed is not mended by waiting.
    else closed('refused', error)
  }

  function bye(code: ByeCode, why?: string, retryMs?: number): void {
    const cause = refusal(code, 'gateway', why, retryMs)
    if (/^token/.test(code) && !refreshed && (token !== used || fetchToken)) {
      refreshed = true
      // A pushed token is there already; the function has to be asked again.
      if (token === used) token = ''
      lost(cause, 0)
    } else if (!cause.recoverable) closed(leaveReason(code), cause)
    // The jitter comes on top: a restarting gateway tells everybody the same.
    else lost(cause, retryMs && retryMs + backoff(1))
  }

  function lost(cause: LiveError, waitMs = backoff(attempt + 1)): void {
    close()
    state = 'waiting'
    arm(waitMs, open)
    host.lost(cause, ++attempt)
  }

  function closed(reason: LeaveReason, cause: LiveError): void {
    close()
    host.closed(reason, cause)
  }

  void open()
  return {
    send,
    settled() {
      attempt = 0
      refreshed = false
    },
    bye,
    lost,
    wake() {
      if (state === 'waiting') void open()
      if (state !== 'ready') return
      ping()
      watch(PROBE_MS)
    },
    renew: (fresh) => void (token = fresh),
    close,
  }
}
