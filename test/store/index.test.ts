import { simulated } from '../../src/provider/simulated/index'
import { createRoom, getRoom, LiveError, registerProvider, removeRoom, RoomStore } from '../../store/index'
import * as core from '../../src/index'
import * as main from '../../store/index'

afterEach(() => ['default', 'x'].forEach(removeRoom))

test('createRoom makes a room and attaches it to the store of its key', () => {
  const store = createRoom({ key: 'x', provider: 'simulated' })
  expect(store).toBeInstanceOf(RoomStore)
  expect(store).toBe(getRoom('x'))
  expect(store.room?.session.snapshot.connection).toEqual({ state: 'idle' })
  expect(createRoom().key).toBe('default')
})

test('an unknown provider is told by name when joining', async () => {
  const store = createRoom({ key: 'x', provider: 'nobody' })
  await expect(store.join({ roomId: 'r', token: 't' })).rejects.toMatchObject({ reason: 'unknown-provider' })
  expect(store.lastError).toBeInstanceOf(LiveError)
})

test('options that are none are refused before any store is made', () => {
  expect(() => createRoom(null as never)).toThrow(expect.objectContaining({ reason: 'invalid-argument' }))
  expect(() => createRoom({ key: 7 as never })).toThrow(expect.objectContaining({ subject: 'key' }))
})

test('the main entry has everything of the core', () => {
  expect(Object.keys(main)).toEqual(expect.arrayContaining(Object.keys(core)))
  expect(typeof registerProvider).toBe('function')
})

test('a real room against the simulated provider fills the store, and leaves it neutral', async () => {
  registerProvider('acted', simulated({ people: [{ name: 'Alice', role: 'anchor' }], script: [] }))
  const store = createRoom({ key: 'x', provider: 'acted' })
  await store.join({ roomId: 'r', token: 't', role: 'audience' })
  expect([store.joined, store.roomId, store.me?.id]).toEqual([true, 'r', 'me'])
  expect(store.users.map(({ name }) => name)).toContain('Alice')
  await store.chat.send('hello')
  expect(store.chat.entries.map((entry) => [entry.kind, entry.mine, entry.status])).toEqual([['chat', true, 'sent']])
  await store.leave()
  expect(store.connection).toEqual({ state: 'left', reason: 'left' })
  expect(store.users).toEqual([])
})
