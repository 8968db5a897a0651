// First: it defines Component and Behavior, which the sources call while they load.
import { expectNoErrors, render, settle, simulate, spySetData } from '../support/simulate'
import { runInAction, observable } from 'mobx-miniprogram'
import { LiveError } from '../../src/errors'
import { bindStore } from '../../components/shared/bind'
import { getRoom, removeRoom } from '../../store/registry'
import { FakeRoom, stream } from '../support/fake-room'

const spy = spySetData()
const effects: string[] = []
const tags = observable.array<string>(['a'])
const extra = observable.box<unknown>('x')
let selectCalls = 0

const behavior = bindStore({
  properties: { suffix: { type: String, value: '' } },
  local: { open: false },
  select(store, props) {
    selectCalls += 1
    return {
      key: store.key,
      title: store.roomId + props.suffix,
      ids: store.streamIds,
      tags: tags as unknown,
      extra: extra.get(),
      open2: props.open,
      media: { src: store.stream('s-a')?.src ?? '', muted: store.stream('s-a')?.muted ?? false },
    }
  },
  ticking: (store) => ({ volume: store.stream('s-a')?.volume ?? 0 }),
  effect(_component, store, props) {
    const line = `${store.key}${props.suffix}`
    effects.push(`+${line}`)
    return () => void effects.push(`-${line}`)
  },
})

const part = simulate.load({
  id: 'part',
  behaviors: [behavior],
  template: '<view class="t">{{title}}|{{ids.length}}</view>',
})
let room: FakeRoom
beforeEach(() => {
  room = new FakeRoom()
  effects.length = 0
  runInAction(() => {
    tags.replace(['a'])
    extra.set('x')
  })
})
afterEach(() => {
  removeRoom('default')
  expectNoErrors()
})

async function mounted(properties = {}) {
  const component = render(part, properties)
  getRoom().attach(room)
  await settle()
  spy.clear()
  return component
}

test('the initial data is the selection of an empty store, and costs no setData', async () => {
  spy.clear()
  const component = render(part)
  await settle()
  expect(component.data).toMatchObject({ title: '', ids: [], volume: 0, media: { src: '', muted: false } })
  // The one field that differs from the blank store's: the key.
  expect(spy.calls.map((call) => call.data)).toEqual([{ key: 'default' }])
  component.leave()
})

test('changes of one tick leave in one call, as paths', async () => {
  const component = await mounted()
  room.enter(['a', 'b'])
  room.player('s-a').set({ attributes: { ...room.player('s-a').snapshot.attributes, src: 'rtmp://1' } })
  await settle()
  expect(spy.calls.map((call) => call.data)).toEqual([{ title: 'r1', ids: ['s-a', 's-b'], 'media.src': 'rtmp://1' }])
  spy.clear()
  room.streams.set([...room.streams.snapshot, stream('c')])
  await settle()
  expect(spy.calls.map((call) => call.data)).toEqual([{ 'ids[2]': 's-c' }])
  spy.clear()
  room.streams.set([...room.streams.snapshot])
  room.users.set([...room.users.snapshot])
  await settle()
  expect(spy.calls).toEqual([])
  component.leave()
})

test('trap 1: a property that changes runs the selection again', async () => {
  const component = await mounted({ suffix: '-1' })
  room.enter()
  await settle()
  expect(component.dom?.textContent).toBe('r1-1|0')
  component.setData({ suffix: '-2', open: true })
  await settle()
  expect(component.dom?.textContent).toBe('r1-2|0')
  expect(component.data.open2).toBe(true)
  component.leave()
})

test('trap 2: nothing is sent after detach, not even what was pending', async () => {
  const component = await mounted()
  room.enter(['a'])
  component.leave()
  room.session.set({ roomId: 'r2' })
  const runs = selectCalls
  await settle()
  room.session.set({ roomId: 'r3' })
  await settle()
  expect(spy.calls).toEqual([])
  expect(selectCalls).toBe(runs)
})

test('trap 3: items of an observable list do not go stale', async () => {
  const component = await mounted()
  runInAction(() => (tags[0] = 'b'))
  runInAction(() => tags.push('c'))
  await settle()
  expect(component.data.tags).toEqual(['b', 'c'])
  expect(spy.calls.map((call) => call.data)).toEqual([{ 'tags[0]': 'b', 'tags[1]': 'c' }])
  component.leave()
})

test('trap 4: a field that changes does not send its neighbours', async () => {
  const component = await mounted()
  room.enter(['a'])
  await settle()
  spy.clear()
  room.player('s-a').set({ attributes: { ...room.player('s-a').snapshot.attributes, muted: true } })
  await settle()
  expect(spy.calls.map((call) => call.data)).toEqual([{ 'media.muted': true }])
  component.leave()
})

test('nothing is sent while the page is hidden, all of it on show', async () => {
  const component = await mounted()
  component.triggerPageLifeTime('hide')
  room.enter(['a'])
  await settle()
  room.session.set({ roomId: 'r2' })
  await settle()
  expect(spy.calls).toEqual([])
  component.triggerPageLifeTime('show')
  expect(spy.calls.map((call) => call.data)).toEqual([{ title: 'r2', ids: ['s-a'] }])
  component.leave()
})

test('ticking values leave at most four times a second', async () => {
  const component = await mounted()
  room.enter(['a'])
  await settle()
  spy.clear()
  jest.useFakeTimers()
  try {
    for (let i = 1; i <= 40; i++) {
      room.player('s-a').set({ volume: i })
      await jest.advanceTimersByTimeAsync(50)
    }
    const volumes = spy.calls.map((call) => call.data)
    expect(volumes.length).toBeGreaterThanOrEqual(7)
    expect(volumes.length).toBeLessThanOrEqual(9)
    expect(volumes.every((data) => Object.keys(data).join() === 'volume')).toBe(true)
    await jest.advanceTimersByTimeAsync(250)
    expect(component.data.volume).toBe(40)
    room.player('s-a').set({ volume: 41 })
    component.leave()
    spy.clear()
    await jest.advanceTimersByTimeAsync(1000)
    expect(spy.calls).toEqual([])
  } finally {
    jest.useRealTimers()
  }
})

test('the effect runs after the first flush, again when what it read changes, and is undone on detach', async () => {
  const component = render(part, { suffix: '1' })
  expect(effects).toEqual([])
  await settle()
  component.setData({ suffix: '2' })
  component.leave()
  expect(effects).toEqual(['+default1', '-default1', '+default2', '-default2'])
})

test('a room attached later, a store removed and made anew: the part follows', async () => {
  const component = render(part)
  await settle()
  removeRoom('default')
  getRoom().attach(room)
  room.enter(['a'])
  await settle()
  expect(component.dom?.textContent).toBe('r1|1')
  component.leave()
})

test('what is not plain data is refused by name', async () => {
  const component = await mounted()
  const thrown: unknown[] = []
  const timer = jest.spyOn(globalThis, 'setTimeout').mockImplementation(((work: () => void) => {
    try {
      work()
    } catch (error) {
      thrown.push(error)
    }
    return 0
  }) as never)
  runInAction(() => extra.set(new Date()))
  timer.mockRestore()
  expect(thrown).toHaveLength(1)
  expect(thrown[0]).toBeInstanceOf(LiveError)
  expect((thrown[0] as Error).message).toContain('"select.extra"')
  component.leave()
})
