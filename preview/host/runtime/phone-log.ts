/** What happened in this phone, newest last: native events of the live tags, calls of `wx`, errors. The bar shows it. */

export interface LogEntry {
  /** ms since the phone started. */
  at: number
  /** `status` is what ticks: netstatus and volumes. */
  kind: 'native' | 'status' | 'wx' | 'error'
  /** Tag with its id, or `wx`. */
  source: string
  /** Event, API, or message. */
  name: string
  detail: string
  failed?: true
}

/** Older entries leave. */
const CAPACITY = 600

export class PhoneLog {
  readonly entries: LogEntry[] = []
  /** Entries since the start, those that have left included. */
  count = 0

  add(entry: Omit<LogEntry, 'at'>): void {
    this.entries.push({ at: performance.now(), ...entry })
    this.count += 1
    if (this.entries.length > CAPACITY) this.entries.splice(0, this.entries.length - CAPACITY)
  }

  clear(): void {
    this.entries.length = 0
  }
}

/** The log of this phone. */
export const phoneLog = new PhoneLog()

const TICKING = new Set(['netstatus', 'audiovolumenotify', 'timeupdate', 'bgmprogress'])

/** Notes an event of a live tag; other tags' events are the page's own business. */
export function noteTagEvent(tag: string, id: string, type: string, detail: unknown): void {
  if (!tag.startsWith('live-')) return
  const kind = TICKING.has(type) ? 'status' : 'native'
  phoneLog.add({ kind, source: id === '' ? tag : `${tag}#${id}`, name: type, detail: plain(detail) })
}

/** Notes how a call of `wx` ended. */
export function noteCall(name: string, error?: string): void {
  phoneLog.add({ kind: 'wx', source: 'wx', name, detail: error ?? 'ok', ...(error !== undefined && { failed: true }) })
}

function plain(detail: unknown): string {
  const text = JSON.stringify(detail) ?? ''
  return text.length > 600 ? `${text.slice(0, 600)}…` : text
}
