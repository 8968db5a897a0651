import type { PhoneHandle } from '../runtime/expose'
import { element } from '../ui/element'
import { text } from '../ui/text'
import type { PanelView } from './panel'

/** Calls a second from which WeChat's own audit complains. */
const AUDIT_RATE = 20

/** Calls, bytes and the most calls in one second, by component, heaviest first. */
export class SetDataView implements PanelView {
  readonly element = element('div', 'panel-view')
  private readonly table = element('table', 'set-data')
  private readonly sum = element('span', 'panel-sum')
  private handle: PhoneHandle | undefined

  constructor() {
    const clear = element('button', 'panel-action', text('clear'))
    clear.type = 'button'
    clear.addEventListener('click', () => {
      this.handle?.setData?.clear()
      this.draw(this.handle)
    })
    const bar = element('div', 'panel-bar')
    bar.append(this.sum, element('span', 'spacer'), clear)
    this.element.append(bar, this.table, element('p', 'panel-note', text('setDataNote', AUDIT_RATE)))
  }

  draw(handle: PhoneHandle | undefined): void {
    this.handle = handle
    const totals = [...(handle?.setData?.totals ?? [])].sort(([, a], [, b]) => b.bytes - a.bytes)
    const calls = totals.reduce((sum, [, total]) => sum + total.calls, 0)
    const bytes = totals.reduce((sum, [, total]) => sum + total.bytes, 0)
    this.sum.textContent = text('setDataSum', calls, size(bytes))
    const head = row('th', [text('component'), text('calls'), text('bytes'), text('peak')])
    const rows = totals.map(([component, total]) => {
      const made = row('td', [component, String(total.calls), size(total.bytes), String(total.peak)])
      made.classList.toggle('mp-over', total.peak > AUDIT_RATE)
      return made
    })
    this.table.replaceChildren(head, ...rows)
  }
}

function row(tag: 'th' | 'td', cells: readonly string[]): HTMLTableRowElement {
  const made = element('tr')
  made.append(...cells.map((content) => element(tag, '', content)))
  return made
}

const size = (bytes: number): string => (bytes < 10_000 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`)
