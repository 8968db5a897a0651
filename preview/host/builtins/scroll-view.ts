import { dragToScroll } from './drag'
import { pixels } from './lengths'
import { Refresher } from './refresher'
import { scrollViewContext } from './scroll-view-context'
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
    scrollIntoViewAlignment: { type: String, value: 'start', values: ['start', 'center', 'end', 'nearest'] },
    scrollIntoViewWithinExtent: { type: Boolean },
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
    usingSticky: { type: Boolean },
    refresherEnabled: { type: Boolean },
    refresherTriggered: { type: Boolean },
    refresherThreshold: { type: Number, value: 45 },
    refresherDefaultStyle: { type: String, value: 'black', values: ['black', 'white', 'none'] },
    refresherBackground: { type: String },
    refresherTwoLevelEnabled: { type: Boolean, unsupported: 'the second level is not drawn' },
    type: { type: String, values: ['list', 'custom', 'nested'] },
    associativeContainer: { type: String },
    reverse: { type: Boolean },
    clip: { type: Boolean, value: true },
    cacheExtent: { type: Number },
    minDragDistance: { type: Number, value: 18 },
    padding: { type: Array },
  },
  events: (
    'scroll scrolltoupper scrolltolower dragstart dragging dragend scrollstart scrollend refresherpulling ' +
    'refresherrefresh refresherrestore refresherabort refresherwillrefresh refresherstatuschange'
  ).split(' '),
  create(host) {
    const { el } = host
    const refresher = new Refresher(host)
    el.addEventListener('scroll', scrollReporter(host), { passive: true })
    el.addEventListener('scrollend', () => {
      host.emit('scrollend', { isDrag: false })
      turnPage(host)
    })
    reportDrags(host)
    const context = scrollViewContext(host, refresher, (id) => toChild(host, id, true))
    return {
      attached() {
        for (const name of ['scrollTop', 'scrollLeft', 'scrollIntoView']) apply(host, name, host.get(name))
      },
      changed(name, value) {
        apply(host, name, value)
        refresher.changed(name)
      },
      detached: () => refresher.destroy(),
      context: () => context,
    }
  },
}

const FLAGS = new Set(['scrollX', 'scrollY', 'enableFlex', 'showScrollbar', 'pagingEnabled', 'reverse'])

function apply(host: BuiltinHost, name: string, value: unknown): void {
  const { el } = host
  if (FLAGS.has(name)) el.toggleAttribute(name.toLowerCase(), Boolean(value))
  if (name === 'padding') el.style.padding = (Array.isArray(value) ? value : []).map((side) => `${side}px`).join(' ')
  if (value === undefined || value === null || value === '') return
  const behavior = host.get<boolean>('scrollWithAnimation') ? 'smooth' : 'instant'
  // After the children of the same update are in the document: a list grows and scrolls in one setData.
  if (name === 'scrollTop') queueMicrotask(() => el.scrollTo({ top: pixels(value), behavior }))
  if (name === 'scrollLeft') queueMicrotask(() => el.scrollTo({ left: pixels(value), behavior }))
  if (name === 'scrollIntoView') queueMicrotask(() => toChild(host, String(value), behavior === 'smooth'))
}

function toChild(host: BuiltinHost, id: string, animated: boolean): void {
  const { el } = host
  const child = el.querySelector<HTMLElement>(`[id$="--${CSS.escape(id)}"], #${CSS.escape(id)}`)
  if (!child) return
  const from = el.getBoundingClientRect()
  const to = child.getBoundingClientRect()
  const offset = host.get<number>('scrollIntoViewOffset')
  const alignment = host.get<string>('scrollIntoViewAlignment')
  const along = (start: number, end: number, viewStart: number, viewEnd: number): number => {
    if (alignment === 'end') return end - viewEnd
    if (alignment === 'center') return (start + end - viewStart - viewEnd) / 2
    if (alignment === 'nearest' && start >= viewStart && end <= viewEnd) return 0
    if (alignment === 'nearest' && end > viewEnd) return end - viewEnd
    return start - viewStart
  }
  el.scrollTo({
    ...(host.get<boolean>('scrollY') && {
      top: el.scrollTop + along(to.top, to.bottom, from.top, from.bottom) + offset,
    }),
    ...(host.get<boolean>('scrollX') && {
      left: el.scrollLeft + along(to.left, to.right, from.left, from.right) + offset,
    }),
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

/** The three drag events of `enhanced`, from a finger or the mouse. */
function reportDrags(host: BuiltinHost): void {
  const { el } = host
  const place = () => ({ scrollTop: el.scrollTop, scrollLeft: el.scrollLeft })
  let dragging = false
  let speed = { x: 0, y: 0 }
  let last = { ...place(), at: 0 }
  const moved = () => {
    const now = performance.now()
    const time = Math.max(1, now - last.at)
    speed = { x: (el.scrollLeft - last.scrollLeft) / time, y: (el.scrollTop - last.scrollTop) / time }
    last = { ...place(), at: now }
    if (!host.get<boolean>('enhanced')) return
    host.emit(dragging ? 'dragging' : 'dragstart', place())
    dragging = true
  }
  const ended = () => {
    if (dragging) host.emit('dragend', { ...place(), velocity: speed })
    dragging = false
  }
  el.addEventListener('touchmove', moved, { passive: true })
  el.addEventListener('touchend', ended)
  el.addEventListener('touchcancel', ended)
  dragToScroll(el, {
    axes: () => ({ x: host.get('scrollX'), y: host.get('scrollY') }),
    moved,
    ended: ({ x, y }) => {
      ended()
      const far = Math.max(Math.abs(x), Math.abs(y)) > 0.3
      if (far) el.scrollBy({ left: x * 200, top: y * 200, behavior: 'smooth' })
      else turnPage(host)
    },
  })
}

/** `paging-enabled`: a scroll that has ended goes on to the nearest page. */
function turnPage({ el, get }: BuiltinHost): void {
  if (!get<boolean>('enhanced') || !get<boolean>('pagingEnabled')) return
  const nearest = (at: number, size: number) => (size > 0 ? Math.round(at / size) * size : 0)
  const left = nearest(el.scrollLeft, el.clientWidth)
  const top = nearest(el.scrollTop, el.clientHeight)
  if (Math.abs(left - el.scrollLeft) > 1 || Math.abs(top - el.scrollTop) > 1)
    el.scrollTo({ left, top, behavior: 'smooth' })
}
