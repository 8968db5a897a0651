/** The phone's glass: status bar, page stack, tab bar, capsule, and the layer of toasts and sheets. */
import type { Manifest } from '../manifest'
import type { AppInstance } from '../runtime/app'
import type { Navigation } from '../runtime/navigation'
import type { Page } from '../runtime/page'
import { themedTabBar } from '../runtime/theme'
import type { PreviewSettings } from '../settings'
import { insetsOf, type Insets } from '../env/devices'
import { SINGLE_PAGE_SCENE, type Environment } from '../env/phone-env'
import { element } from './element'
import { NAVIGATION_BAR } from './page-frame'
import { openMenu } from './menu'
import { askPermission } from './permission'
import { TabBar } from './tab-bar'
import { text } from './text'

/** Capsule of the drawn phone in px; `top` is its distance from the status bar. */
export const CAPSULE = { width: 87, height: 32, top: (NAVIGATION_BAR - 32) / 2, right: 7 }

export interface Running {
  app: AppInstance
  navigation: Navigation
  manifest: Manifest
  settings: PreviewSettings
}

export class Screen {
  readonly element = element('div', 'screen')
  readonly stack = element('main', 'stack')
  readonly layer = element('div', 'layer')
  private readonly status = element('div', 'status-bar')
  private readonly capsule = element('div', 'capsule')
  private running: Running | undefined
  private size: string | undefined
  /** app.json's tabBar; `undefined` without one and with a custom one. */
  tabBar: TabBar | undefined
  /** Query that `wx.onCopyUrl` puts on a copied link. */
  linkQuery: (() => string) | undefined
  private tabBarHidden = false

  constructor(readonly env: Environment) {
    this.applyInsets()
    env.on('orientation', () => this.applyInsets())
    env.on('held', () => this.turn())
    this.status.append(element('span', 'clock', '9:41'), element('span', 'signal'))
    this.status.setAttribute('aria-hidden', 'true')
    this.drawCapsule()
    const keyboard = element('div', 'keyboard', text('keyboard'))
    keyboard.setAttribute('aria-hidden', 'true')
    this.element.append(this.stack, this.status, this.capsule, keyboard, this.layer)
    const network = () => void (this.status.dataset['network'] = env.network)
    network()
    env.on('network', network)
    env.on('foreground', (foreground) => this.element.classList.toggle('mp-away', !foreground))
    env.on('language', () => this.drawCapsule())
  }

  /** Called once the scripts have run and before the first page opens. */
  start(running: Running): void {
    this.running = running
    const { app, navigation, manifest } = running
    const { tabBar } = manifest.app
    if (tabBar && !tabBar.custom) {
      const themed = () => themedTabBar(tabBar, manifest, this.env.theme)
      const bar = new TabBar(themed(), (pagePath, index, label) => {
        navigation.switchTab(`/${pagePath}`)
        navigation.top?.call('onTabItemTap', { index, pagePath, text: label })
      })
      this.tabBar = bar
      this.element.append(bar.element)
      this.env.on('theme', () => {
        bar.setStyle(themed())
        themed().list.forEach((item, index) => bar.setItem(index, item))
      })
    }
    if (this.env.scene === SINGLE_PAGE_SCENE) this.drawSinglePage()
    this.env.on('foreground', (foreground) => {
      if (foreground) {
        app.show(app.enter)
        navigation.top?.show()
      } else {
        navigation.top?.hide(false)
        app.hide()
      }
    })
    this.env.on('theme', (theme) => {
      navigation.retheme()
      if (manifest.app.darkmode) app.themeChange(theme)
      const { top } = navigation
      if (top) this.element.dataset['front'] = top.frame.element.dataset['front'] ?? 'white'
    })
    this.env.askWith((scope) => askPermission(this, running.settings.name, scope))
    new ResizeObserver(() => this.resized()).observe(this.element)
  }

  pageChanged(page: Page, isTab: boolean): void {
    this.element.dataset['front'] = page.frame.element.dataset['front'] ?? 'white'
    this.tabBar?.show(isTab ? page.unit.id : undefined)
    this.tabBarHidden &&= isTab
    this.showTabBar(!this.tabBarHidden, isTab)
    this.turn()
    this.measure()
  }

  /** `wx.showTabBar` and `wx.hideTabBar`. */
  showTabBar(shown: boolean, isTab = true): void {
    this.tabBarHidden = !shown
    if (this.tabBar) this.tabBar.element.hidden = !(shown && isTab)
    this.element.classList.toggle('mp-with-tab-bar', this.tabBar !== undefined && shown && isTab)
    this.measure()
  }

  /** What of the screen the system's bars and the notch take, in px. */
  get insets(): Insets {
    return insetsOf(this.env.device, this.env.orientation)
  }

  /** The content turns with the phone as far as the page's pageOrientation lets it; a tablet's always does. */
  private turn(): void {
    const wanted = this.running?.navigation.top?.frame.orientation ?? 'portrait'
    const turns = wanted === 'auto' || this.env.device.tablet
    this.env.set('orientation', turns ? this.env.held : wanted === 'landscape' ? 'landscape' : 'portrait')
  }

  private applyInsets(): void {
    const { style } = this.element
    style.setProperty('--status-bar', `${this.insets.top}px`)
    style.setProperty('--navigation-bar', `${NAVIGATION_BAR}px`)
    for (const [side, size] of Object.entries(this.insets)) style.setProperty(`--safe-${side}`, `${size}px`)
    this.element.dataset['orientation'] = this.env.orientation
  }

  /** Height of the page's own area in px: what `windowHeight` and 100 vh are. */
  get windowHeight(): number {
    const content = this.stack.querySelector<HTMLElement>('.mp-page:not([hidden]) .mp-page-content')
    return content?.clientHeight ?? this.element.clientHeight - this.insets.top - NAVIGATION_BAR
  }

  /** Shows something over the page; returns the function that removes it. */
  overlay(node: HTMLElement): () => void {
    this.layer.append(node)
    return () => node.remove()
  }

  /**
   * Shows the drawn keyboard. A positive height moves the page up as `adjust-position` does, a negative one covers it, 0
   * hides the keyboard.
   */
  keyboard(height: number): void {
    this.element.style.setProperty('--keyboard', `${Math.abs(height)}px`)
    this.element.classList.toggle('mp-keyboard-pushes', height > 0)
    this.element.dispatchEvent(new CustomEvent('mp:keyboard', { detail: Math.abs(height) }))
  }

  private measure(): void {
    // Page frames have their final size in the next task, after the top page is in the document.
    setTimeout(() => this.element.style.setProperty('--vh', `${this.windowHeight / 100}px`), 0)
  }

  /** Tells the page and `wx.onWindowResize`, when the size is another than before. */
  private resized(): void {
    this.measure()
    const { clientWidth: windowWidth } = this.element
    const { windowHeight } = this
    const size = `${windowWidth} x ${windowHeight}`
    const { top } = this.running?.navigation ?? {}
    const changed = this.size !== undefined && this.size !== size
    if (top) this.size = size
    if (!changed || !top) return
    const deviceOrientation = windowWidth > this.element.clientHeight ? 'landscape' : 'portrait'
    const result = {
      deviceOrientation,
      size: { windowWidth, windowHeight, screenWidth: windowWidth, screenHeight: this.element.clientHeight },
    }
    top.resize(result)
    this.element.dispatchEvent(new CustomEvent('mp:resize', { detail: result }))
  }

  private drawCapsule(): void {
    const more = element('button', 'capsule-more')
    more.type = 'button'
    more.setAttribute('aria-label', text('menu'))
    more.addEventListener('click', () => this.running && openMenu(this, this.running))
    const close = element('button', 'capsule-close')
    close.type = 'button'
    close.setAttribute('aria-label', text('background'))
    close.addEventListener('click', () => this.env.set('foreground', false))
    this.capsule.replaceChildren(more, close)
  }

  private drawSinglePage(): void {
    this.element.classList.add('mp-single-page')
    const bar = element('div', 'single-page-bar')
    const open = element('button', '', text('singlePageOpen'))
    open.type = 'button'
    open.addEventListener('click', () => {
      const address = new URL(location.href)
      address.searchParams.set('scene', '1001')
      location.replace(address)
    })
    bar.append(element('span', '', text('singlePage')), open)
    this.element.append(bar)
  }
}
