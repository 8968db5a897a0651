/** What `this` of pages and components has in WeChat beyond the adapter. */
import { component } from 'glass-easel-miniprogram-adapter'
import { contextOf, elementOf } from './backend'
import { NodeIntersectionObserver } from './intersection'
import { MediaQueryObserver } from './media-query'
import type { Navigation } from './navigation'
import { SelectorQuery, type Caller as QueryCaller } from './selector-query'

interface Caller {
  _$: { $$: unknown }
}

export function extendInstances(navigation: Navigation): void {
  const prototype = component.ComponentCaller.prototype as unknown as Record<string, unknown>
  const pageOf = (caller: Caller) => {
    const node = caller._$.$$ as HTMLElement | null
    const id = node?.closest<HTMLElement>('[data-page-id]')?.dataset['pageId']
    return navigation.pages.find((page) => page.id === id)
  }
  Object.defineProperty(prototype, 'renderer', {
    get(this: Caller) {
      // Before it is attached, a component belongs to the page that is being made.
      return (pageOf(this) ?? navigation.top)?.frame.renderer ?? 'webview'
    },
  })
  Object.assign(prototype, {
    getPageId(this: Caller) {
      return pageOf(this)?.id ?? ''
    },
    getTabBar(this: Caller) {
      return pageOf(this)?.tabBar
    },
    createSelectorQuery(this: QueryCaller) {
      return new SelectorQuery(this, contextOf)
    },
    createIntersectionObserver(this: QueryCaller, options?: object) {
      return new NodeIntersectionObserver(this, options)
    },
    createMediaQueryObserver: () => new MediaQueryObserver(),
    animate(
      this: Caller & { createSelectorQuery(): unknown },
      selector: string,
      frames: Frame[],
      ms: number,
      done?: () => void,
    ) {
      animate(this, selector, frames, ms, done)
    },
    clearAnimation(this: Caller, selector: string, ...rest: unknown[]) {
      for (const node of nodesOf(this, selector)) node.getAnimations().forEach((animation) => animation.cancel())
      const done = rest.at(-1)
      if (typeof done === 'function') (done as () => void)()
    },
  })
  const routers = {
    navigateTo: ({ url }: { url: string }) => navigation.navigateTo(url),
    redirectTo: ({ url }: { url: string }) => navigation.redirectTo(url),
    navigateBack: (options: { delta?: number } = {}) => navigation.navigateBack(options.delta),
    reLaunch: ({ url }: { url: string }) => navigation.reLaunch(url),
    switchTab: ({ url }: { url: string }) => navigation.switchTab(url),
  }
  Object.assign(prototype, { router: routers, pageRouter: routers })
}

interface Frame {
  offset?: number
  ease?: string
  [style: string]: unknown
}

function nodesOf(caller: Caller, selector: string): HTMLElement[] {
  const root = elementOf(caller._$.$$ as EventTarget | null)
    ?.asGeneralComponent()
    ?.getShadowRoot()
  const found = root?.querySelectorAll(selector) ?? []
  return found.flatMap((node) => (node.$$ as unknown as HTMLElement | null) ?? [])
}

/** `this.animate`: keyframes on every node of this component that matches. */
function animate(caller: Caller, selector: string, frames: Frame[], duration: number, done?: () => void): void {
  const keyframes = frames.map(
    ({ ease, ...style }) => ({ ...style, ...(ease !== undefined && { easing: ease }) }) as Keyframe,
  )
  const running = nodesOf(caller, selector).map(
    (node) => node.animate(keyframes, { duration, fill: 'forwards' }).finished,
  )
  void Promise.allSettled(running).then(() => done?.())
}
