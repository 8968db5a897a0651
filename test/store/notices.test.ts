import { LiveError } from '../../src/errors'
import type { LinkEndReason, LinkOutcome, LinkRequest, Role } from '../../src/provider/types'
import { RoomStore } from '../../store/room-store'
import { FakeRoom, user } from '../support/fake-room'

let store: RoomStore
let room: FakeRoom
beforeEach(() => {
  store = new RoomStore('k')
  room = new FakeRoom()
  store.attach(room)
})

const request = (id: string, from: 'audience' | 'anchor' = 'audience'): LinkRequest => ({
  id,
  from,
  userId: `u-${id}`,
  name: `N-${id}`,
  media: 'video',
  createdAt: 1,
  expiresAt: 2,
})

const keys = () => store.notices.map(({ key, params }) => [key, params.name])

test('people, requests, the connection, losses and errors', () => {
  room.enter(['a'])
  room.events.emit('userJoined', user('b'))
  room.events.emit('userLeft', { userId: 'b', name: 'B' })
  room.events.emit('linkRequested', request('1'))
  room.events.emit('linkRequested', request('2', 'anchor'))
  room.events.emit('linkStarted', { userId: 'a', seat: 0 })
  room.session.set({ connection: { state: 'reconnecting', attempt: 1 } })
  room.session.set({ connection: { state: 'reconnecting', attempt: 2 } })
  room.session.set({ connection: { state: 'joined' } })
  room.events.emit('gap', {})
  room.events.emit('error', LiveError.of('rate-limited', 'slow'))
  room.events.emit('left', { reason: 'kicked', cause: LiveError.of('kicked', 'out') })
  expect(keys()).toEqual([
    ['notice.user-joined', 'name-b'],
    ['notice.user-left', 'B'],
    ['notice.link-requested', 'N-1'],
    ['notice.link-started', 'name-a'],
    ['notice.reconnecting', undefined],
    ['notice.resumed', undefined],
    ['notice.gap', undefined],
    ['error.rate-limited', undefined],
    ['notice.left-kicked', undefined],
  ])
  expect(store.lastError?.reason).toBe('kicked')
})

test('a way back that has cost messages says that it has; one that has not, that it is back', () => {
  room.enter(['a'])
  const cut = () => room.session.set({ connection: { state: 'reconnecting', attempt: 1 } })
  const back = () => room.session.set({ connection: { state: 'joined' } })
  cut()
  room.events.emit('gap', {})
  back()
  cut()
  back()
  room.events.emit('gap', {})
  cut()
  back()
  expect(keys().map(([key]) => key)).toEqual([
    'notice.reconnecting',
    'notice.gap',
    'notice.reconnecting',
    'notice.resumed',
    'notice.gap',
    'notice.reconnecting',
    'notice.resumed',
  ])
})

test('who asked is known by name, listed among the people or not', () => {
  room.enter(['a'])
  room.events.emit('linkRequested', request('1'))
  room.events.emit('linkStarted', { userId: 'u-1', seat: 0 })
  expect(keys()).toEqual([
    ['notice.link-requested', 'N-1'],
    ['notice.link-started', 'N-1'],
  ])
})

test.each(['refused', 'cancelled', 'expired', 'anchor-left', 'left'] as LinkOutcome[])(
  'a request that is %s',
  (outcome) => {
    room.events.emit('linkSettled', { userId: 'x', outcome })
    expect(keys()).toEqual([[`notice.link-${outcome}`, 'x']])
  },
)

test.each(['ended', 'kicked', 'anchor-left', 'left', 'lost'] as LinkEndReason[])(
  'a link that is over: %s',
  (reason) => {
    room.events.emit('linkEnded', { userId: 'x', seat: 0, reason })
    expect(keys()).toEqual([[`notice.link-ended-${reason}`, 'x']])
  },
)

test('an accepted request is told by its start alone', () => {
  room.events.emit('linkSettled', { userId: 'x', outcome: 'accepted' })
  expect(store.notices).toEqual([])
})

test("the phone's network: weak, gone and back are told, good again after weak and the end of the room are not", () => {
  room.enter(['a'])
  for (const network of ['weak', 'good', 'offline', 'weak', 'offline', 'good'] as const) room.session.set({ network })
  room.session.set({ network: 'offline' })
  room.session.set({ network: 'good', connection: { state: 'left', reason: 'left' } })
  expect(keys().map(([key]) => key)).toEqual([
    'notice.weak',
    'notice.offline',
    'notice.weak',
    'notice.offline',
    'notice.online',
    'notice.offline',
  ])
  expect(store.notices[0]?.level).toBe('warning')
})

test('a rate limit says how long it lasts, where the server knows', () => {
  room.events.emit('error', LiveError.of('rate-limited', 'slow', { waitMs: 1200 }))
  room.events.emit('error', LiveError.of('rate-limited', 'slow'))
  expect(store.notices).toMatchObject([
    { key: 'notice.rate-limited', params: { seconds: 2 }, level: 'warning' },
    { key: 'error.rate-limited', level: 'error' },
  ])
  expect(store.lastError?.reason).toBe('rate-limited')
})

test('are capped, numbered on, and dismissed one by one', () => {
  for (let i = 0; i < 40; i++) room.events.emit('gap', {})
  expect(store.notices.map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, i) => i + 11))
  store.dismiss(12)
  store.dismiss(1)
  expect(store.notices).toHaveLength(29)
  expect(store.notices.some(({ id }) => id === 12)).toBe(false)
})

test('roles and microphones: mine, and who is host', () => {
  room.enter(['a'])
  const change = (id: string, role: Role, before: Role) =>
    room.events.emit('roleChanged', { user: user(id, { role }), before })
  for (const role of ['speaker', 'anchor', 'admin', 'audience'] as const) change('me', role, 'audience')
  change('a', 'speaker', 'audience')
  change('a', 'anchor', 'speaker')
  room.session.set({ me: user('me', { silenced: true }) })
  room.session.set({ me: user('me', { silenced: true, muted: true }) })
  room.session.set({ me: user('me') })
  expect(keys()).toEqual([
    ['notice.role-speaker', undefined],
    ['notice.role-anchor', undefined],
    ['notice.role-admin', undefined],
    ['notice.role-audience', undefined],
    ['notice.host', 'name-a'],
    ['notice.silenced', undefined],
    ['notice.heard', undefined],
  ])
})
