/**
 * Which streams are on the page, and on which place of it. Pure; the list keeps join order, because a reordered key can
 * re-insert a native node: who is where is a number beside it.
 */
import type { Expected, Layout } from './props'

export interface Page {
  /** Streams to mount, in join order. */
  ids: string[]
  /** Place of each of `ids` on the page, 0 the main one; -1: mounted, but off the page. */
  slots: number[]
  /** Places taken on the page. */
  count: number
  /** Index in `ids` of the picture that lies over all others, -1: none. */
  big: number
  /** Counted from 0, within what there is. */
  page: number
  pages: number
}

export interface Paging {
  layout: Layout
  /** Places on a page, at least 1. */
  size: number
  /** Most players to keep, counting those off the page; less than `size` means those of the page only. */
  kept: number
  page: number
  /** Who is big; somebody who is not there counts as nobody. */
  main: string
}

/** Layouts with one big picture that stays on every page. */
export function hasMain(layout: Layout): boolean {
  return layout === 'live' || layout === 'speaker'
}

/** Who becomes the main one changes places with who came first; nobody else moves (LiveKit calls it visually stable). */
function swapped(all: readonly string[], main: string): string[] {
  const order = all.slice()
  const at = Math.max(0, all.indexOf(main))
  if (all.length > 0) [order[0], order[at]] = [all[at] as string, all[0] as string]
  return order
}

export function pageOf(all: readonly string[], { layout, size, kept, page: wanted, main }: Paging): Page {
  const places = Math.max(1, layout === 'duo' ? Math.min(size, 2) : size)
  const led = hasMain(layout)
  const order = led ? swapped(all, main) : all
  // With room for one there is no place beside the main picture: it pages like any other.
  const fixed = led && places > 1 ? Math.min(1, order.length) : 0
  const perPage = places - fixed
  const pages = Math.max(1, Math.ceil((order.length - fixed) / perPage))
  // Who is big in a layout of equals brings the page along.
  const at = led ? -1 : all.indexOf(main)
  const page = at < 0 ? Math.min(Math.max(0, wanted), pages - 1) : Math.floor(at / perPage)
  const from = fixed + page * perPage
  const shown = [...order.slice(0, fixed), ...order.slice(from, from + perPage)]
  // Nearest first: the pages after this one, then those before it.
  const others = [...order.slice(from + perPage), ...order.slice(fixed, from).reverse()]
  const mounted = new Set([...shown, ...others.slice(0, Math.max(0, kept - shown.length))])
  const ids = all.filter((id) => mounted.has(id))
  const slots = ids.map((id) => shown.indexOf(id))
  return { ids, slots, count: shown.length, big: at < 0 ? -1 : ids.indexOf(main), page, pages }
}

/** What a page passes may be anything. */
export const listed = (expected: readonly Expected[]): readonly Expected[] => (Array.isArray(expected) ? expected : [])

/** The empty string for who is not expected. */
export const nameOf = (id: string, expected: readonly Expected[]) =>
  listed(expected).find(({ streamId }) => streamId === id)?.name ?? ''
