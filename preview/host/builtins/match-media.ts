import type { BuiltinDefinition } from './types'

/** Size of a page, and what `<match-media>` asks of it. */
export interface MediaQuery {
  minWidth?: number
  maxWidth?: number
  width?: number
  minHeight?: number
  maxHeight?: number
  height?: number
  orientation?: string
}

/** Whether a page of this size fits every condition given. */
export function mediaMatches(query: MediaQuery, { width, height }: { width: number; height: number }): boolean {
  const { minWidth = 0, maxWidth = Infinity, minHeight = 0, maxHeight = Infinity } = query
  const turned = width > height ? 'landscape' : 'portrait'
  return (
    width >= minWidth &&
    width <= maxWidth &&
    height >= minHeight &&
    height <= maxHeight &&
    (query.width ?? width) === width &&
    (query.height ?? height) === height &&
    (query.orientation || turned) === turned
  )
}

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
      const query: MediaQuery = { ...(Object.fromEntries(lengths) as MediaQuery), orientation: get('orientation') }
      el.classList.toggle('wx-media-off', !mediaMatches(query, size))
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
