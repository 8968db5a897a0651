import type { PhoneHandle } from '../runtime/expose'
import type { LogEntry } from '../runtime/phone-log'
import { element } from '../ui/element'
import { text, type TextKey } from '../ui/text'
import type { PanelView } from './panel'

const KINDS: readonly [LogEntry['kind'], TextKey][] = [
  ['native', 'logNative'],
  ['status', 'logStatus'],
  ['wx', 'logWx'],
  ['error', 'logError'],
]

/** Rows kept in the document. */
const SHOWN = 300

/** Native events, ticking status, calls of `wx` and errors, newest last; kinds can be left out, text filters. */
export class EventsView implements PanelView {
  readonly element = element('div', 'panel-view')
  private readonly list = element('ol', 'log')
  private readonly empty = element('p', 'panel-empty', text('logEmpty'))
  private readonly filter = element('input', 'panel-filter')
  private readonly shown = new Set<LogEntry['kind']>(['native', 'wx', 'error'])
  private drawn: { log?: unknown; count: number } = { count: -1 }
  private handle: PhoneHandle | undefined

  constructor() {
    const bar = element('div', 'panel-bar')
    for (const [kind, key] of KINDS) bar.append(this.chip(kind, key))
    Object.assign(this.filter, { type: 'search', placeholder: text('filter') })
    this.filter.setAttribute('aria-label', text('filter'))
    this.filter.addEventListener('input', () => this.refresh())
    const clear = element('button', 'panel-action', text('clear'))
    clear.type = 'button'
    clear.addEventListener('click', () => {
      this.handle?.log.clear()
      this.refresh()
    })
    bar.append(this.filter, clear)
    this.element.append(bar, this.empty, this.list)
  }

  draw(handle: PhoneHandle | undefined): void {
    this.handle = handle
    const { log } = handle ?? {}
    if (log === this.drawn.log && log?.count === this.drawn.count) return
    this.drawn = { log, count: log?.count ?? -1 }
    const wanted = this.filter.value.toLowerCase()
    const entries = (log?.entries ?? [])
      .filter((entry) => this.shown.has(entry.kind) && matches(entry, wanted))
      .slice(-SHOWN)
    const { scrollTop, clientHeight, scrollHeight } = this.list
    const following = scrollTop + clientHeight >= scrollHeight - 24
    this.list.replaceChildren(...entries.map(row))
    this.empty.hidden = entries.length > 0
    if (following) this.list.scrollTop = this.list.scrollHeight
  }

  private chip(kind: LogEntry['kind'], key: TextKey): HTMLButtonElement {
    const chip = element('button', `chip ${kind}`, text(key))
    chip.type = 'button'
    const mark = () => chip.setAttribute('aria-pressed', String(this.shown.has(kind)))
    mark()
    chip.addEventListener('click', () => {
      if (!this.shown.delete(kind)) this.shown.add(kind)
      mark()
      this.refresh()
    })
    return chip
  }

  private refresh(): void {
    this.drawn = { count: -1 }
    this.draw(this.handle)
  }
}

const matches = ({ source, name, detail }: LogEntry, wanted: string): boolean =>
  wanted === '' || `${source} ${name} ${detail}`.toLowerCase().includes(wanted)

function row({ at, kind, source, name, detail, failed }: LogEntry): HTMLElement {
  const item = element('li', `log-row ${kind}${failed ? ' failed' : ''}`)
  const code = /"code":(-?\d+)/.exec(detail)?.[1]
  item.append(
    element('time', '', (at / 1000).toFixed(2)),
    element('b', '', source === 'wx' ? `wx.${name}` : name),
    ...(code === undefined ? [] : [element('em', '', code)]),
    ...(source === 'wx' ? [] : [element('span', 'log-source', source)]),
    element('code', '', detail === 'ok' ? '' : detail),
  )
  return item
}
