/**
 * The client half of "no loss, no double, in order":
 *
 * - Every durable command gets a number `n` and stays here until the server says `ok` or `no`. After a reconnect
 *   everything that is still here is sent again in order; `pk` + `n` make that harmless (`ok` with `dup`).
 * - `no` with `wait` holds this command and all later ones back, so that one sender's order survives a rate limit. What
 *   was in flight behind it is refused likewise and needs no answer of its own.
 * - At most 32 commands are in flight: half of what the server remembers of one sender, so that every resend is
 *   recognised. After a `wait` it is one, and one more with every fourth `ok`: what is sent only to be refused counts as
 *   traffic, and a full outbox would end up cut off for flooding.
 */
import { LiveError } from '../../errors'
import { refusal } from './refusal'
import { MAX_FRAME_BYTES } from './wire'
import type { ClientFrame, Command, ServerFrame } from './wire'

type Frame<T> = Extract<ServerFrame, { t: T }>
export type Receipt = Frame<'ok'>

interface Entry {
  n: number
  frame: ClientFrame
  what: string
  resolve(receipt: Receipt): void
  reject(error: LiveError): void
}

export interface Outbox {
  /** @param key the app's own mark, kept for {@link Outbox.keyOf}. */
  add(command: Command, what: string, key?: string): Promise<Receipt>
  /** The room is in: send everything again. */
  start(): void
  ok(frame: Receipt): void
  no(frame: Frame<'no'>): void
  /** The `key` of my own message by its mark `m` in the log. */
  keyOf(m: string): string | undefined
  /** Rejects everything. */
  clear(error: LiveError): void
}

const CAPACITY = 256
const MAX_WINDOW = 32

/** @param send returns false while there is no way to the room; what was added waits then for {@link Outbox.start}. */
export function createOutbox(room: string, pk: string, send: (frame: ClientFrame) => boolean): Outbox {
  const entries: Entry[] = []
  let last = 0
  /** How many, from the front, are in flight on this connection. */
  let sent = 0
  let window = MAX_WINDOW
  let gate: ReturnType<typeof setTimeout> | undefined
  /** Outlives the entries: my message may come back in a snapshot long after its `ok`. */
  const keys = new Map<string, string>()

  function pump(): void {
    for (let entry; gate === undefined && sent + 1 <= window && (entry = entries[sent]) && send(entry.frame);) sent++
  }

  /** Removes command `n` and lets the next one go. */
  function settle(n: number, how: (entry: Entry) => void): void {
    const index = entries.findIndex((entry) => entry.n === n)
    if (index < 0) return
    if (index < sent) sent--
    entries.splice(index, 1).forEach(how)
    pump()
  }

  function ungate(): void {
    if (gate !== undefined) clearTimeout(gate)
    gate = undefined
  }

  return {
    add: (command, what, key) =>
      new Promise((resolve, reject) => {
        const frame: ClientFrame = { t: 'do', n: last + 1, r: room, ...command }
        checkSize(frame, what)
        if (entries.length >= CAPACITY)
          throw LiveError.of('busy', `${what}: ${CAPACITY} calls wait for the gateway; await some first`)
        last++
        if (key !== undefined) remember(keys, `${pk}:${last}`, key)
        entries.push({ n: last, frame, what, resolve, reject })
        pump()
      }),
    start() {
      ungate()
      sent = 0
      pump()
    },
    ok(frame) {
      window = Math.min(MAX_WINDOW, window + 0.25)
      settle(frame.n, ({ resolve }) => resolve(frame))
    },
    no({ n, c, why, wait }) {
      if (wait === undefined) settle(n, ({ what, reject }) => reject(refusal(c, what, why)))
      else if (gate === undefined && entries.slice(0, sent).some((entry) => entry.n === n)) {
        sent = 0
        window = 1
        gate = setTimeout(() => {
          gate = undefined
          pump()
        }, wait)
      }
    },
    keyOf: (m) => keys.get(m),
    clear(error) {
      ungate()
      entries.splice(0).forEach(({ reject }) => reject(error))
    },
  }
}

function remember(keys: Map<string, string>, m: string, key: string): void {
  keys.set(m, key)
  if (keys.size > CAPACITY) keys.delete(keys.keys().next().value as string)
}

/** A frame that is too long is not sent: it would cost the connection (close code 1009). */
function checkSize(frame: ClientFrame, what: string): void {
  let bytes
  try {
    // Phones have no TextEncoder; each %XX is one byte of UTF-8.
    bytes = encodeURIComponent(JSON.stringify(frame)).replace(/%../g, '-').length
  } catch (cause) {
    throw LiveError.of('invalid-argument', `${what}: JSON cannot carry this: ${String(cause)}`, { cause })
  }
  if (bytes > MAX_FRAME_BYTES)
    throw LiveError.of('invalid-argument', `${what}: ${bytes} bytes are too long; shorten it to ${MAX_FRAME_BYTES}`)
}

/** A `pk`. Unique among the members of a room is enough: it is no secret, and phones have no crypto. */
export function randomKey(): string {
  const part = () => Math.random().toString(36).slice(2, 10)
  return part() + part()
}
