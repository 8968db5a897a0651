/** Which streams are on the page. Pure; order is always join order, because a reordered key can re-insert a native node. */
import type { Layout } from './props'

export interface Page {
  /** Streams to mount, in join order. */
  ids: string[]
  /** Index in `ids` of the main picture, -1 in layouts without one. */
  main: number
  /** Counted from 0, within what there is. */
  page: number
  pages: number
}

/** Layouts with one picture that stays on every page. */
export function hasMain(layout: Layout): boolean {
  return layout === 'live' || layout === 'speaker'
}

/**
 * @param size most players at once, at least 1
 * @param pinned the main picture; one that is not there means the first
 */
export function pageOf(all: readonly string[], layout: Layout, size: number, wanted: number, pinned: string): Page {
  const room = Math.max(1, Math.floor(layout === 'duo' ? Math.min(size, 2) : size))
  const main = hasMain(layout) ? (all.includes(pinned) ? pinned : (all[0] ?? '')) : ''
  // With room for one there is no place beside the main picture: it pages like any other.
  const keep = main !== '' && room > 1
  const others = keep ? all.filter((id) => id !== main) : all
  const perPage = keep ? room - 1 : room
  const pages = Math.max(1, Math.ceil(others.length / perPage))
  const page = Math.min(Math.max(0, wanted), pages - 1)
  const shown = new Set(others.slice(page * perPage, (page + 1) * perPage))
  const ids = all.filter((id) => shown.has(id) || (keep && id === main))
  return { ids, main: hasMain(layout) ? Math.max(0, ids.indexOf(main)) : -1, page, pages }
}
