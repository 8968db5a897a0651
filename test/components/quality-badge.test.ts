import { attr, collect, expectNoErrors, load, type Node, render, settle, spySetData } from '../support/simulate'
import { TICK_MS } from '../../components/shared/binding'
import { getRoom, removeRoom } from '../../store/registry'
import { FakeRoom, stream } from '../support/fake-room'

const spy = spySetData()
const badge = load('quality-badge')
let room: FakeRoom

beforeEach(() => {
  room = new FakeRoom()
  getRoom().attach(room)
  room.enter(['a'])
})
afterEach(() => {
  removeRoom('default')
  expectNoErrors()
})

const label = (node: Node) => attr(node.querySelector('.qb-button'), 'ariaLabel')
const text = (node: Node, selector: string) => node.querySelector(selector)?.dom?.textContent
/** Past the rhythm in which ticking values leave. */
let ahead = 0
async function later(change: () => void): Promise<void> {
  ahead += 2 * TICK_MS
  const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + ahead)
  change()
  await settle()
  clock.mockRestore()
}
const lit = (node: Node) => node.querySelectorAll('.qb-lit').length

test.each([
  [0, 0, 'qb-unknown', 'Network quality unknown'],
  [1, 1, 'qb-bad', 'Network bad'],
  [3, 3, 'qb-fair', 'Network fair'],
  [5, 5, 'qb-good', 'Network excellent'],
] as const)('grade %i of a stream lights %i bars and says so', async (grade, bars, tone, text) => {
  room.player('s-a').set({ grade })
  const node = render(badge, { streamId: 's-a', lang: 'en' })
  await settle()
  expect(lit(node)).toBe(bars)
  expect(node.querySelector(`.${tone}`)).toBeDefined()
  expect(label(node)).toBe(text)
  node.leave()
})

test('without a stream it grades what I publish, in Chinese by default', async () => {
  const node = render(badge)
  await settle()
  room.pusher.set({ grade: 4 })
  await settle()
  expect(lit(node)).toBe(4)
  expect(label(node)).toBe('网络良好')
  node.leave()
})

test('a grade that is passed in wins, and the store costs nothing', async () => {
  const node = render(badge, { streamId: 's-a', grade: 2 })
  await settle()
  expect(lit(node)).toBe(2)
  spy.clear()
  room.player('s-a').set({ grade: 5 })
  await settle()
  expect(spy.calls).toEqual([])
  node.leave()
})

test('a tap opens the figures; those that keep the grade down say so', async () => {
  const node = render(badge, { streamId: 's-a', lang: 'en' })
  await settle()
  const events = collect(node, 'figuresopen', 'figuresclose')
  const tap = async () => {
    node.querySelector('.qb-button')?.dispatchEvent('tap')
    await settle()
  }
  expect(node.querySelector('.qb-figures')).toBeUndefined()
  await tap()
  expect(text(node, '.qb-figures')).toContain('No figures yet')
  await later(() => room.player('s-a').set({ stats: { videoFPS: 6.2, netJitter: 40.4, netQualityLevel: 1 } }))
  expect(node.querySelectorAll('.qb-row').map((row) => row.dom?.textContent)).toEqual([
    'Frame rateLowers the grade6 fps',
    'Network level1 ',
    'Jitter40 ',
  ])
  await later(() => room.player('s-a').set({ stats: { videoFPS: 15, netJitter: 40.4, netQualityLevel: 1 } }))
  expect(node.querySelector('.qb-holds')).toBeUndefined()
  await tap()
  expect(node.querySelector('.qb-figures')).toBeUndefined()
  expect(events).toEqual([
    ['figuresopen', { streamId: 's-a' }],
    ['figuresclose', { streamId: 's-a' }],
  ])
  node.leave()
})

test('sound alone is judged by its own figures; mine by what a pusher counts', async () => {
  room.streams.set([stream('a', { video: false })])
  const node = render(badge, { streamId: 's-a', lang: 'en' })
  await settle()
  room.player('s-a').set({ stats: { audioBitrate: 0, videoFPS: 0 } })
  node.querySelector('.qb-button')?.dispatchEvent('tap')
  await settle()
  expect(node.querySelectorAll('.qb-row').map((row) => row.dom?.textContent)).toEqual([
    'Sound bitrateLowers the grade0 kbps',
  ])
  await later(() => {
    node.setData({ streamId: '' })
    room.pusher.set({ stats: { videoFPS: 15, videoCache: 40 } })
  })
  expect(node.querySelectorAll('.qb-row').map((row) => row.dom?.textContent)).toEqual([
    expect.stringMatching(/^BufferLowers the grade40 frames$/),
    'Frame rate15 fps',
  ])
  await later(() => node.setData({ streamId: 's-gone' }))
  expect(node.querySelectorAll('.qb-row')).toHaveLength(0)
  node.leave()
})

test('without figures it is a picture, not a button', async () => {
  const node = render(badge, { streamId: 's-a', figures: false })
  await settle()
  expect([attr(node.querySelector('.qb-button'), 'ariaRole'), node.querySelector('.qb-still') !== undefined]).toEqual([
    'img',
    true,
  ])
  node.leave()
})

test('closed figures cost nothing while they tick', async () => {
  const node = render(badge, { streamId: 's-a' })
  await settle()
  spy.clear()
  room.player('s-a').set({ stats: { videoFPS: 12 } })
  await settle()
  expect(spy.calls).toEqual([])
  node.leave()
})

test('figures can be open from the beginning, and a page can close them', async () => {
  room.player('s-a').set({ stats: { videoFPS: 12 } })
  const node = render(badge, { streamId: 's-a', lang: 'en', open: true })
  await settle()
  expect(text(node, '.qb-value')).toBe('12 fps')
  node.setData({ open: false })
  await settle()
  expect(node.querySelector('.qb-figures')).toBeUndefined()
  node.leave()
})

test.each([
  [{ streamId: 7 }, 0],
  [{ streamId: null }, 0],
  [{ streamId: 's-a', grade: 'good' }, 0],
  [{ streamId: 's-a', grade: 9 }, 5],
  [{ streamId: 's-a', grade: 2.5, open: 'yes', figures: 'no' }, 3],
  [{ streamId: 's-a', room: {}, placement: 'left', open: true }, 0],
])('%j neither throws nor breaks it', async (properties, bars) => {
  const node = render(badge, { lang: 'en', ...properties })
  await settle()
  expect([lit(node), node.querySelectorAll('.qb-bar').length]).toEqual([bars, 5])
  node.leave()
})

test('a room that ends while the figures are open', async () => {
  room.player('s-a').set({ stats: { videoFPS: 12 } })
  const node = render(badge, { streamId: 's-a', lang: 'en', open: true })
  await settle()
  await later(() => {
    room.streams.set([])
    removeRoom('default')
  })
  expect(node.querySelectorAll('.qb-row')).toHaveLength(0)
  expect(text(node, '.qb-figures')).toContain('No figures yet')
  node.leave()
})
