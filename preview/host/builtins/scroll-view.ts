import type { BuiltinDefinition, BuiltinHost } from './types'

/** `<scroll-view>`: the host node itself scrolls, so that flex layouts and sticky children keep working. */
export const scrollView: BuiltinDefinition = {
  properties: {
    scrollX: { type: Boolean },
    scrollY: { type: Boolean },
    scrollTop: { type: null },
    scrollLeft: { type: null },
    scrollIntoView: { type: String },
    scrollIntoViewOffset: { type: Number },
    scrollWithAnimation: { type: Boolean },
    scrollAnchoring: { type: Boolean },
    upperThreshold: { type: null, value: 50 },
    lowerThreshold: { type: null, value: 50 },
    enableFlex: { type: Boolean },
    enableBackToTop: { type: Boolean },
    enhanced: { type: Boolean },
    bounces: { type: Boolean, value: true },
    showScrollbar: { type: Boolean, value: true },
    pagingEnabled: { type: Boolean },
    fastDeceleration: { type: Boolean },
    enablePassive: { type: null },
    refresherEnabled: { type: Boolean },
    refresherTriggered: { type: Boolean },
    type: { type: String },
    reverse: { type: Boolean },
  },
  events: ['scroll', 'scrolltoupper', 'scrolltolower', 'dragstart', 'dragging', 'dragend', 'refresherrefresh'],
  create(host) {
    const { el } = host
    const report = scrollReporter(host)
    el.addEventListener('scroll', report, { passive: true })
    return {
      attached() {
        apply(host, 'scrollTop', host.get('scrollTop'))
        apply(host, 'scrollLeft', host.get('scrollLeft'))
        apply(host, 'scrollIntoView', host.get('scrollIntoView'))
      },
      changed: (name, value) => apply(host, name, value),
      context: () => ({
        scrollTo: ({ top, left, animated = true }: { top?: number; left?: number; animated?: boolean }) =>
          el.scrollTo({
            ...(top !== undefined && { top }),
            ...(left !== undefined && { left }),
            behavior: animated ? 'smooth' : 'instant',
          }),
        scrollIntoView: (selector: string) => toChild(host, selector.replace(/^#/, ''), true),
      }),
    }
  },
}

function apply(host: BuiltinHost, name: string, value: unknown): void {
  const { el } = host
  if (['scrollX', 'scrollY', 'enableFlex', 'showScrollbar', 'pagingEnabled', 'reverse'].includes(name))
    el.toggleAttribute(name.toLowerCase(), Boolean(value))
  if (value === undefined || value === null || value === '') return
  const behavior = host.get<boolean>('scrollWithAnimation') ? 'smooth' : 'instant'
  // After the children of the same update are in the document: a list grows and scrolls in one setData.
  if (name === 'scrollTop') queueMicrotask(() => el.scrollTo({ top: pixels(value), behavior }))
  if (name === 'scrollLeft') queueMicrotask(() => el.scrollTo({ left: pixels(value), behavior }))
  if (name === 'scrollIntoView') queueMicrotask(() => toChild(host, String(value), behavior === 'smooth'))
}

/** A number is px; `100rpx` and `100px` are lengths. */
function pixels(value: unknown): number {
  const number = parseFloat(String(value))
  return String(value).endsWith('rpx') ? (number * document.documentElement.clientWidth) / 750 : number
}

function toChild(host: BuiltinHost, id: string, animated: boolean): void {
  const { el } = host
  const child = el.querySelector<HTMLElement>(`[id$="--${CSS.escape(id)}"], #${CSS.escape(id)}`)
  if (!child) return
  const from = el.getBoundingClientRect()
  const to = child.getBoundingClientRect()
  el.scrollTo({
    top: el.scrollTop + to.top - from.top + host.get<number>('scrollIntoViewOffset'),
    left: el.scrollLeft + to.left - from.left,
    behavior: animated ? 'smooth' : 'instant',
  })
}

function scrollReporter(host: BuiltinHost): () => void {
  const { el } = host
  let last = { top: 0, left: 0 }
  let upper = true
  let lower = false
  return () => {
    const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight, clientWidth } = el
    const deltaY = last.top - scrollTop
    const deltaX = last.left - scrollLeft
    last = { top: scrollTop, left: scrollLeft }
    host.emit('scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth, deltaX, deltaY })
    const vertical = host.get<boolean>('scrollY')
    const before = vertical ? scrollTop : scrollLeft
    const after = vertical ? scrollHeight - clientHeight - scrollTop : scrollWidth - clientWidth - scrollLeft
    const atUpper = before <= pixels(host.get('upperThreshold'))
    const atLower = after <= pixels(host.get('lowerThreshold'))
    if (atUpper && !upper) host.emit('scrolltoupper', { direction: vertical ? 'top' : 'left' })
    if (atLower && !lower) host.emit('scrolltolower', { direction: vertical ? 'bottom' : 'right' })
    upper = atUpper
    lower = atLower
  }
}
