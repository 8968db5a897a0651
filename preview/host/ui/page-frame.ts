/** The page's box in the phone: navigation bar and the scrolling content below it. */
import type { WindowConfig } from '../manifest'
import { element } from './element'
import { text } from './text'

/** Height in px of the bar with title and capsule, on every phone. */
export const NAVIGATION_BAR = 44

export interface NavigationActions {
  back(): void
  home(): void
}

const REACH_BOTTOM = 50

export class PageFrame {
  readonly element = element('section', 'page')
  readonly content = element('div', 'page-content')
  /** What `page` in WXSS means; the root component goes here. */
  readonly root = document.createElement('wx-page')
  onScroll: (scrollTop: number) => void = () => {}
  onReachBottom: () => void = () => {}
  private readonly bar = element('header', 'navigation-bar')
  private readonly title = element('span', 'navigation-title')
  private readonly spinner = element('i', 'navigation-spinner')

  constructor(config: WindowConfig, actions: NavigationActions, depth: number, isHome: boolean) {
    const body = element('div', 'page-body')
    this.content.append(this.root)
    body.append(this.content)
    this.spinner.hidden = true
    this.bar.append(...(depth > 0 ? [button('back', text('back'), actions.back)] : []))
    if (depth === 0 && !isHome) this.bar.append(button('home', text('home'), actions.home))
    this.bar.append(this.spinner, this.title)
    this.element.classList.toggle('mp-custom', config.navigationStyle === 'custom')
    this.element.dataset['renderer'] = config.renderer ?? 'webview'
    this.orientation = config.pageOrientation ?? 'portrait'
    this.element.append(this.bar, body)
    this.setTitle(config.navigationBarTitleText ?? '')
    this.paint(config)
    if (config.disableScroll) this.content.classList.add('mp-fixed')
    this.content.addEventListener('scroll', () => this.scrolled(), { passive: true })
  }

  /** How the page may lie: `portrait` unless it says otherwise. */
  readonly orientation: 'portrait' | 'landscape' | 'auto'

  /** Without a bar of its own: the page begins at the upper edge. */
  get isCustom(): boolean {
    return this.element.classList.contains('mp-custom')
  }

  get renderer(): string {
    return this.element.dataset['renderer'] ?? 'webview'
  }

  /** Where the page's custom-tab-bar is drawn, above the page's content. */
  tabBar(): HTMLElement {
    const bar = element('div', 'custom-tab-bar')
    this.content.after(bar)
    return bar
  }

  /** Colours of the page's window settings, for the present theme. */
  paint(config: WindowConfig): void {
    this.setColors(config.navigationBarTextStyle ?? 'white', config.navigationBarBackgroundColor ?? '#000000')
    if (config.backgroundColor) this.content.style.backgroundColor = config.backgroundColor
  }

  setTitle(title: string): void {
    this.title.textContent = title
  }

  get titleText(): string {
    return this.title.textContent ?? ''
  }

  setColors(front: string, back: string): void {
    const dark = front === 'black' || front === '#000000'
    this.element.style.setProperty('--navigation-color', dark ? '#000' : '#fff')
    this.element.style.setProperty('--navigation-background', back)
    this.element.dataset['front'] = dark ? 'black' : 'white'
  }

  hideHome(): void {
    this.bar.querySelector('.mp-navigation-home')?.remove()
  }

  setLoading(on: boolean): void {
    this.spinner.hidden = !on
  }

  scrollTo(top: number, duration: number): void {
    this.content.scrollTo({ top, behavior: duration > 0 ? 'smooth' : 'instant' })
  }

  private scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.content
    this.onScroll(scrollTop)
    if (scrollTop + clientHeight >= scrollHeight - REACH_BOTTOM) this.onReachBottom()
  }
}

function button(name: string, label: string, act: () => void): HTMLButtonElement {
  const made = element('button', `navigation-${name}`)
  made.type = 'button'
  made.setAttribute('aria-label', label)
  made.addEventListener('click', act)
  return made
}
