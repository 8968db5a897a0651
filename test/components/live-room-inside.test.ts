// Above the imports: they load the core.
jest.mock('../../src/room/room', () => ({
  createRoom: (options: unknown) => {
    const room = new FakeRoom()
    mockMade.push({ options, room })
    return room
  },
}))
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
import { LiveError } from '../../src/errors'
import { getRoom, removeRoom } from '../../store/registry'
import { FakeRoom, user } from '../support/fake-room'

const mockMade: Array<{ options: unknown; room: FakeRoom }> = []

const spy = spySetData()
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
  expect(text(node, '.lr-title')).toBe('Entering the room')
  room().enter()
  await settle()
  expect(node.querySelector('.lr-panel')).toBeUndefined()
  room().session.set({ connection: { state: 'reconnecting', attempt: 1 } })
  await settle()
  expect(text(node, '.lr-banner')).toContain('reconnecting')
  room().session.set({ connection: { state: 'left', reason: 'replaced' } })
  await settle()
  expect(text(node, '.lr-title')).toContain('another device')
  node.querySelector('.lr-retry')?.dispatchEvent('tap')
  await settle()
  expect(room().callsOf('join')).toHaveLength(2)
  node.leave()
})

test.each([
  [{ state: 'joining' }, '.lr-spinner', 'Entering the room', false],
  [{ state: 'left', reason: 'left' }, '.lm-icon-hang-up', 'You left the room', true],
  [{ state: 'left', reason: 'kicked' }, '.lm-icon-hang-up', 'You were removed from the room', false],
  [{ state: 'left', reason: 'banned' }, '.lm-icon-lock', 'You are banned from this room', false],
  [{ state: 'left', reason: 'replaced' }, '.lm-icon-phone', 'Your account entered on another device', true],
  [{ state: 'left', reason: 'room-closed' }, '.lm-icon-camera-off', 'The room is closed', false],
  [{ state: 'left', reason: 'refused' }, '.lm-icon-alert', 'The server refused entry', true],
  [{ state: 'left', reason: 'token-expired' }, '.lm-icon-lock', 'The entry pass has expired', false],
  [{ state: 'joined' }, '.lm-icon-check', 'Connected again', undefined],
  [{ state: 'reconnecting', attempt: 3 }, '.lr-spinner', 'Connection lost, reconnecting… (attempt 3)', undefined],
] as const)('%j: a sign, words, and who listens is told', async (connection, sign, words, again) => {
  const node = await mounted()
  room().enter()
  await settle()
  room().session.set({ connection: { state: 'reconnecting', attempt: 1 } })
  room().session.set({ connection })
  await settle()
  const [covers, at] = again === undefined ? ['.lr-line', '.lr-text'] : ['.lr-panel', '.lr-title']
  expect(text(node, at)).toBe(words)
  expect(node.querySelector(sign)).toBeDefined()
  expect(attr(node.querySelector(covers), 'ariaRole')).toMatch(/^(alert|status)$/)
  expect(Boolean(node.querySelector('.lr-retry'))).toBe(Boolean(again))
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
  expect(text(node, '.lr-todo')).toContain('4 s')
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

test('hidden pages rest, shown ones wake and take their store back', async () => {
  const node = await mounted()
  node.triggerPageLifeTime('hide')
  const above = new FakeRoom()
  getRoom().attach(above)
  node.triggerPageLifeTime('show')
  expect(getRoom().room).toBe(room())
  expect(room().calls.map(([name]) => name)).toEqual(['join', 'sleep', 'wake'])
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

test('the network of the phone has its line, and a toast passes below it', async () => {
  const node = await mounted()
  room().enter()
  room().session.set({ network: 'weak' })
  room().events.emit('userJoined', user('b', { name: 'Bob' }))
  await settle()
  expect(text(node, '.lr-banner')).toContain('Weak network')
  expect(text(node, '.lr-info')).toContain('Bob joined')
  room().session.set({ network: 'good' })
  await settle()
  expect(node.querySelector('.lr-banner')).toBeUndefined()
  node.leave()
})

test('refused by a reconnect, inside: the reason is shown, and what helps', async () => {
  const node = await mounted()
  room().enter()
  await settle()
  room().session.set({ connection: { state: 'left', reason: 'refused' } })
  room().events.emit('left', { reason: 'refused', cause: LiveError.of('room-full', 'full') })
  await settle()
  expect([text(node, '.lr-title'), text(node, '.lr-todo')]).toEqual(['The room is full', 'Come back a little later'])
  expect(node.querySelector('.lr-retry')).toBeDefined()
  node.leave()
})

test('notices pass by', async () => {
  const node = await mounted()
  room().enter()
  await settle()
  jest.useFakeTimers()
  try {
    room().events.emit('userJoined', user('b', { name: 'Bob' }))
    await jest.advanceTimersByTimeAsync(10)
    expect(text(node, '.lr-info')).toContain('Bob joined')
    await jest.advanceTimersByTimeAsync(3100)
    expect(node.querySelector('.lr-info')).toBeUndefined()
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
  native(carrier, 'netstatus', { info: {} })
  native(carrier, 'error', { errCode: 1 })
  expect(room().callsOf('pusher.native')).toEqual([
    ['statechange', { code: 1018 }],
    ['netstatus', { info: {} }],
    ['error', { errCode: 1 }],
  ])
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
