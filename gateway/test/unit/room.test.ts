/** A room on a log that fails now and then: nothing is lost silently. Timers are jest's. */
import { memoryEngine } from '../../src/room/memory-log'
import type { LogEngine } from '../../src/room/log'
import { Room } from '../../src/room/room'
import { ROOM_DEFAULTS } from '../../src/room/settings'
import type { ServerFrame } from '../../src/wire'
import { quietContext } from '../support/room-context'

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

const frames: ServerFrame[] = []
const client = {
  congested: false,
  send: (frame: string | Buffer) => void frames.push(JSON.parse(frame.toString()) as ServerFrame),
  expelled: () => undefined,
}

async function open(): Promise<{ room: Room; fail(times: number): void }> {
  const memory = memoryEngine(16)
  let failures = 0
  const engine: LogEngine = {
    ...memory,
    async open(name, follower) {
      const log = await memory.open(name, follower)
      const append = log.append.bind(log)
      log.append = (...args) => (failures-- > 0 ? Promise.reject(new Error('disk full')) : append(...args))
      return log
    },
  }
  const room = await Room.open('r', engine, quietContext())
  return { room, fail: (times) => (failures = times) }
}

async function member(room: Room, user: string) {
  const attached = await room.attach(client, user, { name: user, role: 'audience' })
  if ('code' in attached) throw new Error(attached.code)
  return attached
}

test('a log that cannot be written answers busy with a wait, and the same number succeeds later', async () => {
  const { room, fail } = await open()
  await member(room, 'ann')
  fail(1)
  const producer = { user: 'ann', pk: 'pk', n: 1 }
  const chat = { k: 'chat', d: { text: 'x' } } as const
  expect(await room.perform('ann', chat, { producer })).toMatchObject({ code: 'busy', wait: 500 })
  expect(await room.perform('ann', chat, { producer })).toMatchObject({ dup: false })
  expect(await room.perform('ann', chat, { producer })).toMatchObject({ dup: true })
})

test('what the room itself could not write, it tries again', async () => {
  const { room, fail } = await open()
  room.detach(await member(room, 'ann'), 'lost')
  fail(1)
  await jest.advanceTimersByTimeAsync(ROOM_DEFAULTS.grace)
  expect(room.state.users.has('ann')).toBe(true)
  await jest.advanceTimersByTimeAsync(500)
  expect(room.state.users.has('ann')).toBe(false)
})

test('who came back is not put out by an older grace', async () => {
  const { room } = await open()
  room.detach(await member(room, 'ann'), 'lost')
  await jest.advanceTimersByTimeAsync(ROOM_DEFAULTS.grace - 1)
  await member(room, 'ann')
  await jest.advanceTimersByTimeAsync(ROOM_DEFAULTS.grace)
  expect(room.state.users.has('ann')).toBe(true)
})

test('a congested reader gets no digest and no events until it has drained', async () => {
  const { room } = await open()
  const ann = await member(room, 'ann')
  await jest.advanceTimersByTimeAsync(ROOM_DEFAULTS.digest)
  client.congested = true
  frames.length = 0
  room.like(1)
  await room.perform('ann', { k: 'chat', d: { text: 'x' } }, { producer: { user: 'ann', pk: 'pk', n: 1 } })
  await jest.advanceTimersByTimeAsync(ROOM_DEFAULTS.digest)
  expect(frames).toEqual([])
  client.congested = false
  room.pump(ann)
  expect(frames).toMatchObject([{ t: 'e', ev: [{ k: 'chat' }] }])
})
