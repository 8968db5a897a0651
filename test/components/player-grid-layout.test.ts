import fs from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { pageOf } from '../../components/player-grid/paging'
import { LAYOUTS, type Layout } from '../../components/player-grid/props'

const ROOT = path.resolve(__dirname, '../..')
const people = (count: number) => Array.from({ length: count }, (_, i) => `p${i}`)

const A = ['a', 'b', 'c', 'd', 'e']
test.each([
  // layout, size, kept, page, main -> ids, slots, count, big, page, pages
  ['grid', 6, 0, 0, '', A, [0, 1, 2, 3, 4], 5, -1, 0, 1],
  ['grid', 2, 0, 1, '', ['c', 'd'], [0, 1], 2, -1, 1, 3],
  ['grid', 2, 0, 9, '', ['e'], [0], 1, -1, 2, 3],
  ['grid', 2, 0, -1, '', ['a', 'b'], [0, 1], 2, -1, 0, 3],
  ['grid', 0, 0, 0, '', ['a'], [0], 1, -1, 0, 5],
  // Who is big brings the page along, and covers it.
  ['grid', 2, 0, 0, 'd', ['c', 'd'], [0, 1], 2, 1, 1, 3],
  ['monitor', 3, 0, 0, 'gone', ['a', 'b', 'c'], [0, 1, 2], 3, -1, 0, 2],
  ['duo', 6, 0, 0, '', ['a', 'b'], [0, 1], 2, -1, 0, 3],
  ['speaker', 3, 0, 0, '', ['a', 'b', 'c'], [0, 1, 2], 3, -1, 0, 2],
  ['speaker', 3, 0, 1, '', ['a', 'd', 'e'], [0, 1, 2], 3, -1, 1, 2],
  // The two change places; b stays where it was.
  ['speaker', 3, 0, 0, 'c', ['a', 'b', 'c'], [2, 1, 0], 3, -1, 0, 2],
  ['speaker', 3, 0, 1, 'd', ['a', 'd', 'e'], [1, 0, 2], 3, -1, 1, 2],
  ['live', 3, 0, 0, 'gone', ['a', 'b', 'c'], [0, 1, 2], 3, -1, 0, 2],
  ['live', 1, 0, 1, '', ['b'], [0], 1, -1, 1, 5],
  // Kept off the page: the next ones first, then those before.
  ['grid', 2, 4, 0, '', ['a', 'b', 'c', 'd'], [0, 1, -1, -1], 2, -1, 0, 3],
  ['grid', 2, 4, 1, '', ['b', 'c', 'd', 'e'], [-1, 0, 1, -1], 2, -1, 1, 3],
  ['speaker', 3, 5, 1, '', A, [0, -1, -1, 1, 2], 3, -1, 1, 2],
] as const)(
  'page of %s, %i on a page, %i kept, page %i, main "%s"',
  (layout, size, kept, wanted, main, ids, slots, count, big, page, pages) => {
    expect(pageOf(A, { layout, size, kept, page: wanted, main })).toEqual({ ids, slots, count, big, page, pages })
  },
)

test('nobody has a page of its own', () => {
  expect(pageOf([], { layout: 'live', size: 6, kept: 0, page: 0, main: '' })).toEqual({
    ids: [],
    slots: [],
    count: 0,
    big: -1,
    page: 0,
    pages: 1,
  })
})

test('property: whoever was on the page before and after a change of the main one has the same place, but for two', () => {
  const person = fc.nat({ max: 19 })
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 2, max: 8 }),
      fc.nat(3),
      person,
      (n, size, page, i) => {
        const all = people(n)
        const before = pageOf(all, { layout: 'speaker', size, kept: 0, page, main: '' })
        const main = before.ids[i % before.ids.length] as string
        const after = pageOf(all, { layout: 'speaker', size, kept: 0, page, main })
        expect(after.ids).toEqual(before.ids)
        const moved = after.slots.filter((slot, index) => slot !== before.slots[index])
        expect([0, 2]).toContain(moved.length)
        expect([...after.slots].sort()).toEqual([...before.slots].sort())
      },
    ),
  )
})

type Box = { left: number; top: number; width: number; height: number }
type Place = (layout: Layout, slot: number, count: number, stage: number) => Box
const wxs = { exports: {} as { place: Place } }
new Function('module', fs.readFileSync(path.join(ROOT, 'components/player-grid/layout.wxs'), 'utf8'))(wxs)
const boxes = (layout: Layout, count: number, stage: number): Box[] =>
  people(count).map((_, slot) => wxs.exports.place(layout, slot, count, stage))
const overlap = (a: Box, b: Box) =>
  Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left) > 0.01 &&
  Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top) > 0.01

describe.each([
  ['phone', 0.5],
  ['square', 1],
  ['wide', 2],
] as const)('on a %s stage', (_name, stage) => {
  const counts = Array.from({ length: 16 }, (_, i) => i + 1)
  test.each([...LAYOUTS])('%s: 1 to 16 tiles are all on it, none over another', (layout) => {
    for (const count of counts) {
      const placed = boxes(layout, count, stage)
      for (const { left, top, width, height } of placed) {
        expect(Math.min(left, top)).toBeGreaterThanOrEqual(-0.01)
        expect(Math.max(left + width, top + height)).toBeLessThanOrEqual(100.01)
        expect(Math.min(width, height)).toBeGreaterThan(10)
      }
      // In `live` the main picture lies behind its guests.
      const apart = layout === 'live' ? placed.slice(1) : placed
      expect(apart.some((a, i) => apart.slice(i + 1).some((b) => overlap(a, b)))).toBe(false)
    }
  })

  test.each(['grid', 'duo', 'monitor'] as const)('%s leaves no hole', (layout) => {
    for (const count of counts) {
      const area = boxes(layout, count, stage).reduce((sum, { width, height }) => sum + width * height, 0)
      expect(area).toBeCloseTo(10_000)
    }
  })
})

test.each([
  [0.5, [1, 1, 1, 2, 2, 2, 2, 2, 3, 2, 3, 3, 3, 3, 3, 4]],
  [0.7, [1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 5, 4, 4, 4]],
  [1.8, [1, 2, 2, 2, 3, 3, 4, 4, 3, 4, 4, 4, 5, 5, 5, 4]],
  // A phone on its side: nobody of four alone in a row.
  [2.2, [1, 2, 3, 2, 3, 3, 4, 4, 5, 5, 4, 4, 5, 5, 5, 6]],
])('a stage of %f: the columns of 1 to 16 tiles', (stage, expected) => {
  const columns = expected.map((_, i) => boxes('grid', i + 1, stage).filter(({ top }) => top === 0).length)
  expect(columns).toEqual(expected)
})
