import { attr, collect, expectNoErrors, load, type Node, render, settle, spySetData } from '../support/simulate'
import { figureRows } from '../../components/quality-badge/figures'
import { getRoom, removeRoom } from '../../store/registry'
import { FakeRoom } from '../support/fake-room'

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

test('a tap opens the figures, which follow the store, and raises events', async () => {
  const node = render(badge, { streamId: 's-a', lang: 'en' })
  const events = collect(node, 'figuresopen', 'figuresclose')
  room
    .player('s-a')
    .set({ stats: { videoFPS: 15.2, videoBitrate: 600, audioBitrate: 48, videoWidth: 360, videoHeight: 640 } })
  await settle()
  expect(node.querySelector('.qb-figures')).toBeUndefined()
  node.querySelector('.qb-button')?.dispatchEvent('tap')
  await settle()
  expect(node.querySelectorAll('.qb-value').map((value) => value.dom?.textContent)).toEqual([
    '15 fps',
    '648 kbps',
    '360×640',
  ])
  node.querySelector('.qb-button')?.dispatchEvent('tap')
  await settle()
  expect(node.querySelector('.qb-figures')).toBeUndefined()
  expect(events).toEqual([
    ['figuresopen', { streamId: 's-a' }],
    ['figuresclose', { streamId: 's-a' }],
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

test.each([
  [{}, []],
  [{ videoFPS: 0 }, [['fps', '0 fps']]],
  [{ audioBitrate: 32 }, [['bitrate', '32 kbps']]],
  [{ videoWidth: 0, videoHeight: 0 }, []],
  [{ netJitter: 11.6 }, [['jitter', '12']]],
])('figures of %j', (stats, rows) => {
  expect(figureRows(stats).map((row) => [row.key, row.value])).toEqual(rows)
})
