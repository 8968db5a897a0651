import { autorun } from 'mobx-miniprogram'
import { getRoom, removeRoom } from '../../store/registry'
import type { RoomStore } from '../../store/room-store'
import { FakeRoom } from '../support/fake-room'

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

test('refuses what is no key', () => {
  for (const key of ['', null, 7, {}])
    expect(() => getRoom(key as string)).toThrow(
      expect.objectContaining({
        reason: 'invalid-argument',
        subject: 'key',
        message: expect.stringMatching(/^getRoom: /),
      }),
    )
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
