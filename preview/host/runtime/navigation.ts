/** The page stack and the five ways to change it, with WeChat's error texts. */
import type { AssociatedBackend } from 'glass-easel-miniprogram-adapter'
import type { AppConfig, Manifest, Unit, WindowConfig } from '../manifest'
import { PageFrame } from '../ui/page-frame'
import type { AppInstance } from './app'
import type { Components } from './code-space'
import { EventChannel } from './event-channel'
import { Page } from './page'
import type { Styles } from './styles'
import { parsePageUrl, type PageUrl } from './url'

/** WeChat's limit. */
const MAX_PAGES = 10

export interface NavigationDeps {
  manifest: Manifest
  components: Components
  backend: AssociatedBackend
  styles: Styles
  app: AppInstance
  stack: HTMLElement
  /** Values of `@name` in theme.json for the current theme. */
  themed(config: WindowConfig): WindowConfig
  /** Which renderer a page gets that asks for `wanted`. */
  renderer(wanted: WindowConfig['renderer']): 'webview' | 'skyline'
  /** Runs the scripts that a page needs and that have not run yet. */
  prepare(page: string): void
  /** Called once a page is open: loads what stands behind placeholders and preload rules. */
  opened(page: string): void
  confirm(question: string): Promise<boolean>
  /** Called after the top page changed. */
  changed(page: Page): void
}

export class Navigation {
  readonly pages: Page[] = []
  /** Open pages made by a script that has changed since. */
  private readonly stale = new WeakSet<Page>()

  constructor(private readonly deps: NavigationDeps) {}

  get top(): Page | undefined {
    return this.pages.at(-1)
  }

  navigateTo(url: string, events?: Record<string, (data: unknown) => void>): EventChannel {
    const target = this.target(url, 'navigateTo')
    if (this.isTab(target.route)) throw new Error(`navigateTo:fail can not navigateTo a tabbar page`)
    if (this.pages.length >= MAX_PAGES) throw new Error(`navigateTo:fail webview count limit exceed`)
    const channel = new EventChannel(events)
    this.top?.hide(true)
    this.push(target, channel)
    return channel
  }

  redirectTo(url: string): void {
    const target = this.target(url, 'redirectTo')
    if (this.isTab(target.route)) throw new Error(`redirectTo:fail can not redirectTo a tabbar page`)
    this.pages.pop()?.close()
    this.push(target)
  }

  navigateBack(delta = 1): void {
    if (this.pages.length < 2) throw new Error('navigateBack:fail cannot navigate back at first page.')
    const count = Math.min(Math.max(1, delta), this.pages.length - 1)
    for (let closed = 0; closed < count; closed++) this.pages.pop()?.close()
    this.uncover()
  }

  reLaunch(url: string): void {
    const target = this.target(url, 'reLaunch')
    while (this.pages.length > 0) this.pages.pop()?.close()
    this.push(target)
  }

  switchTab(url: string): void {
    const target = this.target(url, 'switchTab')
    if (!this.isTab(target.route)) throw new Error(`switchTab:fail can not switch to no-tabBar page`)
    const open = this.pages.find(({ unit }) => unit.id === target.route)
    while (this.pages.length > 0 && this.top !== open) this.pages.pop()?.close()
    if (open) this.uncover()
    else this.push(target)
  }

  /** First pages after a start: the deepest of `urls` ends on top. */
  start(urls: string[]): void {
    for (const [index, url] of urls.entries()) {
      if (index > 0) this.top?.hide(true)
      this.push(this.target(url, 'reLaunch'))
    }
  }

  /** Colours of every open page that come from theme.json, after the theme changed. */
  retheme(): void {
    for (const page of this.pages) page.frame.paint(this.windowOf(page.unit))
  }

  private windowOf(unit: Unit): WindowConfig {
    return this.deps.themed({ ...this.config.window, ...unit.config })
  }

  /** Opens a page anew after its script changed; one below the top when it is uncovered. */
  renew(id: string): void {
    for (const page of this.pages) if (page.unit.id === id) this.stale.add(page)
    this.renewTop()
  }

  private renewTop(): boolean {
    const { top } = this
    if (!top || !this.stale.has(top)) return false
    this.pages.pop()?.close()
    this.push(top.url)
    return true
  }

  isTab(route: string): boolean {
    return this.config.tabBar?.list.some(({ pagePath }) => pagePath === route) ?? false
  }

  get home(): string {
    return this.config.entryPagePath ?? this.deps.manifest.pages[0] ?? ''
  }

  private get config(): AppConfig {
    return this.deps.manifest.app
  }

  private target(url: string, api: string): PageUrl {
    const target = parsePageUrl(url, this.top?.unit.id)
    if (this.deps.manifest.units[target.route]?.kind === 'page') return target
    this.deps.app.pageNotFound(target.route, target.query)
    throw new Error(`${api}:fail page "${target.route}" is not found`)
  }

  private push(url: PageUrl, channel = new EventChannel()): void {
    const { manifest, components, backend, styles } = this.deps
    const unit = manifest.units[url.route]
    if (unit === undefined) throw new Error(`page "${url.route}" is not found`)
    this.deps.prepare(unit.id)
    if (!components.isDefined(unit.id))
      throw new Error(`Page "${unit.id}" has not been registered: its script calls no Page()`)
    const config = {
      ...this.windowOf(unit),
      renderer: this.deps.renderer(unit.config.renderer ?? manifest.app.renderer),
    }
    const actions = { back: () => void this.leave(), home: () => this.reLaunch(`/${this.home}`) }
    const isHome = unit.id === this.home || this.isTab(unit.id)
    const frame = new PageFrame(config, actions, this.pages.length, isHome)
    for (const open of this.pages) styles.enable(open.unit.id, false)
    styles.enable(unit.id, true)
    const page = new Page(unit, url, components, backend, frame)
    page.instance['getOpenerEventChannel'] = () => channel
    if (manifest.app.tabBar?.custom && this.isTab(unit.id)) page.addTabBar(components, backend)
    this.pages.push(page)
    this.deps.changed(page)
    page.open(this.deps.stack)
    this.deps.opened(unit.id)
  }

  /** The back button of the bar: asks first when the page wants that. */
  private async leave(): Promise<void> {
    const question = this.top?.leaveQuestion
    if (question === undefined || (await this.deps.confirm(question))) this.navigateBack()
  }

  private uncover(): void {
    if (this.renewTop()) return
    const { top } = this
    if (!top) return
    for (const page of this.deps.manifest.pages) this.deps.styles.enable(page, page === top.unit.id)
    this.deps.changed(top)
    top.show()
  }
}
