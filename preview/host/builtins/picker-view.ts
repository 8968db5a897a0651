/** `<picker-view>` and its columns: the wheels of a picker inside the page. */
import { builtinAt } from './registry'
import type { BuiltinDefinition, BuiltinHost } from './types'
import { Wheel } from './wheel'

/** Height of the frame in px unless `indicator-style` says otherwise. */
const INDICATOR = 34

/** The wheel of each column; made with the column, used by the view around it. */
const wheels = new WeakMap<BuiltinHost, Wheel>()

export const pickerView: BuiltinDefinition = {
  properties: {
    value: { type: Array, value: [] },
    indicatorStyle: { type: String },
    indicatorClass: { type: String },
    maskStyle: { type: String },
    maskClass: { type: String },
    immediateChange: { type: Boolean },
    name: { type: String },
  },
  events: ['change', 'pickstart', 'pickend'],
  create(host) {
    const { el } = host
    const mask = document.createElement('div')
    const indicator = document.createElement('div')
    el.append(mask, indicator)
    const columns = () => [...el.querySelectorAll('wx-picker-view-column')].flatMap((column) => builtinAt(column) ?? [])
    const place = () => {
      const value = host.get<number[]>('value') ?? []
      columns().forEach((column, index) => {
        layOut(column.host, indicatorHeight(host))
        wheels.get(column.host)?.go(value[index] ?? 0)
      })
    }
    const draw = () => {
      mask.className = `wx-picker-mask ${host.get<string>('maskClass')}`
      mask.style.cssText = host.get('maskStyle')
      indicator.className = `wx-picker-indicator ${host.get<string>('indicatorClass')}`
      indicator.style.cssText = host.get('indicatorStyle')
      // After the rows of the same update are in the document.
      queueMicrotask(place)
    }
    el.addEventListener('mp:wheel-start', () => host.emit('pickstart', {}))
    el.addEventListener('mp:wheel-rest', () => {
      const value = columns().map((column) => wheels.get(column.host)?.index ?? 0)
      host.set('value', value)
      host.emit('change', { value })
      host.emit('pickend', {})
    })
    // Rows that come or go later, and the box once it has a size.
    const watch = new ResizeObserver(place)
    const grown = new MutationObserver(place)
    return {
      attached() {
        draw()
        watch.observe(el)
        grown.observe(el, { childList: true, subtree: true })
      },
      changed: draw,
      detached() {
        watch.disconnect()
        grown.disconnect()
      },
      field: () => ({ name: host.get('name'), value: host.get('value'), reset: () => host.set('value', []) }),
    }
  },
}

const indicatorHeight = (host: BuiltinHost): number =>
  host.el.querySelector<HTMLElement>(':scope > .wx-picker-indicator')?.offsetHeight || INDICATOR

/** Each row as high as the frame, and room for the first and the last to stand in it. */
function layOut({ el }: BuiltinHost, row: number): void {
  el.style.setProperty('--row', `${row}px`)
  el.style.setProperty('--room', `${Math.max(0, (el.clientHeight - row) / 2)}px`)
}

export const pickerViewColumn: BuiltinDefinition = {
  properties: {},
  events: [],
  create(host) {
    const { el } = host
    const tell = (type: string) => el.dispatchEvent(new CustomEvent(type, { bubbles: true }))
    const view = () => {
      const found = el.closest('wx-picker-view')
      return found ? builtinAt(found)?.host : undefined
    }
    const itemHeight = () => {
      const around = view()
      return around ? indicatorHeight(around) : INDICATOR
    }
    const wheel = new Wheel(el, {
      itemHeight,
      count: () => el.childElementCount,
      started: () => tell('mp:wheel-start'),
      settled: () => tell('mp:wheel-rest'),
    })
    wheels.set(host, wheel)
    el.addEventListener('mp:tap', ({ target }) => {
      const at = [...el.children].findIndex((row) => row.contains(target as Node))
      if (at >= 0) wheel.turn(at)
    })
    return { inspect: () => ({ index: wheel.index }) }
  },
}
