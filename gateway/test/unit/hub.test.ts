/** When rooms are forgotten. Timers are jest's. */
import { Hub } from '../../src/hub'
import { memoryEngine } from '../../src/room/memory-log'
import { ROOM_DEFAULTS } from '../../src/room/settings'
import { quietContext } from '../support/room-context'

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

function hub(evict: () => Promise<void> = async () => undefined): { rooms: Hub; evicted: () => number } {
  let evictions = 0
  const engine = {
    ...memoryEngine(16),
    evict: () => {
      evictions++
      return evict()
    },
  }
  const rooms = new Hub(engine, quietContext())
  return { rooms, evicted: () => evictions }
}

const client = { congested: false, send: () => undefined, expelled: () => undefined }

test('a room is forgotten a while after the last person left, and not while somebody is there', async () => {
  const { rooms, evicted } = hub()
  const room = await rooms.open('r')
  const member = await room.attach(client, 'ann', { name: 'a', role: 'anchor' })
  await jest.advanceTimersByTimeAsync(2 * ROOM_DEFAULTS.evictAfter)
  expect(evicted()).toBe(0)
  if ('code' in member) throw new Error(member.code)
  room.detach(member, 'left')
  await jest.advanceTimersByTimeAsync(ROOM_DEFAULTS.evictAfter)
  expect([evicted(), rooms.peek('r')]).toEqual([1, undefined])
})

test('bans and a closing outlive the people by a day', async () => {
  const { rooms, evicted } = hub()
  const room = await rooms.open('r')
  await room.attach(client, 'ann', { name: 'a', role: 'anchor' })
  await room.perform('ann', { k: 'ban', d: { user: 'bob' } })
  await room.perform('ann', { k: 'close', d: {} })
  await jest.advanceTimersByTimeAsync(ROOM_DEFAULTS.rememberFor - 1000)
  expect(evicted()).toBe(0)
  expect(await room.attach(client, 'bob', { name: 'b', role: 'audience' })).toMatchObject({ code: 'banned' })
  expect(await room.attach(client, 'cat', { name: 'c', role: 'audience' })).toMatchObject({ code: 'room-closed' })
  await jest.advanceTimersByTimeAsync(2000)
  expect(evicted()).toBe(1)
})

test('a room that is wanted while it is being forgotten begins behind that', async () => {
  let done = (): void => undefined
  const { rooms } = hub(() => new Promise((resolve) => (done = resolve)))
  await rooms.open('r')
  await jest.advanceTimersByTimeAsync(ROOM_DEFAULTS.evictAfter)
  let opened = false
  const again = rooms.open('r').then(() => (opened = true))
  await jest.advanceTimersByTimeAsync(10)
  expect(opened).toBe(false)
  done()
  await again
  expect(opened).toBe(true)
})
