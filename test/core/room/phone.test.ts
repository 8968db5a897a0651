import { createRoom } from '../../../src/index'
import type { RoomOptions } from '../../../src/room/types'
import { FakeProvider, snapshotOf, user } from '../../support/fake-provider'
import { stream } from '../../support/fake-room'
import { fakeDevice, installPhone, removePhone, type FakePhone } from '../../support/fake-wx'

const REQUEST = { roomId: 'r1', token: 't' }
const RIGHTS = { publish: true, chat: true, link: false, host: true, moderate: true }

let phone: FakePhone
beforeEach(() => {
  jest.useFakeTimers()
  phone = installPhone()
})
afterEach(() => {
  removePhone()
  jest.useRealTimers()
})

/** An anchor who plays ann, both tags live. */
async function running(options: RoomOptions = {}) {
  const provider = new FakeProvider()
  const me = user('me', { role: 'anchor' })
  provider.snapshot = snapshotOf({ me, users: [me, user('ann')], streams: [stream('ann')], rights: RIGHTS })
  const room = createRoom({ provider, ...options })
  const log: string[] = []
  await room.join(REQUEST)
  const player = room.player('s-ann')
  player.mount(fakeDevice('player', log))
  room.pusher.mount(fakeDevice('pusher', log))
  await room.pusher.publish()
  await jest.advanceTimersByTimeAsync(100)
  player.native('statechange', { code: 2003 })
  room.pusher.native('statechange', { code: 1002 })
  const phases = () => [player.snapshot.state.phase, room.pusher.snapshot.state.phase]
  expect(phases()).toEqual(['live', 'live'])
  log.length = 0
  provider.calls.length = 0
  const wakes = () => provider.called.filter((name) => name === 'wake').length
  return { provider, room, player, log, phases, wakes }
}

describe('background and foreground', () => {
  it('app and page hide suspend once; shown again, everything plays again, once', async () => {
    const { room, log, phases, wakes } = await running()
    room.sleep()
    phone.emit('AppHide')
    expect(phases()).toEqual(['suspended', 'suspended'])
    await jest.advanceTimersByTimeAsync(1000)
    expect(log).toEqual([])
    phone.emit('AppShow')
    room.wake()
    phone.emit('AppShow')
    room.wake()
    expect(phases()).toEqual(['starting', 'starting'])
    await jest.advanceTimersByTimeAsync(100)
    expect(log.filter((call) => /\.(play|start)$/.test(call)).sort()).toEqual(['player.play', 'pusher.start'])
    expect(wakes()).toBe(1)
  })

  it('a page that lies under another one stays asleep while the app comes back, the connection does not', async () => {
    const { room, phases, wakes } = await running()
    room.sleep()
    phone.emit('AppHide')
    phone.emit('AppShow')
    expect(phases()).toEqual(['suspended', 'suspended'])
    expect(wakes()).toBe(1)
    room.wake()
    expect(phases()).toEqual(['starting', 'starting'])
  })

  it('a team without page handlers gets it from the app alone', async () => {
    const { phases } = await running()
    phone.emit('AppHide')
    phone.emit('AppShow')
    expect(phases()).toEqual(['starting', 'starting'])
  })

  it('a tag that is new in the background waits for the foreground', async () => {
    const { room, log } = await running()
    phone.emit('AppHide')
    const late = room.player('s-late')
    late.mount(fakeDevice('late', log))
    await jest.advanceTimersByTimeAsync(1000)
    expect(late.snapshot.state).toEqual({ phase: 'suspended' })
    phone.emit('AppShow')
    await jest.advanceTimersByTimeAsync(100)
    expect(log).toContain('late.play')
  })
})

describe('network', () => {
  it('is good, weak or offline in the session, and good again after the room', async () => {
    const { room } = await running()
    const seen: string[] = []
    room.session.onChange(({ network }) => seen.push(network))
    phone.emit('NetworkWeakChange', { weakNet: true })
    phone.emit('NetworkStatusChange', { isConnected: false })
    phone.emit('NetworkStatusChange', { isConnected: true })
    phone.emit('NetworkWeakChange', { weakNet: false })
    expect(seen).toEqual(['weak', 'offline', 'weak', 'good'])
    phone.emit('NetworkStatusChange', { isConnected: false })
    await room.leave()
    expect(room.session.snapshot.network).toBe('good')
  })

  it('another network wakes the connection; none at all does not', async () => {
    const { wakes } = await running()
    phone.emit('NetworkStatusChange', { isConnected: true })
    expect(wakes()).toBe(1)
    phone.emit('NetworkStatusChange', { isConnected: false })
    expect(wakes()).toBe(1)
    phone.emit('NetworkStatusChange', { isConnected: true })
    expect(wakes()).toBe(2)
  })

  it('without a network no attempt is spent; with it what waited goes on', async () => {
    const { player, provider, phases } = await running()
    phone.emit('NetworkStatusChange', { isConnected: false })
    player.native('statechange', { code: -2301 })
    await jest.advanceTimersByTimeAsync(60_000)
    expect(provider.called).not.toContain('play')
    expect(phases()[0]).toBe('retrying')
    phone.emit('NetworkStatusChange', { isConnected: true })
    await jest.advanceTimersByTimeAsync(100)
    expect(provider.calls).toContainEqual(['play', 's-ann', { mode: 'live', fresh: true }])
  })
})

it('an audio interruption holds the tags until its end, and tags that come meanwhile', async () => {
  const { room, log, phases } = await running()
  phone.emit('AudioInterruptionBegin')
  room.interrupted(true)
  expect(phases()).toEqual(['interrupted', 'interrupted'])
  const late = room.player('s-late')
  late.mount(fakeDevice('late', log))
  expect(late.snapshot.state).toEqual({ phase: 'interrupted' })
  phone.emit('AudioInterruptionEnd')
  await jest.advanceTimersByTimeAsync(100)
  expect(phases()).toEqual(['starting', 'starting'])
  expect(log.filter((call) => /\.(play|start)$/.test(call)).sort()).toEqual([
    'late.play',
    'player.play',
    'pusher.start',
  ])
})

describe('the pusher of the next session', () => {
  it('is awake, online and has its sound, whatever the last one ended in', async () => {
    const { room, provider, log } = await running()
    phone.emit('AppHide')
    phone.emit('NetworkStatusChange', { isConnected: false })
    phone.emit('AudioInterruptionBegin')
    provider.events.emit('left', { reason: 'kicked' })
    await room.join(REQUEST)
    await room.pusher.publish()
    await jest.advanceTimersByTimeAsync(100)
    expect(room.pusher.snapshot.state).toEqual({ phase: 'starting' })
    expect(log).toContain('pusher.start')
  })
})

it.each([
  [['offNetworkStatusChange']],
  [['onNetworkWeakChange', 'offNetworkWeakChange', 'onAudioInterruptionBegin', 'offAudioInterruptionBegin']],
  [['onAppShow', 'offAppHide', 'offAudioInterruptionEnd']],
])('a base library without %j is no reason to fail', async (without) => {
  phone = installPhone(without)
  const { room } = await running()
  expect(phone.left.listeners).toBe(6 - without.filter((name) => name.startsWith('on')).length)
  await room.leave()
  expect(phone.left.listeners).toBe(without.filter((name) => /^off(?!.*(Weak|Begin))/.test(name)).length)
  expect(room.session.snapshot.connection).toEqual({ state: 'left', reason: 'left' })
})
