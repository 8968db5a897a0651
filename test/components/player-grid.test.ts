import fs from 'node:fs'
import path from 'node:path'
import { collect, expectNoErrors, load, render, ROOT, settle, spySetData } from '../support/simulate'
import { pageOf } from '../../components/player-grid/paging'
import { TICK_MS } from '../../components/shared/binding'
import { LAYOUTS, type Layout } from '../../components/player-grid/props'
import { getRoom, removeRoom } from '../../store/registry'
import { FakeRoom, stream, user } from '../support/fake-room'

const spy = spySetData()
const grid = load('player-grid')
let room: FakeRoom

beforeEach(() => {
  room = new FakeRoom()
  getRoom().attach(room)
})
afterEach(() => {
  removeRoom('default')
  expectNoErrors()
})

const people = (count: number) => Array.from({ length: count }, (_, i) => `p${i}`)

async function mounted(count: number, properties = {}) {
  room.enter(people(count))
  const node = render(grid, { lang: 'en', ...properties })
  await settle()
  spy.clear()
  return node
}

const players = (): Element[] => Array.from(document.querySelectorAll('wx-live-player'))
const mounts = () => room.calls.filter(([name]) => name.startsWith('player.mount'))

test('nobody: an empty state that says so', async () => {
  const node = await mounted(0)
  expect(node.querySelector('.pg-title')?.dom?.textContent).toBe('Nobody is live yet')
  expect(players()).toHaveLength(0)
  node.leave()
})

test('nobody afloat: nothing', async () => {
  const node = await mounted(0, { layout: 'float' })
  expect(node.querySelector('.pg-empty')).toBeUndefined()
  node.leave()
})

test('a player for each remote stream, none for mine', async () => {
  const node = await mounted(2)
  room.streams.set([...room.streams.snapshot, stream('me')])
  await settle()
  expect(players()).toHaveLength(2)
  expect(mounts().map(([name]) => name)).toEqual(['player.mount:s-p0', 'player.mount:s-p1'])
  node.leave()
  expect(room.calls.filter(([name]) => name.startsWith('player.unmount'))).toHaveLength(2)
})

test('no layout, pin or newcomer ever mounts a player anew', async () => {
  const node = await mounted(4)
  const before = players()
  for (const layout of [...LAYOUTS, ...LAYOUTS.slice().reverse()].filter((name) => name !== 'duo')) {
    node.setData({ layout })
    await settle()
    node.setData({ pinned: 's-p2' })
    await settle()
  }
  expect(players()).toEqual(before)
  room.users.set([...room.users.snapshot, user('p9')])
  room.streams.set([...room.streams.snapshot, stream('p9')])
  await settle()
  expect(players().slice(0, 4)).toEqual(before)
  room.streams.set(room.streams.snapshot.filter(({ id }) => id !== 's-p1'))
  await settle()
  expect(players()).toHaveLength(4)
  expect(players().filter((player) => before.includes(player))).toHaveLength(3)
  expect(mounts()).toHaveLength(5)
  node.leave()
})

test('the ticking values of all tiles leave in one call, and no tile makes one of its own', async () => {
  const node = await mounted(3)
  const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + TICK_MS)
  for (const id of people(3)) room.player(`s-${id}`).set({ volume: 40, grade: 3 })
  await settle()
  expect(spy.calls.map((call) => call.data)).toEqual([
    Object.fromEntries(
      [0, 1, 2].flatMap((i) => [
        [`ticks[${i}].volume`, 40],
        [`ticks[${i}].grade`, 3],
      ]),
    ),
  ])
  const dom = node.querySelector('.pg-stage')?.dom
  expect(dom?.innerHTML.match(/pt-speaking/g)).toHaveLength(3)
  expect(dom?.innerHTML.match(/qb-fair/g)).toHaveLength(3)
  later.mockRestore()
  node.leave()
})

test('more people make more pages; what is off the page is not played', async () => {
  const node = await mounted(5, { maxPlayers: 2 })
  const pages = collect(node, 'pagechange')
  expect(players()).toHaveLength(2)
  const [back, forth] = node.querySelectorAll('.pg-turn')
  back?.dispatchEvent('tap')
  forth?.dispatchEvent('tap')
  await settle()
  node.querySelectorAll('.pg-turn')[1]?.dispatchEvent('tap')
  await settle()
  expect(pages).toEqual([
    ['pagechange', { page: 1, pages: 3 }],
    ['pagechange', { page: 2, pages: 3 }],
  ])
  expect(node.querySelector('.pg-page')?.dom?.textContent).toBe('3 / 3')
  expect(node.data.ids).toEqual(['s-p4'])
  expect(room.callsOf('player.unmount:s-p0')).toHaveLength(1)
  room.streams.set(room.streams.snapshot.slice(0, 2))
  await settle()
  expect(node.data.ids).toEqual(['s-p0', 's-p1'])
  expect(node.querySelector('.pg-pager')).toBeUndefined()
  node.leave()
})

test("the provider's own limit counts too", async () => {
  room.session.set({ capabilities: { ...room.session.snapshot.capabilities, maxPlayers: 3 } })
  const node = await mounted(5)
  expect(node.data.ids).toHaveLength(3)
  node.leave()
})

test('events of tiles are raised by the grid', async () => {
  const node = await mounted(1)
  const selected = collect(node, 'tileselect')
  node.querySelector('.pg-tile')?.instance.triggerEvent('tileselect', { streamId: 's-p0' })
  await settle()
  expect(selected).toEqual([['tileselect', { streamId: 's-p0' }]])
  node.leave()
})

test('an unknown layout is told and shown as grid', async () => {
  room.enter(['p0'])
  const node = render(grid, { layout: 'circle' })
  const errors = collect(node, 'error')
  await settle()
  expect(errors).toEqual([
    ['error', expect.objectContaining({ reason: 'invalid-argument', message: expect.stringContaining('"circle"') })],
  ])
  expect(node.querySelector('.pg-grid')).toBeDefined()
  node.leave()
})

const A = ['a', 'b', 'c', 'd', 'e']
test.each([
  ['grid', 6, 0, '', A, -1, 0, 1],
  ['grid', 2, 1, '', ['c', 'd'], -1, 1, 3],
  ['grid', 2, 9, '', ['e'], -1, 2, 3],
  ['grid', 2, -1, '', ['a', 'b'], -1, 0, 3],
  ['duo', 6, 0, '', ['a', 'b'], -1, 0, 3],
  ['speaker', 3, 0, '', ['a', 'b', 'c'], 0, 0, 2],
  ['speaker', 3, 1, '', ['a', 'd', 'e'], 0, 1, 2],
  ['speaker', 3, 0, 'd', ['a', 'b', 'd'], 2, 0, 2],
  ['live', 3, 0, 'gone', ['a', 'b', 'c'], 0, 0, 2],
  ['live', 1, 1, '', ['b'], 0, 1, 5],
  ['grid', 0, 0, '', ['a'], -1, 0, 5],
] as const)('page of %s, %i at once, page %i, pinned "%s"', (layout, size, wanted, pinned, ids, main, page, pages) => {
  expect(pageOf(A, layout, size, wanted, pinned)).toEqual({ ids, main, page, pages })
})

test('nobody has a page of its own', () => {
  expect(pageOf([], 'live', 6, 0, '')).toEqual({ ids: [], main: 0, page: 0, pages: 1 })
})

type Box = { left: number; top: number; width: number; height: number }
type Place = (layout: Layout, index: number, count: number, main: number) => Box
const wxs = { exports: {} as { place: Place } }
new Function('module', fs.readFileSync(path.join(ROOT, 'components/player-grid/layout.wxs'), 'utf8'))(wxs)
const boxes = (layout: Layout, count: number, main: number): Box[] =>
  people(count).map((_, index) => wxs.exports.place(layout, index, count, main))
const overlap = (a: Box, b: Box) =>
  Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left) > 0.01 &&
  Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top) > 0.01

describe.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('%i tiles', (count) => {
  test.each([...LAYOUTS])('%s: every tile on the stage, none over another', (layout) => {
    const main = layout === 'live' || layout === 'speaker' ? Math.min(1, count - 1) : -1
    const placed = boxes(layout, count, main)
    for (const { left, top, width, height } of placed) {
      expect(Math.min(left, top)).toBeGreaterThanOrEqual(0)
      expect(Math.max(left + width, top + height)).toBeLessThanOrEqual(100.01)
    }
    // In `live` the main picture lies behind its guests.
    const apart = layout === 'live' ? placed.filter((_, index) => index !== main) : placed
    expect(apart.some((a, i) => apart.slice(i + 1).some((b) => overlap(a, b)))).toBe(false)
  })
  test('grid, duo and monitor leave no hole', () => {
    for (const layout of ['grid', 'duo', 'monitor'] as const) {
      const area = boxes(layout, count, -1).reduce((sum, { width, height }) => sum + width * height, 0)
      expect(area).toBeCloseTo(10_000)
    }
  })
})
