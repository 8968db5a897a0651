// Above the imports: they load the core.
jest.mock('../../src/room/room', () => ({
  createRoom: (options: { scene: string }) => {
    if (options.scene === 'wall') throw LiveError.of('invalid-argument', 'createRoom: scene has to be live or monitor')
    const room = new FakeRoom()
    mockMade.push({ options, room })
    return room
  },
}))
import { collect, expectNoErrors, load, type Node, render, settle, wxApi } from '../support/simulate'
import { LiveError } from '../../src/errors'
import { getRoom, removeRoom } from '../../store/registry'
import { FakeRoom } from '../support/fake-room'

const mockMade: Array<{ options: unknown; room: FakeRoom }> = []

const liveRoom = load('live-room')
const screen: boolean[] = []
let version = 'release'

beforeEach(() => {
  mockMade.length = 0
  screen.length = 0
  version = 'release'
  wxApi.setKeepScreenOn = ({ keepScreenOn }: { keepScreenOn: boolean }) => screen.push(keepScreenOn)
  wxApi.getAccountInfoSync = () => ({ miniProgram: { envVersion: version } })
})
afterEach(() => {
  for (const key of ['default', 'two']) removeRoom(key)
  expectNoErrors()
})

const ATTRIBUTES = { roomId: 'r1', url: 'wss://x', token: 't1', lang: 'en' }
const room = (index = mockMade.length - 1): FakeRoom => {
  const entry = mockMade[index]
  if (!entry) throw new Error('no room was made')
  return entry.room
}
async function mounted(properties: object = {}) {
  const node = render(liveRoom, { ...ATTRIBUTES, ...properties })
  await settle()
  return node
}
const call = (node: Node, method: 'join' | 'leave') => (node.instance[method] as () => Promise<void>)()
const text = (node: Node, selector: string) => node.querySelector(selector)?.dom?.textContent

test('makes the room of its provider and enters with what it was given', async () => {
  const node = await mounted({ role: 'anchor', userName: 'Ann', provider: 'simulated', scene: 'monitor' })
  expect(mockMade.map(({ options }) => options)).toEqual([
    { key: 'default', provider: 'simulated', scene: 'monitor', url: 'wss://x' },
  ])
  expect(room().callsOf('join')).toEqual([[{ roomId: 'r1', token: 't1', role: 'anchor', name: 'Ann' }]])
  expect(getRoom().room).toBe(room())
  node.leave()
  expect(room().callsOf('leave')).toHaveLength(1)
  expect(getRoom().room).toBeUndefined()
  expect(room().listenerCount).toBe(0)
})

test('waits for what comes late, and enters once', async () => {
  const node = await mounted({ token: '' })
  const errors = collect(node, 'error')
  expect(room().callsOf('join')).toEqual([])
  node.setData({ token: 't2' })
  await settle()
  node.setData({ userName: 'later' })
  await settle()
  expect(room().callsOf('join')).toEqual([[{ roomId: 'r1', token: 't2' }]])
  expect(errors).toEqual([])
  node.leave()
})

test.each([
  ['room-id', { roomId: '' }],
  ['url', { url: '' }],
  ['token', { token: '' }],
])('a missing %s is told by name, on screen in development', async (attribute, properties) => {
  version = 'develop'
  jest.useFakeTimers()
  try {
    const node = render(liveRoom, { ...ATTRIBUTES, ...properties })
    const errors = collect(node, 'error')
    await jest.advanceTimersByTimeAsync(2900)
    expect(errors).toEqual([])
    await jest.advanceTimersByTimeAsync(200)
    expect(errors).toEqual([
      ['error', expect.objectContaining({ code: 1005, message: expect.stringContaining(`"${attribute}"`) })],
    ])
    expect(text(node, '.lr-code')).toContain(`"${attribute}"`)
    expect(node.querySelector('.lr-retry')).toBeUndefined()
    node.leave()
    await jest.runAllTimersAsync()
  } finally {
    jest.useRealTimers()
  }
})

test('in release versions a missing attribute is a sentence for people', async () => {
  const node = await mounted({ token: '', autoJoin: false })
  call(node, 'join')
  await settle()
  expect(text(node, '.lr-title')?.length).toBeGreaterThan(10)
  expect(node.querySelector('.lr-hint')).toBeUndefined()
  node.leave()
})

test('without auto-join it enters when told to', async () => {
  const node = await mounted({ autoJoin: false })
  expect(room().callsOf('join')).toEqual([])
  await call(node, 'join')
  await call(node, 'leave')
  expect(room().calls.map(([name]) => name)).toEqual(['join', 'leave'])
  node.leave()
})

test('another room-id moves; a new token is passed on while inside, and enters again after the old one expired', async () => {
  const node = await mounted()
  room().enter()
  node.setData({ token: 't2' })
  await settle()
  node.setData({ roomId: 'r2' })
  await settle()
  room().session.set({ connection: { state: 'left', reason: 'token-expired' } })
  node.setData({ token: 't3' })
  await settle()
  expect(room().calls).toEqual([
    ['join', { roomId: 'r1', token: 't1' }],
    ['renewToken', 't2'],
    ['leave'],
    ['join', { roomId: 'r2', token: 't2' }],
    ['join', { roomId: 'r2', token: 't3' }],
  ])
  node.leave()
})

test('another name is another store, another provider another room; the old one is left', async () => {
  const node = await mounted()
  node.setData({ name: 'two' })
  await settle()
  expect(mockMade).toHaveLength(2)
  expect(room(0).callsOf('leave')).toHaveLength(1)
  expect([getRoom().room, getRoom('two').room]).toEqual([undefined, room(1)])
  node.leave()
})

test('a scene that does not exist is told, in development by name, and the room opens once it is right', async () => {
  version = 'develop'
  const node = render(liveRoom, { ...ATTRIBUTES, scene: 'wall' })
  const errors = collect(node, 'error')
  await settle()
  expect(errors).toEqual([['error', expect.objectContaining({ reason: 'invalid-argument' })]])
  expect(text(node, '.lr-code')).toContain('live or monitor')
  expect(node.querySelector('.lr-retry')).toBeUndefined()
  node.setData({ scene: 'monitor' })
  await settle()
  expect(room().callsOf('join')).toHaveLength(1)
  expect(node.querySelector('.lr-panel')).toBeUndefined()
  node.leave()
})

describe('two rooms of one name', () => {
  const exparser = require('miniprogram-exparser') as { Component: { prototype: { getPageId?(): string } } }
  const { prototype } = exparser.Component
  let page = 'page-1'

  beforeEach(() => {
    page = 'page-1'
    prototype.getPageId = () => page
    version = 'develop'
  })
  afterEach(() => delete prototype.getPageId)

  test('on one page: the second is told what to do, on screen too, and touches nothing of the first', async () => {
    const first = await mounted()
    room(0).enter()
    await settle()
    const second = render(liveRoom, { ...ATTRIBUTES, roomId: 'r2' })
    const errors = collect(second, 'error')
    await settle()
    expect(errors).toEqual([
      ['error', expect.objectContaining({ code: 1001, message: expect.stringContaining('called "default"') })],
    ])
    expect(text(second, '.lr-code')).toContain('name="..."')
    expect(second.querySelector('.lr-retry')).toBeUndefined()
    expect(mockMade).toHaveLength(1)
    await call(second, 'join')
    second.leave()
    expect([first.querySelector('.lr-panel'), getRoom().room, room(0).callsOf('leave')]).toEqual([
      undefined,
      room(0),
      [],
    ])
    first.leave()
  })

  test('with a name of its own the second opens; the name is free once the first has gone', async () => {
    const first = await mounted()
    const second = await mounted({ roomId: 'r2' })
    second.setData({ name: 'two' })
    await settle()
    expect([getRoom().room, getRoom('two').room]).toEqual([room(0), room(1)])
    expect(second.querySelector('.lr-panel')).toBeUndefined()
    first.leave()
    const third = await mounted()
    expect(getRoom().room).toBe(room(2))
    second.leave()
    third.leave()
  })

  test('on two pages: the one on top has the store', async () => {
    const below = await mounted()
    page = 'page-2'
    const above = await mounted({ roomId: 'r2' })
    expect(getRoom().room).toBe(room(1))
    above.leave()
    below.leave()
  })
})

test('two rooms on a page keep to themselves', async () => {
  const first = await mounted()
  const second = await mounted({ name: 'two', roomId: 'r2' })
  room(1).session.set({ connection: { state: 'left', reason: 'kicked' } })
  await settle()
  expect([first, second].map((node) => Boolean(node.querySelector('.lr-panel')))).toEqual([false, true])
  first.leave()
  expect([room(0), room(1)].map((one) => one.callsOf('leave').length)).toEqual([1, 0])
  expect(getRoom('two').room).toBe(room(1))
  second.leave()
})
