/**
 * One connection to the gateway that is always there or on its way back. It knows sockets, heartbeat and login, and
 * nothing of rooms.
 *
 * ```
 * idle --open--> connecting --socket open: hi--> login --yo--> ready
 *                    ^                             |             |
 *                    |                             v             v
 *                    +---- backoff or wake() --- waiting <-- lost, bye restart|flood|full
 *
 * any state --close(), bye or close code without a way back (4403, 4409 ...), 4401 with no other token--> closed
 * ```
 *
 * - One timer: in `waiting` it is the backoff, in every other state it is the deadline of the next frame.
 * - `hb + grace` without a frame is a loss: a mini-program cannot see protocol pings, and a half-open TCP connection
 *   says nothing. In the background WeChat cuts sockets after 5 s, so coming back is the normal path, not the exception.
 * - `bye` and the close code say the same; whichever comes first counts.
 */
import { LiveError } from '../../errors'
import type { LeaveReason } from '../types'
import { BYE, backoff, byeOf } from './bye'
import { refusal } from './refusal'
import { openSocket } from './socket'
import type { Connect, Socket } from './socket'
import type { Tokens } from './token'
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
  open(): void
  send(frame: ClientFrame): void
  /** `yo` came: ping every `heartbeatMs`. */
  ready(heartbeatMs: number): void
  /** The room is in: earlier failures count no more. */
  settled(): void
  bye(code: ByeCode, why?: string, retryMs?: number): void
  /** Gives this connection up and comes back after `waitMs` (default: backoff). */
  lost(cause: LiveError, waitMs?: number): void
  wake(): void
  close(): void
}

/** A woken app asks at once whether the server is still there, and does not wait long for the answer. */
const PROBE_MS = 3000

export function createConnection(options: ConnectionOptions, tokens: Tokens, host: ConnectionHost): Connection {
  const { url, graceMs } = options
  let state: 'idle' | 'connecting' | 'login' | 'ready' | 'waiting' | 'closed' = 'idle'
  /** Counts attempts and ends; a token that comes too late belongs to an earlier one. */
  let turn = 0
  let attempt = 0
  let refreshed = false
  let heartbeat = 0
  let socket: Socket | undefined
  let timer!: ReturnType<typeof setTimeout>
  let pinger!: ReturnType<typeof setInterval>

  const arm = (ms: number, run: () => void) => {
    clearTimeout(timer)
    timer = setTimeout(run, ms)
  }
  const watch = (ms = heartbeat + graceMs) =>
    arm(ms, () => lost(LiveError.of('timeout', `gateway: ${url} was silent for ${ms} ms`)))
  const send = (frame: ClientFrame) => socket?.send(JSON.stringify(frame))
  const ping = () => send({ t: 'ping' })

  function drop(): void {
    turn++
    clearTimeout(timer)
    clearInterval(pinger)
    socket?.close()
    socket = undefined
  }

  function open(): void {
    drop()
    state = 'connecting'
    heartbeat = 0
    watch()
    const mine = turn
    tokens
      .get()
      .then((token) => mine === turn && dial(token))
      .catch((thrown: unknown) => {
        if (mine !== turn) return
        const cause = LiveError.from(thrown, 'network', `gateway: cannot open ${url}: ${String(thrown)}`)
        if (cause.recoverable) lost(cause)
        else closed(refreshed ? 'token-expired' : 'refused', cause)
      })
  }

  function dial(token: string): void {
    socket = openSocket(
      url,
      {
        open: () => {
          state = 'login'
          send(host.hello(token))
        },
        message,
        close: ended,
      },
      options.connect,
    )
  }

  function message(text: string): void {
    watch()
    try {
      host.frame(JSON.parse(text) as ServerFrame)
    } catch (thrown) {
      lost(LiveError.from(thrown, 'protocol', `gateway: unreadable frame from ${url}`))
    }
  }

  function ended(code: number, error = LiveError.of('network', `gateway: ${url} closed (${code})`)): void {
    const said = byeOf(code)
    if (said) bye(said)
    else if (error.recoverable) lost(error)
    // A domain that is not listed is not mended by waiting.
    else closed('refused', error)
  }

  function bye(code: ByeCode, why?: string, retryMs?: number): void {
    const cause = refusal(code, 'gateway', why, retryMs)
    const meaning = BYE[code] ?? 'refused'
    if (/^token/.test(code) && !refreshed && tokens.refresh()) {
      refreshed = true
      lost(cause, 0)
    } else if (meaning !== 'again') closed(meaning, cause)
    // The jitter comes on top: a restarting gateway tells everybody the same.
    else lost(cause, retryMs && retryMs + backoff(1))
  }

  function lost(cause: LiveError, waitMs = backoff(attempt + 1)): void {
    drop()
    state = 'waiting'
    attempt++
    arm(waitMs, open)
    host.lost(cause, attempt)
  }

  function closed(reason: LeaveReason, cause: LiveError): void {
    close()
    host.closed(reason, cause)
  }

  function close(): void {
    drop()
    state = 'closed'
  }

  return {
    open,
    send,
    ready(heartbeatMs) {
      state = 'ready'
      heartbeat = heartbeatMs
      watch()
      clearInterval(pinger)
      pinger = setInterval(ping, heartbeatMs)
    },
    settled() {
      attempt = 0
      refreshed = false
    },
    bye,
    lost,
    wake() {
      if (state === 'waiting') open()
      if (state !== 'ready') return
      ping()
      watch(PROBE_MS)
    },
    close,
  }
}
