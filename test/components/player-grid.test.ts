import {
  attr,
  collect,
  expectNoErrors,
  load,
  native,
  type Node,
  render,
  settle,
  spySetData,
  wxApi,
} from '../support/simulate'
import { TICK_MS } from '../../components/shared/binding'
import { LAYOUTS } from '../../components/player-grid/props'
import { HOLD_MS, SETTLE_MS } from '../../components/player-grid/speaker'
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
const WORDS = {
  previous: 'Previous page',
  next: 'Next page',
  hold: 'On patrol, tap to stay here',
  goOn: 'Staying here, tap to go on',
  muteAll: 'Mute all',
  unmuteAll: 'Unmute all',
}
/** A button of the bar, by what it says. */
const button = (node: Node, name: string) =>
  node.querySelectorAll('.pg-button').find((one) => attr(one, 'ariaLabel') === WORDS[name as keyof typeof WORDS])
/** By identity: `toEqual` takes two elements that look the same for one. */
const same = (some: Element[], others: Element[]) =>
  some.length === others.length && some.every((element, index) => element === others[index])
/** Every player that is put into the document or taken out of it from now on; moving one is both. */
function watchPlayers() {
  const touched: Element[] = []
  const note = (records: MutationRecord[]) =>
    records
      .flatMap((record) => [...Array.from(record.addedNodes), ...Array.from(record.removedNodes)])
      .filter((node): node is Element => node instanceof Element)
      .forEach((element) => {
        if (element.matches('wx-live-player')) touched.push(element)
        touched.push(...Array.from(element.querySelectorAll('wx-live-player')))
      })
  const observer = new MutationObserver(note)
  observer.observe(document.body, { childList: true, subtree: true })
  return {
    touched() {
      note(observer.takeRecords())
      return touched.length
    },
    stop: () => observer.disconnect(),
  }
}
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

test('whatever is done, the page makes one live-player a stream, and moves it only by class and style', async () => {
  const create = jest.spyOn(document, 'createElement')
  const made = () => create.mock.calls.filter(([tag]) => tag === 'wx-live-player').length
  const node = await mounted(5, { maxPlayers: 5, muteAll: true })
  const before = players()
  expect([made(), before.length]).toEqual([5, 5])
  const watched = watchPlayers()
  for (const layout of [...LAYOUTS, ...LAYOUTS.slice().reverse()].filter((name) => name !== 'duo')) {
    for (const change of [
      { layout },
      { pinned: 's-p3' },
      { pinned: 's-p0' },
      { pinned: '' },
      { active: 's-p2' },
      { box: 2 },
    ]) {
      node.setData(change)
      await settle()
    }
    node.querySelectorAll('.pg-tile')[1]?.instance.triggerEvent('tileselect', { streamId: 's-p1' })
    await settle()
  }
  node.setData({ flat: true, layout: 'live' })
  await settle()
  expect([made(), mounts().length, watched.touched(), same(players(), before)]).toEqual([5, 5, 0, true])
  watched.stop()
  room.users.set([...room.users.snapshot, user('p9')])
  room.streams.set([...room.streams.snapshot, stream('p9')])
  await settle()
  room.streams.set(room.streams.snapshot.filter(({ id }) => id !== 's-p1'))
  await settle()
  expect(players()).toHaveLength(5)
  expect(players().filter((player) => before.includes(player))).toHaveLength(4)
  expect([made(), mounts().length]).toEqual([6, 6])
  create.mockRestore()
  node.leave()
})

test('turning to a page makes its players, and those that stay on it are not made anew', async () => {
  const create = jest.spyOn(document, 'createElement')
  const made = () => create.mock.calls.filter(([tag]) => tag === 'wx-live-player').length
  const node = await mounted(5, { layout: 'speaker', maxPlayers: 3 })
  const main = players()[0]
  button(node, 'next')?.dispatchEvent('tap')
  await settle()
  expect(node.data.ids).toEqual(['s-p0', 's-p3', 's-p4'])
  expect([made(), players()[0] === main]).toEqual([5, true])
  // Who speaks on this page changes places with the main one: the same three go on.
  node.setData({ active: 's-p4' })
  await settle()
  expect([node.data.ids, node.data.slots]).toEqual([
    ['s-p0', 's-p3', 's-p4'],
    [2, 1, 0],
  ])
  expect(made()).toBe(5)
  create.mockRestore()
  node.leave()
})

test('the ticking values of all tiles leave in one call, and no tile makes one of its own', async () => {
  const node = await mounted(3)
  const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + TICK_MS)
  for (const id of people(3)) room.player(`s-${id}`).set({ volume: 40, grade: 3 })
  await settle()
  expect(spy.calls.map((call) => call.data)).toEqual([
    {
      ...Object.fromEntries([0, 1, 2].map((i) => [`speaks[${i}]`, 1])),
      ...Object.fromEntries([0, 1, 2].map((i) => [`grades[${i}]`, 3])),
    },
  ])
  const dom = node.querySelector('.pg-stage')?.dom
  expect(dom?.innerHTML.match(/pt-speaking/g)).toHaveLength(3)
  expect(dom?.innerHTML.match(/qb-fair/g)).toHaveLength(3)
  later.mockRestore()
  node.leave()
})

test('louder is not newer: a voice that goes on costs nothing', async () => {
  const node = await mounted(2)
  const start = Date.now()
  const now = jest.spyOn(Date, 'now')
  for (const [round, volume] of [30, 60, 90, 20].entries()) {
    now.mockReturnValue(start + (round + 1) * TICK_MS)
    room.player('s-p0').set({ volume })
    await settle()
  }
  now.mockRestore()
  expect(spy.calls.map((call) => call.data)).toEqual([{ 'speaks[0]': 1 }])
  node.leave()
})

test('more people make more pages; what is off the page is not played', async () => {
  const node = await mounted(5, { maxPlayers: 2 })
  const pages = collect(node, 'pagechange')
  expect(players()).toHaveLength(2)
  button(node, 'previous')?.dispatchEvent('tap')
  button(node, 'next')?.dispatchEvent('tap')
  await settle()
  button(node, 'next')?.dispatchEvent('tap')
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
  expect(node.querySelector('.pg-bar')).toBeUndefined()
  node.leave()
})

test('paused off the page: the players stay, silent and out of sight, and none plays before its page came', async () => {
  const paused: string[] = []
  wxApi.createLivePlayerContext = () =>
    Object.fromEntries(
      ['pause', 'resume'].map((call) => [
        call,
        ({ success }: { success(): void }) => {
          paused.push(call)
          success()
        },
      ]),
    )
  const node = await mounted(4, { maxPlayers: 4, pageSize: 2, offPage: 'pause' })
  expect(players()).toHaveLength(4)
  expect(mounts().map(([name]) => name)).toEqual(['player.mount:s-p0', 'player.mount:s-p1'])
  const kept = players()
  const turn = async (name: string) => {
    button(node, name)?.dispatchEvent('tap')
    await settle()
  }
  await turn('next')
  expect(paused).toEqual(['pause', 'pause'])
  expect(mounts()).toHaveLength(4)
  await turn('previous')
  expect(paused.slice(2).sort()).toEqual(['pause', 'pause', 'resume', 'resume'])
  expect([same(players(), kept), mounts().length]).toEqual([true, 4])
  expect(node.querySelectorAll('.pg-cell').map((cell) => attr(cell, 'ariaHidden'))).toEqual([false, false, true, true])
  node.leave()
})

test('a tap makes a picture big, another one lets it go; a button does the same', async () => {
  const node = await mounted(3)
  const pins = collect(node, 'pinchange')
  const tiles = node.querySelectorAll('.pg-tile')
  const tap = async (streamId: string) => {
    tiles[0]?.instance.triggerEvent('tileselect', { streamId })
    await settle()
  }
  await tap('s-p1')
  const big = node.querySelector('.pg-big')
  expect(attr(big, 'style')).toContain('width:100%;height:100%')
  expect(node.querySelectorAll('.pg-cell').map((cell) => attr(cell, 'ariaHidden'))).toEqual([true, false, true])
  await tap('s-p1')
  expect(node.querySelector('.pg-big')).toBeUndefined()
  tiles[2]?.instance.triggerEvent('pinchange', { streamId: 's-p2', pinned: true })
  tiles[2]?.instance.triggerEvent('pinchange', { streamId: 's-p2', pinned: false })
  expect(pins.map(([, detail]) => detail)).toEqual(['s-p1', '', 's-p2', ''].map((streamId) => ({ streamId })))
  node.setData({ tapToPin: false })
  await tap('s-p0')
  expect(pins).toHaveLength(4)
  node.leave()
})

test('speaker: the pinned one is the main picture, and its place goes to who had it', async () => {
  const node = await mounted(3, { layout: 'speaker', pinned: 's-p2' })
  expect([node.data.ids, node.data.slots, node.data.big]).toEqual([['s-p0', 's-p1', 's-p2'], [2, 1, 0], -1])
  node.setData({ pinned: 's-gone' })
  await settle()
  expect(node.data.slots).toEqual([0, 1, 2])
  node.leave()
})

describe('active speaker', () => {
  beforeEach(() => jest.useFakeTimers())
  afterEach(() => jest.useRealTimers())
  const wait = (ms: number) => jest.advanceTimersByTimeAsync(ms)
  const say = (id: string, volume: number) => room.player(id).set({ volume })

  async function talking(properties = {}) {
    room.enter(people(3))
    const node = render(grid, { layout: 'speaker', ...properties })
    await wait(TICK_MS)
    return node
  }
  const main = (node: Node) => (node.data.ids as string[])[(node.data.slots as number[]).indexOf(0)]

  test('the picture goes to who goes on speaking, and stays for a while', async () => {
    const node = await talking()
    const changes = collect(node, 'speakerchange')
    say('s-p1', 60)
    await wait(SETTLE_MS - 1)
    expect(main(node)).toBe('s-p0')
    await wait(TICK_MS + 10)
    expect(main(node)).toBe('s-p1')
    // Louder now, but the picture has only just come.
    say('s-p2', 90)
    await wait(SETTLE_MS + TICK_MS)
    expect(main(node)).toBe('s-p1')
    await wait(HOLD_MS)
    expect(main(node)).toBe('s-p2')
    expect(changes.map(([, detail]) => detail)).toEqual([{ streamId: 's-p1' }, { streamId: 's-p2' }])
    // Silence leaves it there.
    say('s-p1', 0)
    say('s-p2', 0)
    await wait(2 * HOLD_MS)
    expect(main(node)).toBe('s-p2')
    node.leave()
    expect(jest.getTimerCount()).toBe(0)
  })

  test('a cough does not take the picture', async () => {
    const node = await talking()
    say('s-p0', 40)
    say('s-p1', 80)
    await wait(TICK_MS)
    say('s-p1', 0)
    await wait(HOLD_MS)
    expect(main(node)).toBe('s-p0')
    node.leave()
  })

  test.each([{ pinned: 's-p0' }, { activeSpeaker: false }, { layout: 'live' }])('not with %j', async (properties) => {
    const node = await talking(properties)
    say('s-p1', 80)
    await wait(2 * HOLD_MS)
    expect(main(node)).toBe('s-p0')
    node.leave()
  })
})

describe('patrol', () => {
  beforeEach(() => jest.useFakeTimers())
  afterEach(() => jest.useRealTimers())
  const wait = (ms: number) => jest.advanceTimersByTimeAsync(ms)

  async function walking(count = 5) {
    room.enter(people(count))
    const node = render(grid, { layout: 'monitor', maxPlayers: 2, patrol: 10, lang: 'en' })
    await wait(TICK_MS)
    return node
  }

  test('pages come by themselves, around the end, each for its full time', async () => {
    const node = await walking()
    const pages = collect(node, 'pagechange')
    await wait(30_000)
    expect(pages.map(([, detail]) => (detail as { page: number }).page)).toEqual([1, 2, 0])
    await wait(6_000)
    button(node, 'next')?.dispatchEvent('tap')
    await wait(9_000)
    expect(node.data.current).toBe(1)
    await wait(2_000)
    expect(node.data.current).toBe(2)
    node.leave()
    expect(jest.getTimerCount()).toBe(0)
  })

  test('it waits while held, while a picture is big or in full screen, and while the page is hidden', async () => {
    const node = await walking()
    const held = collect(node, 'patrolchange')
    const toggle = () => button(node, 'hold') ?? button(node, 'goOn')
    expect(attr(toggle(), 'ariaLabel')).toBe('On patrol, tap to stay here')
    toggle()?.dispatchEvent('tap')
    await wait(25_000)
    expect([node.data.current, attr(toggle(), 'ariaLabel')]).toEqual([0, 'Staying here, tap to go on'])
    toggle()?.dispatchEvent('tap')
    await wait(10)
    expect(held.map(([, detail]) => detail)).toEqual([{ holding: true }, { holding: false }])
    const tile = node.querySelector('.pg-tile')?.instance
    for (const change of [
      { start: () => node.setData({ pinned: 's-p1' }), end: () => node.setData({ pinned: '' }) },
      {
        start: () => tile?.triggerEvent('fullscreenchange', { streamId: 's-p0', fullScreen: true }),
        end: () => tile?.triggerEvent('fullscreenchange', { streamId: 's-p0', fullScreen: false }),
      },
      { start: () => node.triggerPageLifeTime('hide'), end: () => node.triggerPageLifeTime('show') },
    ]) {
      change.start()
      await wait(1_000)
      spy.clear()
      await wait(24_000)
      expect([node.data.current, spy.calls]).toEqual([0, []])
      change.end()
    }
    await wait(11_000)
    expect(node.data.current).toBe(1)
    node.leave()
  })

  test('one page is no patrol', async () => {
    const node = await walking(2)
    await wait(30_000)
    expect([node.data.current, button(node, 'hold')]).toEqual([0, undefined])
    node.leave()
  })
})

test('one button silences all; each can be heard again, and then it offers silence again', async () => {
  const node = await mounted(2, { muteAll: true })
  const told = collect(node, 'mutechange')
  const toggle = () => button(node, 'muteAll') ?? button(node, 'unmuteAll')
  const silence = (id: string, muted: boolean) =>
    room.player(id).set({ attributes: { ...room.player(id).snapshot.attributes, muted } })
  toggle()?.dispatchEvent('tap')
  await settle()
  expect(room.callsOf('player.mute:s-p0').concat(room.callsOf('player.mute:s-p1'))).toEqual([[true], [true]])
  silence('s-p0', true)
  silence('s-p1', true)
  await settle()
  expect(attr(toggle(), 'ariaLabel')).toBe('Unmute all')
  silence('s-p1', false)
  await settle()
  expect(attr(toggle(), 'ariaLabel')).toBe('Mute all')
  expect(told).toEqual([['mutechange', { streamId: '', muted: true }]])
  node.leave()
})

test('a phone that draws pictures above everything: no tile lies over another any more', async () => {
  const node = await mounted(3, { layout: 'live' })
  const errors = collect(node, 'error')
  native(node.querySelector('.pg-tile >>> .pt-player'), 'rendererror', {})
  await settle()
  expect(node.querySelector('.pg-speaker')).toBeDefined()
  expect(errors).toEqual([['error', expect.objectContaining({ reason: 'renderer-failed' })]])
  node.setData({ layout: 'grid' })
  await settle()
  expect(node.querySelector('.pg-grid')).toBeDefined()
  node.setData({ pinned: 's-p1' })
  await settle()
  expect([node.data.placed, node.data.slots]).toEqual(['speaker', [1, 0, 2]])
  node.leave()
})

test('the stage is measured when it comes and when the window changes', async () => {
  const node = await mounted(2)
  let rect: { width: number; height: number } | null = { width: 800, height: 400 }
  const query = {
    select: () => query,
    boundingClientRect: (done: (rect: unknown) => void) => {
      done(rect)
      return query
    },
    exec: () => undefined,
  }
  const instance = node.instance as unknown as { createSelectorQuery(): typeof query }
  instance.createSelectorQuery = () => query
  node.triggerPageLifeTime('resize', {})
  await settle()
  expect(node.data.box).toBe(2)
  rect = { width: 0, height: 0 }
  node.triggerPageLifeTime('resize', {})
  rect = null
  node.triggerPageLifeTime('show')
  expect(node.data.box).toBe(2)
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

test.each([
  [{ layout: 'circle' }, 'player-grid: layout "circle" is unknown; use live, duo, grid, speaker, monitor, float'],
  [{ objectFit: 'cover' }, 'player-grid: object-fit "cover" is unknown; use contain, fillCrop'],
  [{ offPage: 'sleep' }, 'player-grid: off-page "sleep" is unknown; use unmount, pause'],
  [{ maxPlayers: 0 }, 'player-grid: max-players "0" is not valid; use 1 or more'],
  [{ maxPlayers: 'many' }, 'player-grid: max-players "0" is not valid; use 1 or more'],
  [{ pageSize: -1 }, 'player-grid: page-size "-1" is not valid; use 0 or more'],
  [{ patrol: -5 }, 'player-grid: patrol "-5" is not valid; use 0 or more'],
])('%j is told, and the grid goes on', async (properties, message) => {
  room.enter(['p0', 'p1'])
  const node = render(grid, properties)
  const errors = collect(node, 'error')
  await settle()
  expect(errors[0]).toEqual(['error', expect.objectContaining({ reason: 'invalid-argument', message })])
  expect(players().length).toBeGreaterThan(0)
  node.leave()
})

test('a room that ends while the grid is open, and another one after it', async () => {
  const node = await mounted(3, { layout: 'speaker', pinned: 's-p1', patrol: 5 })
  room.streams.set([])
  await settle()
  expect([players().length, node.data.count]).toEqual([0, 0])
  removeRoom('default')
  const next = new FakeRoom()
  getRoom().attach(next)
  next.enter(['q'])
  await settle()
  expect([players().length, next.callsOf('player.mount:s-q').length]).toEqual([1, 1])
  node.leave()
})

test.each([
  { room: '', layout: 3 },
  { controls: 'mute' },
  { maxPlayers: -3 },
  { maxPlayers: Infinity, pageSize: NaN },
  { pageSize: 1e9, patrol: Infinity },
  { pinned: { id: 's-p0' } },
  { muted: 'yes', muteAll: 1, tapToPin: null, activeSpeaker: 'no' },
  { pictureInPicture: {}, badge: null, lang: [], theme: 1 },
])('%j does not throw, and somebody is seen', async (properties) => {
  const node = await mounted(2, properties)
  expect(players().length).toBeGreaterThan(0)
  node.leave()
})

test('a patrol of forever does not turn pages at once', async () => {
  jest.useFakeTimers()
  room.enter(people(4))
  const node = render(grid, { maxPlayers: 2, patrol: Infinity })
  await jest.advanceTimersByTimeAsync(60_000)
  expect(node.data.current).toBe(0)
  node.leave()
  jest.useRealTimers()
})

test('names that are too long, from right to left, or HTML are one line of text each', async () => {
  const names = ['小'.repeat(200), '😀'.repeat(100), 'مرحبا '.repeat(34), '<b>x</b>&amp;'.repeat(16)]
  room.enter([])
  room.users.set([user('me'), ...names.map((name, i) => user(`p${i}`, { name }))])
  room.streams.set(names.map((_, i) => stream(`p${i}`)))
  const node = render(grid)
  await settle()
  const lines = names.map((_, i) => node.querySelectorAll('.pg-tile')[i]?.querySelector('.lm-line')?.dom)
  expect(lines.map((line) => [line?.textContent, line?.children.length])).toEqual(names.map((name) => [name, 0]))
  node.leave()
})

test('nothing is said about an empty room before the store has been read', () => {
  const node = render(grid)
  expect(node.querySelector('.pg-empty')).toBeUndefined()
  node.leave()
})

test('expected streams have their place and name before they come, and when they go; others come after them', async () => {
  const wall = [
    { streamId: 's-door', name: 'Front door' },
    { streamId: 's-p0', name: 'Yard' },
  ]
  const node = await mounted(2, { layout: 'monitor', expected: wall })
  const tiles = () =>
    node.querySelectorAll('.pg-cell').map((cell) => cell.dom!.textContent?.replace(/\s+/g, ' ').trim())
  expect(tiles()).toEqual([
    expect.stringMatching(/Offline.*Front door/),
    expect.stringContaining('Yard'),
    expect.stringMatching(/p1/i),
  ])
  room.streams.set([stream('p1'), stream('door')])
  await settle()
  expect(tiles()).toEqual([
    expect.not.stringContaining('Offline'),
    expect.stringMatching(/Offline.*Yard/),
    expect.stringMatching(/p1/i),
  ])
  node.leave()
})

test('a wall rings no camera for what it hears', async () => {
  room.enter(people(2))
  for (const id of people(2)) room.player(`s-${id}`).set({ volume: 90 })
  const rings = async (layout: string) => {
    const node = render(grid, { layout })
    await settle()
    const { speaks } = node.instance.data as unknown as { speaks: number[] }
    node.leave()
    return speaks
  }
  expect([await rings('grid'), await rings('monitor')]).toEqual([
    [1, 1],
    [0, 0],
  ])
})

test('with solo nobody is heard at first, then whose sound was turned on last; who comes later is silent too', async () => {
  const node = await mounted(2, { solo: true })
  const told = () => [0, 1, 2].map((index) => room.callsOf(`player.mute:s-p${index}`).flat())
  expect(told()).toEqual([[true], [true], []])
  const heard = collect(node, 'mutechange')
  node.querySelectorAll('.pg-tile')[0]!.instance.triggerEvent('mutechange', { streamId: 's-p0', muted: false })
  expect(told()).toEqual([[true], [true, true], []])
  expect(heard).toEqual([['mutechange', { streamId: 's-p0', muted: false }]])
  room.streams.set([stream('p0'), stream('p1'), stream('p2')])
  await settle()
  expect(told()).toEqual([[true], [true, true], [true]])
  node.leave()
})
