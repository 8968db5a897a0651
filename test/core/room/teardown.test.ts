/** After the end of a session, however it came, nothing of it is left on the phone: no listener, timer or socket. */
import { LiveError } from '../../../src/errors'
import { createRoom } from '../../../src/index'
import type { RoomSnapshot } from '../../../src/provider/types'
import type { Room } from '../../../src/room/types'
import { FakeProvider, snapshotOf, user } from '../../support/fake-provider'
import { stream } from '../../support/fake-room'
import { fakeDevice, installPhone, removePhone, type FakePhone } from '../../support/fake-wx'

const REQUEST = { roomId: 'r1', token: 't' }
const RIGHTS = { publish: true, chat: true, link: true, host: true, moderate: true }
const NOTHING = { listeners: 0, sockets: 0, timers: 0, provider: 0 }
const ALL_PHONE_EVENTS = 6

let phone: FakePhone
beforeEach(() => {
  jest.useFakeTimers()
  phone = installPhone()
})
afterEach(() => {
  removePhone()
  jest.useRealTimers()
})

interface Stage {
  room: Room
  provider: FakeProvider
}

/** In the room with both tags live. */
async function joined(): Promise<Stage> {
  const provider = new FakeProvider()
  provider.snapshot = snapshotOf({ streams: [stream('ann')], users: [user('me'), user('ann')], rights: RIGHTS })
  const room = createRoom({ provider })
  await room.join(REQUEST)
  expect(phone.left.listeners).toBe(ALL_PHONE_EVENTS)
  room.pusher.mount(fakeDevice('pusher', []))
  room.player('s-ann').mount(fakeDevice('player', []))
  await room.pusher.publish()
  return { room, provider }
}

const left = ({ provider }: Stage) => ({
  ...phone.left,
  timers: jest.getTimerCount(),
  provider: provider.events.size,
})

const ENDS: Array<[string, (stage: Stage) => unknown]> = [
  ['leave()', ({ room }) => room.leave()],
  ['being kicked', ({ provider }) => provider.events.emit('left', { reason: 'kicked' })],
  ['the end of the room', ({ provider }) => provider.events.emit('left', { reason: 'room-closed' })],
]

const BUSY: Array<[string, (stage: Stage) => unknown]> = [
  ['everything quiet', () => undefined],
  ['likes being gathered', ({ room }) => room.messages.like(3)],
  [
    'likes that wait for the connection',
    ({ room, provider }) => {
      room.messages.like(300)
      provider.events.emit('reconnecting', { attempt: 1, cause: LiveError.of('network', 'cut') })
    },
  ],
  ['a retry timer', ({ room }) => room.player('s-ann').native('statechange', { code: -2301 })],
  ['a start that waits for its picture', () => jest.advanceTimersByTimeAsync(100)],
  [
    'a publish that was not granted yet',
    async ({ room, provider }) => {
      await room.pusher.unpublish()
      provider.answers.publish = () => new Promise(() => undefined)
      room.pusher.publish().catch(() => undefined)
    },
  ],
  [
    'an address that has not come yet',
    ({ room, provider }) => {
      provider.answers.play = () => new Promise(() => undefined)
      room.player('s-bob').mount(fakeDevice('bob', []))
    },
  ],
  [
    'a message, a request and a kick on their way',
    ({ room, provider }) => {
      for (const call of ['send', 'link.request', 'moderate.kick'])
        provider.answers[call] = () => new Promise(() => undefined)
      void room.messages.chat('hello')
      void room.link.request()
      void room.kick('ann')
    },
  ],
  ['the app in the background', () => phone.emit('AppHide')],
  ['no network', () => phone.emit('NetworkStatusChange', { isConnected: false })],
]

describe.each(BUSY)('with %s', (_busy, make) => {
  it.each(ENDS)('%s leaves nothing', async (_end, end) => {
    const stage = await joined()
    await make(stage)
    await end(stage)
    await jest.advanceTimersByTimeAsync(0)
    expect(left(stage)).toEqual(NOTHING)
    phone.emit('AppShow')
    phone.emit('NetworkStatusChange', { isConnected: true })
    expect(left(stage)).toEqual(NOTHING)
  })
})

it('a join that is refused leaves nothing', async () => {
  const provider = new FakeProvider()
  provider.answers.join = () => Promise.reject(LiveError.of('token-expired', 'get a new one'))
  const room = createRoom({ provider })
  await expect(room.join(REQUEST)).rejects.toMatchObject({ reason: 'token-expired' })
  expect(left({ room, provider })).toEqual(NOTHING)
})

it('leaving while joining leaves nothing, also when the answer comes later', async () => {
  const provider = new FakeProvider()
  let answer!: (snapshot: RoomSnapshot) => void
  provider.answers.join = () => new Promise<RoomSnapshot>((resolve) => (answer = resolve))
  const room = createRoom({ provider })
  const joining = room.join(REQUEST)
  expect(phone.left.listeners).toBe(ALL_PHONE_EVENTS)
  await room.leave()
  expect(left({ room, provider })).toEqual(NOTHING)
  answer(snapshotOf())
  await expect(joining).rejects.toMatchObject({ reason: 'invalid-state' })
  expect(left({ room, provider })).toEqual(NOTHING)
})

it('twenty sessions leave no more than one', async () => {
  const provider = new FakeProvider()
  const room = createRoom({ provider })
  for (let session = 0; session < 20; session += 1) {
    await room.join(REQUEST)
    expect(phone.left.listeners).toBe(ALL_PHONE_EVENTS)
    await room.leave()
  }
  expect(left({ room, provider })).toEqual(NOTHING)
})

describe('the gateway provider on the phone', () => {
  const me = { ...user('me'), joinedAt: 1 }
  const st = { users: [me], streams: [], link: { requests: [], seats: [] }, log: [] }
  const snap = { t: 'snap', r: 'r1', e: 'e1', s: 0, st, me, rights: RIGHTS, online: 1, likes: 0 }

  /** Through the door: hi, yo, join, snap. */
  async function inside() {
    const room = createRoom({ url: 'ws://127.0.0.1:1' })
    const joining = room.join(REQUEST)
    await jest.advanceTimersByTimeAsync(0)
    const [socket] = phone.sockets
    socket?.open()
    await jest.advanceTimersByTimeAsync(0)
    socket?.receive({ t: 'yo', T: 1, hb: 10_000, u: 'me' })
    socket?.receive(snap)
    await joining
    await jest.advanceTimersByTimeAsync(0)
    return { room, socket }
  }

  const remains = () => ({ ...phone.left, timers: jest.getTimerCount(), provider: 0 })

  it('leaves nothing after leave()', async () => {
    const { room } = await inside()
    expect(phone.left).toEqual({ listeners: ALL_PHONE_EVENTS, sockets: 1 })
    room.messages.like()
    await room.leave()
    await jest.advanceTimersByTimeAsync(0)
    expect(remains()).toEqual(NOTHING)
  })

  it('leaves nothing when it is left while joining', async () => {
    const room = createRoom({ url: 'ws://127.0.0.1:1' })
    const joining = room.join(REQUEST)
    await jest.advanceTimersByTimeAsync(0)
    expect(phone.left).toEqual({ listeners: ALL_PHONE_EVENTS, sockets: 1 })
    const refused = joining.catch((thrown: unknown) => thrown)
    await room.leave()
    expect(await refused).toBeInstanceOf(LiveError)
    expect(remains()).toEqual(NOTHING)
  })

  it('leaves nothing when it is left while reconnecting, and what was pending has failed', async () => {
    const { room, socket } = await inside()
    const sending = room.messages.chat('hello').catch((thrown: unknown) => thrown)
    socket?.break()
    await jest.advanceTimersByTimeAsync(0)
    expect(room.session.snapshot.connection.state).toBe('reconnecting')
    await room.leave()
    expect(await sending).toBeInstanceOf(LiveError)
    await jest.advanceTimersByTimeAsync(0)
    expect(remains()).toEqual(NOTHING)
    expect(room.messages.snapshot.entries).toMatchObject([{ text: 'hello', status: 'failed' }])
  })

  it('leaves nothing when the gateway throws it out', async () => {
    const { room, socket } = await inside()
    socket?.receive({ t: 'bye', c: 'kicked', why: 'by ann' })
    await jest.advanceTimersByTimeAsync(0)
    expect(room.session.snapshot.connection).toEqual({ state: 'left', reason: 'kicked' })
    expect(remains()).toEqual(NOTHING)
  })

  it('leaves nothing when no answer comes at all', async () => {
    const room = createRoom({ url: 'ws://127.0.0.1:1' })
    const refused = room.join(REQUEST).catch((thrown: unknown) => thrown)
    await jest.advanceTimersByTimeAsync(60_000)
    expect(await refused).toMatchObject({ reason: 'timeout' })
    expect(remains()).toEqual(NOTHING)
  })
})
