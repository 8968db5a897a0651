import { LiveError } from '../../src/errors'

import { RoomStore } from '../../store/room-store'
import { FakeRoom } from '../support/fake-room'

let store: RoomStore
let room: FakeRoom
beforeEach(() => {
  store = new RoomStore('k')
  room = new FakeRoom()
  store.attach(room)
})

const cases: Array<[string, (s: RoomStore) => Promise<unknown>, unknown[]]> = [
  ['messages.chat', (s) => s.chat.send('hi'), ['hi']],
  ['messages.barrage', (s) => s.chat.barrage('hi'), ['hi']],
  ['messages.gift', (s) => s.chat.gift({ id: 'g', name: 'G', count: 1 }), [{ id: 'g', name: 'G', count: 1 }]],
  ['messages.like', (s) => s.chat.like(), [1]],
  ['messages.command', (s) => s.chat.command('n', 1, ['a']), ['n', 1, ['a']]],
  ['messages.retry', (s) => s.chat.retry('k'), ['k']],
  ['messages.discard', (s) => s.chat.discard('k'), ['k']],
  ['link.request', (s) => s.link.request({ media: 'audio' }), [{ media: 'audio' }]],
  ['link.cancel', (s) => s.link.cancel('1'), ['1']],
  ['link.accept', (s) => s.link.accept('1'), ['1']],
  ['link.refuse', (s) => s.link.refuse('1', 'no'), ['1', 'no']],
  ['link.invite', (s) => s.link.invite('u', { media: 'audio' }), ['u', { media: 'audio' }]],
  ['link.lockSeat', (s) => s.link.lockSeat(0, true), [0, true]],
  ['link.moveTo', (s) => s.link.moveTo(1, 'u'), [1, 'u']],
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
  ['ban', (s) => s.ban('u', { seconds: 60 }), ['u', { seconds: 60 }]],
  ['unban', (s) => s.unban('u'), ['u']],
  ['close', (s) => s.close(), []],
  ['muteChat', (s) => s.muteChat('u', true), ['u', true]],
  ['silence', (s) => s.silence('u', true), ['u', true]],
  ['silenceAll', (s) => s.silenceAll(true), [true]],
  ['setRole', (s) => s.setRole('u', 'speaker'), ['u', 'speaker']],
  ['transferHost', (s) => s.transferHost('u'), ['u']],
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
