import { matches } from '../runtime/media-query'
import type { BuiltinDefinition } from './types'

const LENGTHS = ['minWidth', 'maxWidth', 'width', 'minHeight', 'maxHeight', 'height'] as const

/** `<match-media>`: its content is there only while the page has the wanted size. */
export const matchMedia: BuiltinDefinition = {
  properties: {
    ...Object.fromEntries(LENGTHS.map((name) => [name, { type: null }])),
    orientation: { type: String, values: ['landscape', 'portrait'] },
  },
  events: [],
  create({ el, get }) {
    const check = () => {
      const lengths = LENGTHS.flatMap((name) => {
        const value: unknown = get(name)
        return value === null || value === undefined || value === '' ? [] : [[name, Number(value)]]
      })
      const page = el.closest('.mp-page-content') ?? document.documentElement
      const size = { width: page.clientWidth, height: page.clientHeight }
      const orientation: string = get('orientation')
      const query = { ...Object.fromEntries(lengths), ...(orientation && { orientation }) }
      el.classList.toggle('wx-media-off', !matches(query, size))
    }
    const watch = new ResizeObserver(check)
    return {
      attached() {
        watch.observe(el.closest('.mp-page-content') ?? document.documentElement)
        check()
      },
      changed: check,
      detached: () => watch.disconnect(),
    }
  },
}
