/** `wx.createSelectorQuery` and the observers, on the page on top unless `in()` says otherwise. */
import type { WxApi, WxDeps } from './types'

interface Queryable {
  createSelectorQuery(): unknown
  createIntersectionObserver(options?: object): unknown
  createMediaQueryObserver(): unknown
}

export function queryApi({ navigation }: WxDeps): WxApi {
  const page = (): Queryable => {
    const { top } = navigation
    if (!top) throw new Error('no page is open: call this in onLoad or later')
    return top.instance as unknown as Queryable
  }
  return {
    createSelectorQuery: () => page().createSelectorQuery(),
    createIntersectionObserver: (owner: Queryable | undefined, options?: object) =>
      (owner ?? page()).createIntersectionObserver(options),
    createMediaQueryObserver: (owner?: Queryable) => (owner ?? page()).createMediaQueryObserver(),
  }
}
