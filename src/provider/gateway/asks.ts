/**
 * Questions and their answers. Unlike a command a question is kept nowhere: it has a time limit, and one that still
 * waits after a reconnect is asked again.
 */
import { LiveError } from '../../errors'
import { refusal } from './refusal'
import type { Answers, ClientFrame, Question, ServerFrame } from './wire'

type Frame<T> = Extract<ServerFrame, { t: T }>

interface Ask {
  frame: ClientFrame
  what: string
  timer: ReturnType<typeof setTimeout>
  resolve(answer: never): void
  reject(error: LiveError): void
}

export interface Asks {
  add<K extends Question['k']>(question: Extract<Question, { k: K }>, what: string): Promise<Answers[K]>
  /** The room is in: ask everything again. */
  start(): void
  answer(frame: Frame<'ans'>): void
  refuse(frame: Frame<'nope'>): void
  /** Rejects everything. */
  clear(error: LiveError): void
}

/** @param send does nothing while there is no way to the room; what was asked waits then for {@link Asks.start}. */
export function createAsks(room: string, timeoutMs: number, send: (frame: ClientFrame) => void): Asks {
  const asks = new Map<number, Ask>()
  let last = 0

  function take(q: number): Ask | undefined {
    const ask = asks.get(q)
    asks.delete(q)
    if (ask) clearTimeout(ask.timer)
    return ask
  }

  return {
    add(question, what) {
      return new Promise((resolve, reject) => {
        const q = ++last
        const frame = { t: 'ask', q, r: room, ...question } as ClientFrame
        const expired = () => LiveError.of('timeout', `${what}: no answer in ${timeoutMs} ms; try again`)
        const timer = setTimeout(() => take(q)?.reject(expired()), timeoutMs)
        asks.set(q, { frame, what, timer, resolve, reject })
        send(frame)
      })
    },
    start() {
      asks.forEach(({ frame }) => send(frame))
    },
    answer({ q, d }) {
      take(q)?.resolve(d as never)
    },
    refuse({ q, c, why, wait }) {
      const ask = take(q)
      ask?.reject(refusal(c, ask.what, why, wait))
    },
    clear(error) {
      Array.from(asks.keys()).forEach((q) => take(q)?.reject(error))
    },
  }
}
