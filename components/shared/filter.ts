import { LiveError, type ChatEntry } from '../../src/index'
import { rethrow } from './events'

/** What a filter is told beside the text. */
export interface FilteredMessage {
  /** `in`: somebody else said it. `out`: I am about to send it. */
  direction: 'in' | 'out'
  /** User id of who said it; empty for `out`. */
  from: string
  /** Their display name; empty for `out`. */
  name: string
}

/**
 * Looks at one message.
 * @returns the text to show or send, as it was or reworded; null drops what came in and vetoes what goes out
 */
export type MessageFilter = (text: string, message: FilteredMessage) => string | null

const filters: Record<string, MessageFilter> = {}
/** A filter is asked once a message, however often the list is drawn. */
let verdicts: Record<string, WeakMap<ChatEntry, { text: string | null }>> = {}

/**
 * Makes a filter known under a name, for `<chat-bar filter="name">`: functions do not travel as properties. Call it in app.js,
 * before the first page opens. It shapes what this phone shows; what nobody may see is the server's to refuse.
 * @throws LiveError `invalid-argument` without a name or a function
 * @example registerMessageFilter('clean', (text) => (/spam/i.test(text) ? null : text.replace(/darn/g, '****')))
 */
export function registerMessageFilter(name: string, filter: MessageFilter): void {
  if (!name || typeof filter !== 'function')
    throw LiveError.of('invalid-argument', 'registerMessageFilter: pass a name and a function (text, message) => text')
  filters[name] = filter
  verdicts = {}
}

export const hasFilter = (name: string): boolean => !name || name in filters

/** A filter that throws lets nothing through, and is heard of in wx.onError. */
function ask(name: string, text: string, message: FilteredMessage): string | null {
  try {
    const answer = filters[name]?.(text, message)
    return typeof answer === 'string' ? answer : null
  } catch (thrown) {
    rethrow(thrown)
    return null
  }
}

/** What the filter leaves of what I wrote. */
export function outgoing(name: string, text: string): string | null {
  return name in filters ? ask(name, text, { direction: 'out', from: '', name: '' }) : text
}

/** What the filter leaves of what somebody said. */
export function incoming(name: string, entry: ChatEntry, text: string): string | null {
  if (entry.mine || !(name in filters)) return text
  const known = (verdicts[name] ??= new WeakMap())
  let verdict = known.get(entry)
  if (!verdict) {
    verdict = { text: ask(name, text, { direction: 'in', from: entry.from, name: entry.name }) }
    known.set(entry, verdict)
  }
  return verdict.text
}
