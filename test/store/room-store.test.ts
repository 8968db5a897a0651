import { autorun } from 'mobx-miniprogram'
import { LiveError } from '../../src/errors'
import type { LinkEndReason, LinkOutcome, LinkRequest } from '../../src/provider/types'
import { getRoom, removeRoom } from '../../store/registry'
import { RoomStore } from '../../store/room-store'
import { FakeRoom, stream, user } from '../support/fake-room'

let store: RoomStore
let room: FakeRoom
beforeEach(() => {
  store = new RoomStore('k')
  room = new FakeRoom()
  store.attach(room)
})

/** Counts how often what `read` reads is notified. */
function watch(read: () => unknown): { count: number } {
  const seen = { count: -1 }
  autorun(() => {
    read()
    seen.count += 1
  })
  return seen
}

const request = (id: string, from: 'audience' | 'anchor' = 'audience'): LinkRequest => ({
  id,
  from,
  userId: `u-${id}`,
  name: `N-${id}`,
  media: 'video',
  createdAt: 1,
  expiresAt: 2,
})

test('is neutral before a room is attached, and after it went', () => {
  room.enter(['a'])
  room.messages.set({
    entries: [{ kind: 'chat', text: 'x', key: 'k', from: 'a', name: 'A', at: 1, mine: false, status: 'sent' }],
  })
  room.link.set({ active: true, requests: [request('1')] })
  room.pusher.set({ streamId: 'mine', grade: 5 })
  room.events.emit('gap', {})
  room.events.emit('error', LiveError.of('network', 'x'))
  store.detach()
  const blank = new RoomStore('k')
  const snapshot = (s: RoomStore) => ({
    ...Object.fromEntries(
      [
        'connection',
        'joined',
        'roomId',
        'me',
        'rights',
        'online',
        'likes',
        'users',
        'streamIds',
        'canPublish',
        'notices',
        'lastError',
        'room',
      ].map((name) => [name, s[name as keyof RoomStore]]),
    ),
    chat: [s.chat.entries, s.chat.dropped],
    link: [s.link.mine, s.link.queue, s.link.seats, s.link.active],
    pusher: [s.pusher.streamId, s.pusher.state, s.pusher.attributes, s.pusher.grade],
  })
  expect(snapshot(store)).toEqual(snapshot(blank))
  expect(room.listenerCount).toBe(0)
})

test('a second room replaces the first; detaching a room that is not attached does nothing', () => {
  const other = new FakeRoom()
  store.attach(other)
  expect(room.listenerCount).toBe(0)
  store.detach(room)
  expect(store.room).toBe(other)
  other.enter(['a'])
  expect(store.streamIds).toEqual(['s-a'])
  const seen = watch(() => store.room)
  store.attach(other)
  expect(seen.count).toBe(0)
})

test('only what changed notifies', () => {
  room.enter(['a', 'b'])
  const seen = {
    connection: watch(() => store.connection),
    rights: watch(() => store.rights.publish),
    users: watch(() => store.users),
    ids: watch(() => store.streamIds),
    a: watch(() => store.stream('s-a')?.volume),
    name: watch(() => store.stream('s-a')?.name),
    b: watch(() => ({ ...store.stream('s-b') })),
    figures: watch(() => store.streamStats('s-a')),
    queue: watch(() => store.link.queue),
  }
  room.session.set({ connection: { state: 'joined' }, rights: { ...room.session.snapshot.rights } })
  room.users.set(room.users.snapshot.map((one) => ({ ...one })))
  room.streams.set(room.streams.snapshot.map((one) => ({ ...one })))
  room.link.set({ requests: [request('9', 'anchor')] })
  room.player('s-a').set({ volume: 50, stats: {} })
  expect(Object.fromEntries(Object.entries(seen).map(([name, { count }]) => [name, count]))).toEqual({
    connection: 0,
    rights: 0,
    users: 0,
    ids: 0,
    a: 1,
    name: 0,
    b: 0,
    figures: 0,
    queue: 0,
  })
})

test('one change of the core is one notification, however many fields it has', () => {
  room.enter(['a'])
  const seen = watch(() => [store.connection, store.roomId, store.me, store.online, store.likes])
  room.session.set({ connection: { state: 'reconnecting', attempt: 1 }, roomId: 'r2', online: 9, likes: 8 })
  expect(seen.count).toBe(1)
})

describe('streams', () => {
  test('remote ones in join order, mine left out, whichever part is told first', () => {
    room.streams.set([stream('me'), stream('a')])
    expect(store.streamIds).toEqual(['s-me', 's-a'])
    room.session.set({ me: user('me') })
    expect(store.streamIds).toEqual(['s-a'])
    room.streams.set([stream('me'), stream('a'), stream('b')])
    room.streams.set([stream('b'), stream('a'), stream('c')])
    expect(store.streamIds).toEqual(['s-a', 's-b', 's-c'])
  })

  test('carry the name of their publisher, and its id where nobody is known', () => {
    room.streams.set([stream('a'), stream('obs', { kind: 'external' })])
    expect([store.stream('s-a')?.name, store.stream('s-obs')?.name]).toEqual(['a', 'obs'])
    room.users.set([user('a', { name: 'Ann' })])
    expect(store.stream('s-a')?.name).toBe('Ann')
    room.users.set([])
    expect(store.stream('s-a')?.name).toBe('a')
  })

  test('a view keeps its identity, and its player is let go with the stream', () => {
    room.enter(['a'])
    const view = store.stream('s-a')
    room.streams.set([stream('a', { audio: false })])
    expect(store.stream('s-a')).toBe(view)
    expect(view?.audio).toBe(false)
    expect(room.player('s-a').events.size).toBe(1)
    room.streams.set([])
    expect(store.stream('s-a')).toBeUndefined()
    expect(room.player('s-a').events.size).toBe(0)
  })

  test.each([
    [{ phase: 'live' }, { phase: 'live', failure: '', attempt: 0 }],
    [
      { phase: 'retrying', attempt: 3 },
      { phase: 'retrying', failure: '', attempt: 3 },
    ],
    [
      { phase: 'failed', reason: 'play-failed' },
      { phase: 'failed', failure: 'play-failed', attempt: 0 },
    ],
  ] as const)('player state %j shows as %j', (state, shown) => {
    room.enter(['a'])
    room.player('s-a').set({ state })
    expect(store.stream('s-a')).toMatchObject(shown)
  })
})

describe('actions', () => {
  const cases: Array<[string, (s: RoomStore) => Promise<unknown>, unknown[]]> = [
    ['messages.chat', (s) => s.chat.send('hi'), ['hi']],
    ['messages.barrage', (s) => s.chat.barrage('hi'), ['hi']],
    ['messages.gift', (s) => s.chat.gift({ id: 'g', name: 'G', count: 1 }), [{ id: 'g', name: 'G', count: 1 }]],
    ['messages.like', (s) => s.chat.like(), [1]],
    ['messages.command', (s) => s.chat.command('n', 1, ['a']), ['n', 1, ['a']]],
    ['messages.retry', (s) => s.chat.retry('k'), ['k']],
    ['messages.discard', (s) => s.chat.discard('k'), ['k']],
    ['link.request', (s) => s.link.request({ media: 'audio' }), [{ media: 'audio' }]],
    ['link.cancel', (s) => s.link.cancel(), []],
    ['link.accept', (s) => s.link.accept('1'), ['1']],
    ['link.refuse', (s) => s.link.refuse('1', 'no'), ['1', 'no']],
    ['link.invite', (s) => s.link.invite('u'), ['u']],
    ['link.end', (s) => s.link.end('u'), ['u']],
    ['pusher.publish', (s) => s.pusher.publish(), []],
    ['pusher.unpublish', (s) => s.pusher.unpublish(), []],
    ['pusher.retry', (s) => s.pusher.retry(), []],
    ['pusher.setCamera', (s) => s.pusher.setCamera(false), [false]],
    ['pusher.setMic', (s) => s.pusher.setMic(false), [false]],
    ['pusher.switchCamera', (s) => s.pusher.switchCamera(), []],
    ['pusher.setQuality', (s) => s.pusher.setQuality('FHD'), ['FHD']],
    ['join', (s) => s.join({ roomId: 'r', token: 't' }), [{ roomId: 'r', token: 't' }]],
    ['leave', (s) => s.leave(), []],
    ['kick', (s) => s.kick('u'), ['u']],
    ['muteChat', (s) => s.muteChat('u', true), ['u', true]],
  ]

  test.each(cases)('%s goes to the core; its failure is thrown and becomes lastError', async (name, call, args) => {
    await call(store)
    expect(room.callsOf(name)).toEqual([args])
    const error = LiveError.of('forbidden', 'no')
    room.fail(name, error)
    await expect(call(store)).rejects.toBe(error)
    expect(store.lastError).toBe(error)
  })

  test.each(cases)('%s without a room says what to do', async (_name, call) => {
    store.detach()
    await expect(call(store)).rejects.toMatchObject({
      reason: 'invalid-state',
      message: expect.stringContaining('<live-room name="k">'),
    })
    expect(store.lastError?.reason).toBe('invalid-state')
  })

  test('joining clears the last error', async () => {
    room.events.emit('error', LiveError.of('network', 'x'))
    expect(store.lastError?.message).toBe('x')
    await store.join({ roomId: 'r', token: 't' })
    expect(store.lastError).toBeUndefined()
  })
})

describe('the pusher', () => {
  test('is claimed while any component holds it; giving back twice counts once', () => {
    const [first, second] = [store.pusher.claim(), store.pusher.claim()]
    first()
    first()
    expect(store.pusher.claimed).toBe(true)
    second()
    expect(store.pusher.claimed).toBe(false)
  })

  test('follows the core field by field', () => {
    const phase = watch(() => store.pusher.state.phase)
    room.pusher.set({ volume: 30, stats: { videoFPS: 15 } })
    expect(phase.count).toBe(0)
    expect([store.pusher.volume, store.stats.pusher]).toEqual([30, { videoFPS: 15 }])
  })
})

describe('notices', () => {
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
      ['notice.reconnected', undefined],
      ['notice.gap', undefined],
      ['error.rate-limited', undefined],
      ['notice.left-kicked', undefined],
    ])
    expect(store.lastError?.reason).toBe('kicked')
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

  test('are capped, numbered on, and dismissed one by one', () => {
    for (let i = 0; i < 40; i++) room.events.emit('gap', {})
    expect(store.notices.map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, i) => i + 11))
    store.dismiss(12)
    store.dismiss(1)
    expect(store.notices).toHaveLength(29)
    expect(store.notices.some(({ id }) => id === 12)).toBe(false)
  })
})

describe('getRoom', () => {
  afterEach(() => ['default', 'x'].forEach(removeRoom))

  test('finds the same store again, and a new one after removal', () => {
    const first = getRoom('x')
    expect(getRoom('x')).toBe(first)
    expect(getRoom()).not.toBe(first)
    first.attach(new FakeRoom())
    removeRoom('x')
    removeRoom('x')
    expect(first.room).toBeUndefined()
    expect(getRoom('x')).not.toBe(first)
  })

  test('refuses an empty key', () => {
    expect(() => getRoom('')).toThrow('getRoom: the key is empty')
  })

  test('tells those who look it up that a store was replaced', () => {
    let seen: RoomStore | undefined
    const stop = autorun(() => (seen = getRoom('x')))
    const first = seen
    removeRoom('x')
    stop()
    expect(seen).not.toBe(first)
    expect(seen).toBe(getRoom('x'))
  })
})
