import { autorun } from 'mobx-miniprogram'
import { LiveError } from '../../src/errors'
import type { LinkRequest } from '../../src/provider/types'
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
        'allSilenced',
        'network',
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

test("follows the phone's network and my side of a link, words included", () => {
  room.session.set({ network: 'weak' })
  room.link.set({ mine: { state: 'idle', ended: 'refused', by: 'ann', message: 'later' } })
  expect(store.network).toBe('weak')
  expect(store.link.mine).toEqual({ state: 'idle', ended: 'refused', by: 'ann', message: 'later' })
  const seen = watch(() => store.network)
  room.session.set({ likes: 5 })
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
