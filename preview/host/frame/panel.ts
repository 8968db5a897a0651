/** The panel beside the phones: events, what setData carries, and the data of components, of the phone chosen. */
import type { PhoneHandle } from '../runtime/expose'
import { element } from '../ui/element'
import { text, type TextKey } from '../ui/text'
import { DataView } from './panel-data'
import { EventsView } from './panel-events'
import { SetDataView } from './panel-set-data'

/** One tab. `draw` is called a few times a second while it is shown. */
export interface PanelView {
  readonly element: HTMLElement
  draw(handle: PhoneHandle | undefined): void
}

export interface PanelPhone {
  id: string
  name: string
  handle(): PhoneHandle | undefined
}

type Tab = 'events' | 'setData' | 'data'

const REFRESH_MS = 300

export class Panel {
  readonly element = element('aside', 'inspector')
  private readonly head = element('header', 'panel-head')
  private readonly body = element('div', 'panel-body')
  private views: Record<Tab, PanelView> = Panel.views()
  private tab: Tab = 'events'
  private phone = ''
  private timer: ReturnType<typeof setInterval> | undefined

  constructor(private readonly phones: () => readonly PanelPhone[]) {
    this.element.append(this.head, this.body)
    this.element.hidden = true
  }

  get open(): boolean {
    return !this.element.hidden
  }

  toggle(open: boolean): void {
    this.element.hidden = !open
    clearInterval(this.timer)
    if (!open) return
    this.redraw()
    this.timer = setInterval(() => this.view.draw(this.chosen?.handle()), REFRESH_MS)
  }

  /** After the language or the phones changed. */
  redraw(): void {
    this.drawHead()
    this.body.replaceChildren(this.view.element)
    this.view.draw(this.chosen?.handle())
  }

  /** Texts are written when a view is made. */
  relabel(): void {
    this.views = Panel.views()
    this.redraw()
  }

  private static views(): Record<Tab, PanelView> {
    return { events: new EventsView(), setData: new SetDataView(), data: new DataView() }
  }

  private get view(): PanelView {
    return this.views[this.tab]
  }

  private get chosen(): PanelPhone | undefined {
    const phones = this.phones()
    return phones.find(({ id }) => id === this.phone) ?? phones[0]
  }

  private drawHead(): void {
    const tabs = element('div', 'panel-tabs')
    tabs.setAttribute('role', 'tablist')
    const labels: [Tab, TextKey][] = [
      ['events', 'panelEvents'],
      ['setData', 'panelSetData'],
      ['data', 'panelData'],
    ]
    for (const [tab, key] of labels) {
      const button = element('button', 'panel-tab', text(key))
      button.type = 'button'
      button.setAttribute('role', 'tab')
      button.setAttribute('aria-selected', String(tab === this.tab))
      button.addEventListener('click', () => {
        this.tab = tab
        this.redraw()
      })
      tabs.append(button)
    }
    this.head.replaceChildren(tabs, ...(this.phones().length > 1 ? [this.phoneChoice()] : []))
  }

  private phoneChoice(): HTMLElement {
    const select = element('select', 'choice')
    select.setAttribute('aria-label', text('phones'))
    for (const { id, name } of this.phones()) select.append(new Option(name, id, false, id === this.chosen?.id))
    select.addEventListener('change', () => {
      this.phone = select.value
      this.redraw()
    })
    return select
  }
}
