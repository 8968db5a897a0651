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
import { missingAttribute } from '../../components/live-room/entry'
import { bannerOf, panelOf, toastOf } from '../../components/live-room/view'
import { LiveError } from '../../src/errors'
import type { Connection } from '../../src/provider/types'
import { getRoom, removeRoom } from '../../store/registry'
import { FakeRoom, user } from '../support/fake-room'

const mockMade: Array<{ options: unknown; room: FakeRoom }> = []
jest.mock('../../src/room/room', () => ({
  createRoom: (options: unknown) => {
    const room = new FakeRoom()
    mockMade.push({ options, room })
    return room
  },
}))

const spy = spySetData()
const liveRoom = load('live-room')
const network = new Set<(state: { isConnected: boolean }) => void>()
const screen: boolean[] = []
let version = 'release'

beforeEach(() => {
  mockMade.length = 0
  screen.length = 0
  version = 'release'
  wxApi.onNetworkStatusChange = (listener: never) => network.add(listener)
  wxApi.offNetworkStatusChange = (listener: never) => network.delete(listener)
  wxApi.setKeepScreenOn = ({ keepScreenOn }: { keepScreenOn: boolean }) => screen.push(keepScreenOn)
  wxApi.getAccountInfoSync = () => ({ miniProgram: { envVersion: version } })
})
afterEach(() => {
  for (const key of ['default', 'two']) removeRoom(key)
  const left = network.size
  network.clear()
  expectNoErrors()
  expect(left).toBe(0)
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
  const node = await mounted({ role: 'anchor', userName: 'Ann', provider: 'simulated' })
  expect(mockMade.map(({ options }) => options)).toEqual([{ provider: 'simulated', url: 'wss://x' }])
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
  expect(text(node, '.lr-sentence')?.length).toBeGreaterThan(10)
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

test('what happens in the room is raised, typed', async () => {
  const node = await mounted()
  const events = collect(
    node,
    'joined',
    'left',
    'reconnecting',
    'reconnected',
    'gap',
    'userjoin',
    'userleave',
    'command',
    'error',
  )
  const { session, events: core } = room()
  session.set({ connection: { state: 'joining' } })
  room().enter([], user('me', { role: 'anchor' }))
  session.set({ connection: { state: 'reconnecting', attempt: 1 } })
  session.set({ connection: { state: 'reconnecting', attempt: 2 } })
  core.emit('gap', {})
  session.set({ connection: { state: 'joined' } })
  core.emit('userJoined', user('b'))
  core.emit('userLeft', { userId: 'b', name: 'B' })
  core.emit('command', { kind: 'command', command: 'n', data: { x: 1 }, id: '1', from: 'b', name: 'B', at: 1 })
  core.emit('error', LiveError.of('network', 'gone'))
  session.set({ connection: { state: 'left', reason: 'kicked' } })
  expect(events).toEqual([
    ['joined', { roomId: 'r1', userId: 'me', role: 'anchor' }],
    ['reconnecting', { attempt: 1 }],
    ['reconnecting', { attempt: 2 }],
    ['gap', { roomId: 'r1' }],
    ['reconnected', { roomId: 'r1' }],
    ['userjoin', { userId: 'b', name: 'name-b', role: 'audience' }],
    ['userleave', { userId: 'b', name: 'B' }],
    ['command', { name: 'n', data: { x: 1 }, from: 'b' }],
    ['error', { code: 2001, reason: 'network', message: 'gone', recoverable: true }],
    ['left', { reason: 'kicked' }],
  ])
  node.leave()
})

test('joining, reconnecting and the end have their places; a refusal can be tried again', async () => {
  const node = await mounted()
  room().session.set({ connection: { state: 'joining' } })
  await settle()
  expect(text(node, '.lr-sentence')).toBe('Entering the room')
  room().enter()
  await settle()
  expect(node.querySelector('.lr-panel')).toBeUndefined()
  room().session.set({ connection: { state: 'reconnecting', attempt: 1 } })
  await settle()
  expect(text(node, '.lr-banner')).toContain('reconnecting')
  room().session.set({ connection: { state: 'left', reason: 'replaced' } })
  await settle()
  expect(text(node, '.lr-sentence')).toContain('another device')
  node.querySelector('.lr-retry')?.dispatchEvent('tap')
  await settle()
  expect(room().callsOf('join')).toHaveLength(2)
  node.leave()
})

test('a refused entry is told once and shown with its sentence', async () => {
  const node = await mounted({ autoJoin: false })
  const errors = collect(node, 'error')
  room().fail('join', LiveError.of('room-full', 'full', { waitMs: 4000 }))
  await call(node, 'join')
  room().session.set({ connection: { state: 'left', reason: 'refused' } })
  await settle()
  expect(errors).toEqual([['error', expect.objectContaining({ reason: 'room-full', waitMs: 4000 })]])
  expect(text(node, '.lr-sentence')).toContain('4 s')
  expect(getRoom().lastError?.reason).toBe('room-full')
  node.leave()
})

test('an entry that was overtaken does not report', async () => {
  const node = await mounted({ autoJoin: false })
  const errors = collect(node, 'error')
  room().fail('join', LiveError.of('network', 'old'))
  const first = call(node, 'join')
  node.leave()
  await first
  await settle()
  expect(errors).toEqual([])
})

test('hidden pages rest, shown ones wake and take their store back; the network wakes too', async () => {
  const node = await mounted()
  node.triggerPageLifeTime('hide')
  const above = new FakeRoom()
  getRoom().attach(above)
  node.triggerPageLifeTime('show')
  expect(getRoom().room).toBe(room())
  network.forEach((listener) => listener({ isConnected: false }))
  network.forEach((listener) => listener({ isConnected: true }))
  expect(room().calls.map(([name]) => name)).toEqual(['join', 'sleep', 'wake', 'wake'])
  node.leave()
})

test('keeps the screen on while inside, and gives it back', async () => {
  const node = await mounted()
  expect(screen).toEqual([])
  room().enter()
  await settle()
  node.triggerPageLifeTime('show')
  expect(screen).toEqual([true, true])
  node.leave()
  expect(screen).toEqual([true, true, false])
})

test('notices pass by', async () => {
  const node = await mounted()
  room().enter()
  await settle()
  jest.useFakeTimers()
  try {
    room().events.emit('userJoined', user('b', { name: 'Bob' }))
    await jest.advanceTimersByTimeAsync(10)
    expect(text(node, '.lr-toast')).toContain('Bob joined')
    await jest.advanceTimersByTimeAsync(3100)
    expect(node.querySelector('.lr-toast')).toBeUndefined()
    expect(getRoom().notices).toEqual([])
    node.leave()
    await jest.runAllTimersAsync()
  } finally {
    jest.useRealTimers()
  }
})

test('mounts the carrier while no pusher-panel does, and passes its events on', async () => {
  const node = await mounted()
  room().session.set({ carrier: { url: 'room://x', attributes: {} } })
  await settle()
  const carrier = node.querySelector('.lr-pusher')
  expect(['url', 'autopush', 'enableCamera', 'enableMic'].map((name) => attr(carrier, name))).toEqual([
    'room://x',
    true,
    false,
    false,
  ])
  native(carrier, 'statechange', { code: 1018 })
  expect(room().callsOf('pusher.native')).toEqual([['statechange', { code: 1018 }]])
  const release = getRoom().pusher.claim()
  await settle()
  expect(node.querySelector('.lr-pusher')).toBeUndefined()
  release()
  await settle()
  expect(node.querySelector('.lr-pusher')).toBeDefined()
  node.leave()
})

test('entering costs little', async () => {
  spy.clear()
  const node = await mounted()
  room().session.set({ connection: { state: 'joining' } })
  await settle()
  room().enter()
  await settle()
  expect(spy.calls.length).toBeLessThanOrEqual(3)
  expect(spy.bytes).toBeLessThan(250)
  node.leave()
})

test.each([
  [{ state: 'idle' }, 'none', false],
  [{ state: 'joining' }, 'joining', false],
  [{ state: 'joined' }, 'none', false],
  [{ state: 'reconnecting', attempt: 1 }, 'none', false],
  [{ state: 'left', reason: 'left' }, 'over', true],
  [{ state: 'left', reason: 'replaced' }, 'over', true],
  [{ state: 'left', reason: 'refused' }, 'over', true],
  [{ state: 'left', reason: 'kicked' }, 'over', false],
  [{ state: 'left', reason: 'banned' }, 'over', false],
  [{ state: 'left', reason: 'room-closed' }, 'over', false],
  [{ state: 'left', reason: 'token-expired' }, 'over', false],
] as Array<[Connection, string, boolean]>)('panel for %j: %s, retry %s', (connection, kind, retry) => {
  const panel = panelOf(connection, null, 'zh', false)
  expect([panel.kind, panel.retry]).toEqual([kind, retry])
  expect(panel.sentence === '').toBe(kind === 'none')
  expect(bannerOf(connection, 'zh') !== '').toBe(connection.state === 'reconnecting')
})

test.each([
  ['room-full', true],
  ['network', true],
  ['token-invalid', false],
  ['unknown-provider', false],
] as const)('refused for %s: retry %s', (reason, retry) => {
  const problem = { reason, message: 'for developers' }
  expect(panelOf({ state: 'left', reason: 'refused' }, problem, 'en', true)).toMatchObject({
    retry,
    hint: 'for developers',
  })
  expect(panelOf({ state: 'left', reason: 'refused' }, problem, 'en', false).hint).toBe('')
})

test('the passing line shows the newest notice that has no place of its own', () => {
  const notice = (id: number, key: string) => ({ id, key, params: { name: 'Bob' }, level: 'info' as const })
  expect(toastOf([], 'en').text).toBe('')
  expect(toastOf([notice(1, 'notice.user-joined'), notice(2, 'notice.reconnecting')], 'en').text).toBe('Bob joined')
  expect(toastOf([notice(1, 'notice.left-kicked')], 'en').text).toBe('')
})

test.each([
  [{ provider: 'gateway' }, undefined],
  [{ provider: 'gateway', url: '' }, 'url'],
  [{ provider: 'simulated', url: '' }, undefined],
  [{ provider: 'simulated', token: '' }, 'token'],
  [{ provider: 'gateway', roomId: '', token: '' }, 'room-id'],
])('with %j missing is %s', (change, missing) => {
  const props = {
    roomId: 'r',
    url: 'u',
    token: 't',
    role: '',
    userName: '',
    avatar: '',
    autoJoin: true,
    ...change,
  } as const
  expect(missingAttribute(props)).toBe(missing)
})

test('an alarm or a call takes the sound and gives it back; nothing stays registered', async () => {
  const heard = { Begin: new Set<() => void>(), End: new Set<() => void>() }
  for (const edge of ['Begin', 'End'] as const) {
    wxApi[`onAudioInterruption${edge}`] = (listener: never) => heard[edge].add(listener)
    wxApi[`offAudioInterruption${edge}`] = (listener: never) => heard[edge].delete(listener)
  }
  const node = await mounted()
  heard.Begin.forEach((tell) => tell())
  heard.End.forEach((tell) => tell())
  expect(room().calls.filter(([name]) => name === 'interrupted')).toEqual([
    ['interrupted', true],
    ['interrupted', false],
  ])
  node.detach()
  expect([heard.Begin.size, heard.End.size]).toEqual([0, 0])
  delete wxApi.onAudioInterruptionBegin
})
