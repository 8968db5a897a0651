import type { PhoneHandle } from '../runtime/expose'
import { element } from '../ui/element'
import { text } from '../ui/text'
import type { PanelView } from './panel'

/** The components of the page on top, and the data of the one chosen, as it changes. */
export class DataView implements PanelView {
  readonly element = element('div', 'panel-view split')
  private readonly tree = element('ul', 'tree')
  private readonly json = element('pre', 'json')
  private drawn = ''
  private chosen: number | undefined
  private handle: PhoneHandle | undefined

  constructor() {
    this.tree.setAttribute('aria-label', text('component'))
    this.element.append(this.tree, this.json)
  }

  draw(handle: PhoneHandle | undefined): void {
    this.handle = handle
    const components = handle?.components() ?? []
    if (!components.some(({ key }) => key === this.chosen)) this.chosen = components[0]?.key
    const shape = `${this.chosen} ${components.map(({ key }) => key).join(' ')}`
    if (shape !== this.drawn) {
      this.drawn = shape
      this.tree.replaceChildren(
        ...components.map(({ key, is, id, depth }) => {
          const item = element('li')
          const button = element('button', '', `${is}${id ? ` #${id}` : ''}`)
          button.type = 'button'
          button.style.paddingLeft = `${8 + depth * 14}px`
          button.setAttribute('aria-pressed', String(key === this.chosen))
          button.addEventListener('click', () => {
            this.chosen = key
            this.draw(this.handle)
          })
          item.append(button)
          return item
        }),
      )
    }
    const data = (this.chosen !== undefined && handle?.data(this.chosen)) || text('dataEmpty')
    if (this.json.textContent !== data) this.json.textContent = data
  }
}
