import type { TabBarConfig } from '../manifest'
import { element } from './element'

/** app.json's tabBar. */
export class TabBar {
  readonly element = element('nav', 'tab-bar')
  private readonly tabs = new Map<string, HTMLButtonElement>()

  constructor(config: TabBarConfig, open: (path: string) => void) {
    this.element.style.setProperty('--tab-color', config.color ?? '#7a7e83')
    this.element.style.setProperty('--tab-selected', config.selectedColor ?? '#3cc51f')
    this.element.style.background = config.backgroundColor ?? '#ffffff'
    for (const { pagePath, text, iconPath, selectedIconPath } of config.list) {
      const tab = element('button', 'tab')
      tab.type = 'button'
      for (const [name, path] of [
        ['plain', iconPath],
        ['selected', selectedIconPath ?? iconPath],
      ] as const) {
        if (path === undefined) continue
        const icon = element('img', `tab-icon ${name}`)
        icon.src = `/@mp/file/${path.replace(/^\//, '')}`
        icon.alt = ''
        tab.append(icon)
      }
      tab.append(element('span', '', text))
      tab.addEventListener('click', () => open(pagePath))
      this.tabs.set(pagePath, tab)
      this.element.append(tab)
    }
  }

  /** Shows the bar with `page` selected; hides it on a page that is no tab. */
  show(page: string | undefined): void {
    this.element.hidden = page === undefined
    for (const [path, tab] of this.tabs) tab.toggleAttribute('aria-current', path === page)
  }
}
