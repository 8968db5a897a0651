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

/** One of them at a time; arrays keep it small. */
export interface Words {
  /** Messages, in order. */
  m?: MessageBody[]
  /** A command for me, under its own id `i`. */
  c?: MessageBody
  i?: string
  /** Likes since the last time. */
  l?: number
  /** Mic-link. */
  k?: LinkPayload
  /** `s` is one of so many parts of longer words. */
  p?: [id: string, index: number, count: number]
  s?: string
}

/** Bytes of UTF-8: two for each half of a pair, and for what is below U+0800. */
export const bytesOf = (text: string): number =>
  text.replace(/[\u0080-\u07ff\ud800-\udfff]/g, '12').replace(/[\u0800-\uffff]/g, '123').length

/** @throws LiveError `too-large` */
export function spell(words: Words): string {
  const [first, second] = words.m || []
  const plain = first && !second && 'text' in first && first.text && !first.text.startsWith(MARK)
  const text = plain ? first.text : MARK + JSON.stringify(words)
  const bytes = bytesOf(text)
  if (bytes <= MOST_BYTES) return text
  throw LiveError.of('too-large', `zego: ${MOST_BYTES} bytes at most, these are ${bytes}`)
}

/** @param kind what plain text is. @returns whatever came behind the mark */
export function read(text: string, kind: 'chat' | 'barrage'): Words {
  try {
    if (text.startsWith(MARK)) return Object(JSON.parse(text.slice(MARK.length))) as Words
  } catch {
    // Not ours after all: somebody typed the mark.
  }
  return { m: [{ kind, text }] }
}

/** Room for a part beside its frame, in UTF-16 units of up to 3 bytes and quotes that JSON doubles. */
const PART = 300

/** Splits what is too long for one message. */
export function spellAll(words: Words, id: string): string[] {
  const whole = JSON.stringify(words)
  if (bytesOf(MARK + whole) <= MOST_BYTES) return [MARK + whole]
  const count = Math.ceil(whole.length / PART)
  return Array.from({ length: count }, (_, index) =>
    spell({ p: [id, index, count], s: whole.slice(index * PART, (index + 1) * PART) }),
  )
}

/** Puts parts together again; of each sender the latest alone. @returns the whole, once it is there */
export function createParts(): (from: string, part: Words) => Words | undefined {
  const open = new Map<string, { id: string; parts: Record<number, string> }>()
  return (from, { p: [id, index, count] = ['', 0, 0], s = '' }) => {
    let entry = open.get(from)
    if (!entry || entry.id !== id) open.set(from, (entry = { id, parts: {} }))
    entry.parts[index] = s
    // By their numbers, in whatever order they came.
    const parts = Object.values(entry.parts)
    if (parts.length < count) return undefined
    open.delete(from)
    return read(MARK + parts.join(''), 'chat')
  }
}
