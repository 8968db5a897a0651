/**
 * What travels in ZEGO's messages. Plain text is chat (broadcast) or barrage, so that other apps of the same room read it and are
 * read; everything else begins with a mark that people do not type.
 */
import { LiveError } from '../../errors'
import type { LinkPayload } from '../link'
import type { MessageBody } from '../types'

const MARK = 'lianmai:'

/** Most bytes of one message: platform page and SDK. */
export const MOST_BYTES = 1024

/** @see words.ts; arrays keep it small */
export type Words =
  /** Messages, in order. */
  | { m: MessageBody[] }
  /** A command for me, under its own id. */
  | { c: MessageBody; i: string }
  /** Likes since the last time. */
  | { l: number }
  /** Mic-link. */
  | { k: LinkPayload }
  /** One of so many parts of longer words. */
  | { p: [id: string, index: number, count: number]; s: string }

/** Bytes of UTF-8. */
export function bytesOf(text: string): number {
  let bytes = 0
  for (const sign of text) {
    const code = sign.codePointAt(0) as number
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}

/** @throws LiveError `too-large` */
export function spell(words: Words): string {
  const [first, second] = 'm' in words ? words.m : []
  const plain = first && !second && 'text' in first && first.text && !first.text.startsWith(MARK)
  const text = plain ? first.text : MARK + JSON.stringify(words)
  if (bytesOf(text) <= MOST_BYTES) return text
  throw LiveError.of('too-large', `zego: a message takes ${MOST_BYTES} bytes at most, this one has ${bytesOf(text)}`)
}

/** @param kind what plain text is; nothing for words that this version does not know */
export function read(text: string, kind: 'chat' | 'barrage'): Words | undefined {
  if (!text.startsWith(MARK)) return { m: [{ kind, text }] }
  try {
    const words = JSON.parse(text.slice(MARK.length)) as Partial<Record<string, unknown>> | null
    const known =
      words &&
      (Array.isArray(words.m) ||
        typeof words.l === 'number' ||
        typeof words.i === 'string' ||
        words.k ||
        Array.isArray(words.p))
    return known ? (words as Words) : undefined
  } catch {
    // Not ours after all: somebody typed the mark.
    return { m: [{ kind, text }] }
  }
}

/** Room for a part beside its frame, in UTF-16 units of up to 3 bytes and quotes that JSON doubles. */
const PART = 300

/** Splits what is too long for one message. */
export function spellAll(words: Words, id: string): string[] {
  const whole = JSON.stringify(words)
  if (bytesOf(whole) + MARK.length <= MOST_BYTES) return [MARK + whole]
  const count = Math.ceil(whole.length / PART)
  return Array.from({ length: count }, (_, index) =>
    spell({ p: [id, index, count], s: whole.slice(index * PART, (index + 1) * PART) }),
  )
}

/** Puts parts together again; of each sender the latest alone. */
export class Parts {
  private readonly open = new Map<string, { id: string; parts: string[] }>()

  /** @returns the whole, once it is there */
  add(from: string, { p: [id, index, count], s }: Extract<Words, { p: unknown }>): Words | undefined {
    const known = this.open.get(from)
    const entry = known?.id === id ? known : { id, parts: [] }
    this.open.set(from, entry)
    entry.parts[index] = s
    if (Object.keys(entry.parts).length < count) return undefined
    this.open.delete(from)
    return read(MARK + entry.parts.join(''), 'chat')
  }
}
