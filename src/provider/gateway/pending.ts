/**
 * What waits for the gateway's answer, and the client half of "no loss, no double, in order":
 *
 * - Every command and question gets a number and stays here until it is answered. After a reconnect everything that is
 *   still here is sent again in order; for commands `pk` + `n` make that harmless (`ok` with `dup`), and a question is
 *   kept nowhere. A question has a time limit, a command has none.
 * - A refusal with `wait` holds this one and all later ones back, so that one sender's order survives a rate limit. What
 *   was in flight behind it is refused likewise and needs no answer of its own.
 * - At most 32 are in flight: half of what the server remembers of one sender, so that every resend is recognised. After
 *   a `wait` it is one, and one more with every fourth answer: what is sent only to be refused counts as traffic, and a
 *   full outbox would end up cut off for flooding.
 */
import { LiveError, demand } from '../../errors'
import { refusal } from './codes'
import { MAX_FRAME_BYTES } from './wire'
import type { Answers, Command, Question, ServerFrame } from './wire'

type Frame<T> = Extract<ServerFrame, { t: T }>

type Body = Command | Question
/** What goes with each kind. */
export type Data<K> = Extract<Body, { k: K }>['d']
/** The answer that each kind gets. */
export type AnswerTo<K> = K extends keyof Answers ? { d: Answers[K] } : Frame<'ok'>

interface Entry {
  id: number
  text: string
  call: string
  /** 0: no time limit. */
  timer: ReturnType<typeof setTimeout> | 0
  resolve(answer: never): void
  reject(error: LiveError): void
}

export interface Pending {
  /** @param key the app's own mark of its message, for {@link Pending.keyOf}. */
  add<K extends Body['k']>(k: K, d: Data<K>, key?: string): Promise<AnswerTo<K>>
  /** The room is in: send everything again. */
  start(): void
  answer(frame: Frame<'ok' | 'ans'>): void
  refuse(frame: Frame<'no' | 'nope'>): void
  /** The `key` of my own message by its mark `m` in the log. */
  keyOf(m: string): string | undefined
  /** Rejects everything. */
  clear(error: LiveError): void
}

/** One line, one counter: `n` and `q` never meet. */
const idOf = (frame: { n: number } | { q: number }) => ('n' in frame ? frame.n : frame.q)

const CAPACITY = 256
const MAX_WINDOW = 32

/**
 * @param pk unique among my own launches; it is no secret
 * @param send returns false while there is no way to the room; what was added waits then for {@link Pending.start}
 * @param held the server holds everything back; it goes out by itself after the error's `waitMs`
 */
export function createPending(
  room: string,
  pk: string,
  askTimeoutMs: number,
  send: (text: string) => boolean,
  held: (error: LiveError) => void,
): Pending {
  const entries: Entry[] = []
  let last = 0
  /** How many, from the front, are in flight on this connection. */
  let sent = 0
  let window = MAX_WINDOW
  let gate: ReturnType<typeof setTimeout> | 0 = 0
  /** Outlives the entries: my message may come back in a snapshot long after its `ok`. */
  const keys = new Map<string, string>()

  const pump = (): void => {
    for (let next; !gate && sent + 1 <= window && (next = entries[sent]) && send(next.text);) sent++
  }

  const start = (): void => {
    clearTimeout(gate)
    gate = sent = 0
    pump()
  }

  function settle(id: number, how: (entry: Entry) => void): void {
    const index = entries.findIndex((entry) => entry.id === id)
    if (index < 0) return
    if (index < sent) sent--
    for (const entry of entries.splice(index, 1)) {
      clearTimeout(entry.timer)
      how(entry)
    }
    pump()
  }

  return {
    add: (k, d, key) =>
      new Promise((resolve, reject) => {
        const call = `gateway.${k}`
        const id = last + 1
        const question = /^(push|unpush|play)$/.test(k)
        const text = encode({ ...(question ? { t: 'ask', q: id } : { t: 'do', n: id }), r: room, k, d }, call)
        if (entries.length >= CAPACITY) throw LiveError.of('busy', `${call}: ${CAPACITY} calls wait`)
        last = id
        if (key !== undefined) keys.set(`${pk}:${id}`, key)
        if (keys.size > CAPACITY) keys.delete(keys.keys().next().value as string)
        const expire = () =>
          settle(id, () => reject(LiveError.of('timeout', `${call}: no answer in ${askTimeoutMs} ms`)))
        const timer = question ? setTimeout(expire, askTimeoutMs) : 0
        entries.push({ id, text, call, timer, resolve, reject })
        pump()
      }),
    start,
    answer(frame) {
      window = Math.min(MAX_WINDOW, window + 0.25)
      settle(idOf(frame), ({ resolve }) => resolve(frame as never))
    },
    refuse(frame) {
      const { c, why, wait } = frame
      const id = idOf(frame)
      if (!wait) settle(id, ({ call, reject }) => reject(refusal(c, call, why)))
      // Once held nothing is in flight, and what comes in late changes nothing.
      else if (entries.slice(0, sent).some((entry) => entry.id === id)) {
        sent = 0
        window = 1
        gate = setTimeout(start, wait)
        held(refusal(c, 'gateway', `sent by itself in ${wait} ms`, { waitMs: wait }))
      }
    },
    keyOf: (m) => keys.get(m),
    clear(error) {
      clearTimeout(gate)
      for (const { timer, reject } of entries.splice(0)) {
        clearTimeout(timer)
        reject(error)
      }
    },
  }
}

/** A frame that is too long is not sent: it would cost the connection (close code 1009). */
function encode(frame: object, call: string): string {
  let text, bytes
  try {
    text = JSON.stringify(frame)
    // Phones have no TextEncoder; each %XX is one byte of UTF-8.
    bytes = encodeURIComponent(text).replace(/%../g, '-').length
  } catch (cause) {
    throw LiveError.of('invalid-argument', `${call}: no JSON: ${cause}`, { cause })
  }
  demand(bytes <= MAX_FRAME_BYTES, call, 'content', `shorter: ${bytes} of ${MAX_FRAME_BYTES} bytes`)
  return text
}
