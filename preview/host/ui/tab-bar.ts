import type { TabBarConfig } from '../manifest'
import { element } from './element'

type Item = Partial<TabBarConfig['list'][number]>

interface Tab {
  button: HTMLButtonElement
  badge: HTMLElement
  item: Item
}

/** app.json's tabBar, drawn by the phone. */
export class TabBar {
  readonly element = element('nav', 'tab-bar')
  private readonly tabs: Tab[]

  constructor(config: TabBarConfig, open: (path: string, index: number, text: string) => void) {
    this.setStyle(config)
    this.element.classList.toggle('mp-top', config.position === 'top')
    this.tabs = config.list.map((item, index) => {
      const tab: Tab = { button: element('button', 'tab'), badge: element('i', 'tab-badge'), item: { ...item } }
      tab.button.type = 'button'
      tab.button.addEventListener('click', () => open(item.pagePath, index, tab.item.text ?? ''))
      this.element.append(tab.button)
      draw(tab)
      return tab
    })
  }

  get size(): number {
    return this.tabs.length
  }

  /** Shows the bar with `page` selected; hides it on a page that is no tab. */
  show(page: string | undefined): void {
    this.element.hidden = page === undefined
    for (const { button, item } of this.tabs) button.toggleAttribute('aria-current', item.pagePath === page)
  }

  /** A badge with its text, a red dot for the empty string, nothing for `undefined`. More than four characters are `…`. */
  mark(index: number, badge: string | undefined): void {
    const tab = this.tabs[index]
    if (!tab) return
    tab.badge.hidden = badge === undefined
    tab.badge.classList.toggle('mp-dot', badge === '')
    tab.badge.textContent = [...(badge ?? '')].length > 4 ? '…' : (badge ?? '')
  }

  setItem(index: number, item: Item): void {
    const tab = this.tabs[index]
    if (!tab) return
    const { hidden } = tab.badge
    Object.assign(tab.item, item)
    draw(tab)
    tab.badge.hidden = hidden
  }

  setStyle({ color, selectedColor, backgroundColor, borderStyle }: Partial<TabBarConfig>): void {
    const { style } = this.element
    if (color) style.setProperty('--tab-color', color)
    if (selectedColor) style.setProperty('--tab-selected', selectedColor)
    if (backgroundColor) style.background = backgroundColor
    if (borderStyle) style.setProperty('--tab-border', borderStyle === 'white' ? '#fff' : 'rgb(0 0 0 / 12%)')
  }
}

function draw({ button, badge, item }: Tab): void {
  const icons = (
    [
      ['plain', item.iconPath],
      ['selected', item.selectedIconPath ?? item.iconPath],
    ] as const
  ).flatMap(([name, path]) => {
    if (!path) return []
    const icon = element('img', `tab-icon ${name}`)
    icon.src = `/@mp/file/${path.replace(/^\//, '')}`
    icon.alt = ''
    return [icon]
  })
  badge.hidden = true
  button.replaceChildren(...icons, element('span', '', item.text ?? ''), badge)
}
