/** ScrollViewContext: what `NodesRef.context()` and `node()` of an `enhanced` scroll-view hand out. */
import type { Refresher } from './refresher'
import type { BuiltinHost } from './types'

interface ScrollTarget {
  top?: number
  left?: number
  animated?: boolean
}

/** Attributes that the context sets directly, as on phones. */
const SETTABLE = ['bounces', 'showScrollbar', 'pagingEnabled', 'fastDeceleration'] as const

export function scrollViewContext(host: BuiltinHost, refresher: Refresher, toChild: (id: string) => void): object {
  const { el } = host
  const context = {
    scrollTo: ({ top, left, animated = true }: ScrollTarget) =>
      el.scrollTo({
        ...(top !== undefined && { top }),
        ...(left !== undefined && { left }),
        behavior: animated ? 'smooth' : 'instant',
      }),
    scrollIntoView: (selector: string) => toChild(selector.replace(/^#/, '')),
    triggerRefresh: () => refresher.open(),
    closeRefresh: () => refresher.close(),
    get scrollEnabled() {
      return !el.hasAttribute('locked')
    },
    set scrollEnabled(enabled: boolean) {
      el.toggleAttribute('locked', !enabled)
    },
  }
  for (const name of SETTABLE)
    Object.defineProperty(context, name, {
      enumerable: true,
      get: () => host.get<boolean>(name),
      set: (value: boolean) => host.set(name, value),
    })
  return context
}
