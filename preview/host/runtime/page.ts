/** One page of the stack: its root component, its DOM with navigation bar, its lifecycle. */
import type { AssociatedBackend, Root } from 'glass-easel-miniprogram-adapter'
import type { glassEasel } from 'glass-easel-miniprogram-adapter'
import type { Unit } from '../manifest'
import { type PageFrame } from '../ui/page-frame'
import type { Components } from './code-space'
import { afterReady } from './ready'
import { formatPageUrl, type PageUrl } from './url'

/** `this` of a page's script, as far as the host calls it. */
export interface PageInstance {
  [name: string]: unknown
  route?: string
  options?: Record<string, string>
}

let pages = 0

export class Page {
  readonly id = `page-${++pages}`
  readonly frame: PageFrame
  readonly instance: PageInstance
  private readonly root: Root
  /** `wx.hideShareMenu` was called on this page. */
  shareHidden = false
  /** Question of `wx.enableAlertBeforeUnload`. */
  leaveQuestion: string | undefined
  private bar: Root | undefined
  private visible = false

  constructor(
    readonly unit: Unit,
    readonly url: PageUrl,
    components: Components,
    backend: AssociatedBackend,
    frame: PageFrame,
  ) {
    this.frame = frame
    this.frame.element.dataset['pageId'] = this.id
    this.root = backend.createRoot('body', components.space, `/${unit.id}`)
    this.instance = this.root.get() as unknown as PageInstance
    Object.assign(this.instance, { route: unit.id, options: url.query, __pageId: this.id })
    this.initialise(url.query)
  }

  /** Properties of a page made by `Component()` take the query's values of the same name. */
  private initialise(query: Record<string, string>): void {
    const component = this.root.getComponent()
    const given = Object.entries(query).filter(([name]) =>
      component.getComponentDefinition().behavior.getPropertyType(name),
    )
    if (given.length > 0) component.setData(Object.fromEntries(given))
  }

  /** What `getTabBar()` gives: the page's own instance of custom-tab-bar/index. */
  get tabBar(): unknown {
    return this.bar?.get()
  }

  /** Draws custom-tab-bar/index over the page; each tab page has an instance of its own. */
  addTabBar(components: Components, backend: AssociatedBackend): void {
    this.bar = backend.createRoot('body', components.space, '/custom-tab-bar/index')
  }

  get component(): glassEasel.GeneralComponent {
    return this.root.getComponent()
  }

  /** The link that opens this page again. */
  get link(): string {
    return formatPageUrl(this.url)
  }

  /** Attaches, loads and shows; resolves `onReady` later by itself. */
  open(stack: HTMLElement): void {
    stack.append(this.frame.element)
    attach(this.root, this.frame.root)
    if (this.bar) attach(this.bar, this.frame.tabBar())
    this.frame.onScroll = (scrollTop) => this.call('onPageScroll', { scrollTop })
    this.frame.onReachBottom = () => this.call('onReachBottom')
    this.call('onLoad', this.url.query)
    this.show()
    afterReady(() => {
      this.call('onReady')
      this.component.triggerPageLifetime('routeDone', [])
    })
  }

  show(): void {
    this.frame.element.hidden = false
    if (this.visible) return
    this.visible = true
    this.call('onShow')
    this.component.triggerPageLifetime('show', [])
  }

  /** Hidden by another page (`covered`) or by the background, where it stays drawn. */
  hide(covered: boolean): void {
    if (this.visible) {
      this.visible = false
      this.call('onHide')
      this.component.triggerPageLifetime('hide', [])
    }
    if (covered) this.frame.element.hidden = true
  }

  close(): void {
    this.call('onUnload')
    this.root.release()
    this.bar?.release()
    this.frame.element.remove()
    this.visible = false
  }

  /** `onResize`, then `pageLifetimes.resize` of every component. */
  resize(result: object): void {
    this.call('onResize', result)
    this.component.triggerPageLifetime('resize', [result])
  }

  /** Calls a method of the page's script when it has one. A throwing handler is reported, not passed on. */
  call(name: string, ...parameters: unknown[]): unknown {
    const method = this.instance[name]
    if (typeof method !== 'function') return undefined
    try {
      return method.apply(this.instance, parameters) as unknown
    } catch (error) {
      reportError(error)
      return undefined
    }
  }

  has(name: string): boolean {
    return typeof this.instance[name] === 'function'
  }
}

function attach(root: Root, parent: HTMLElement): void {
  const placeholder = document.createElement('div')
  parent.append(placeholder)
  root.attach(
    parent as unknown as Parameters<Root['attach']>[0],
    placeholder as unknown as Parameters<Root['attach']>[1],
  )
}
