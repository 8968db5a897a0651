/** Who is in RTC when, and what the phone is told, in order, over a link's start, a change of guests and its end. */
import { createRoom } from '../../../src/index'
import type { Rights, Role, Seat } from '../../../src/provider/types'
import type { RoomOptions } from '../../../src/room/types'
import { FakeProvider, linkRequest, snapshotOf, user } from '../../support/fake-provider'
import { stream } from '../../support/fake-room'
import { fakeDevice } from '../../support/fake-wx'

const RIGHTS: Rights = { publish: false, chat: true, link: true, host: false, moderate: false }
const FREE: Seat[] = [0, 1].map((index) => ({ index, userId: null, locked: false, muted: false }))

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

/** A phone in the room: `me` of this role, others with their roles, each with a stream that plays. */
async function phone(role: Role, others: Record<string, Role>, options: Omit<RoomOptions, 'provider'> = {}) {
  const provider = new FakeProvider()
  const publish = role === 'anchor' || role === 'speaker'
  const me = user('me', { role })
  const people = Object.entries(others).map(([id, theirs]) => user(id, { role: theirs }))
  const publishers = people.filter((one) => one.role !== 'audience')
  provider.snapshot = snapshotOf({
    me,
    users: [me, ...people],
    streams: publishers.map(({ id }) => stream(id)),
    rights: { ...RIGHTS, publish },
    link: { requests: [], seats: FREE },
  })
  const room = createRoom({ provider, ...options })
  await room.join({ roomId: 'r1', token: 't' })
  const log: string[] = []
  provider.answers.publish = ({ mode }: { mode: string }) => {
    log.push(`publish ${mode}`)
    return { streamId: 'me~1', url: 'rtmp://h/live/me~1' }
  }
  provider.answers.play = (id: string, { mode }: { mode: string }) => {
    log.push(`play ${id} ${mode}`)
    return { urls: [`rtmp://h/live/${id}`, `http://h/live/${id}.flv`] }
  }
  /** Lets the machines run, then the picture come. */
  const run = async () => {
    await jest.advanceTimersByTimeAsync(100)
    room.pusher.native('statechange', { code: 1002 })
    room.streams.snapshot.forEach(({ id }) => room.player(id).native('statechange', { code: 2003 }))
  }
  const mount = (id: string) => room.player(id).mount(fakeDevice(id, log))
  const attributes = (id: string) => room.player(id).snapshot.attributes
  publishers.forEach(({ id }) => mount(`s-${id}`))
  room.pusher.mount(fakeDevice('pusher', log))
  if (publish) await room.pusher.publish()
  await run()
  /** What was written down since the last look. */
  const told = () => log.splice(0)
  return { provider, events: provider.events, room, run, mount, attributes, told }
}

type Phone = Awaited<ReturnType<typeof phone>>

async function guestSits({ events, run, mount }: Phone, guest: string, seat: number) {
  events.emit('linkStarted', { userId: guest, seat })
  if (guest === 'me') events.emit('rights', { ...RIGHTS, publish: true })
  else {
    events.emit('streamAdded', stream(guest))
    mount(`s-${guest}`)
  }
  await run()
}

async function guestGoes({ events, run }: Phone, guest: string, seat: number) {
  events.emit('linkEnded', { userId: guest, seat, reason: 'ended' })
  if (guest === 'me') events.emit('rights', RIGHTS)
  else events.emit('streamRemoved', { streamId: `s-${guest}` })
  await run()
}

it('anchor: alone in live; RTC with the first guest, by the same pusher; live again after the last', async () => {
  const anchor = await phone('anchor', { ann: 'audience', bob: 'audience' })
  const { room, told, attributes } = anchor
  expect(told()).toEqual(['publish HD', 'pusher.start'])
  expect(room.pusher.snapshot.attributes).toMatchObject({ mode: 'HD', maxBitrate: 1200 })

  await guestSits(anchor, 'ann', 0)
  expect(told()).toEqual(['publish RTC', 'play s-ann RTC', 'pusher.stop', 's-ann.play', 'pusher.start'])
  expect(room.pusher.snapshot.attributes).toMatchObject({ mode: 'RTC', maxBitrate: 1000 })
  expect(attributes('s-ann')).toMatchObject({ mode: 'RTC', minCache: 0.2, maxCache: 0.8, src: 'rtmp://h/live/s-ann' })

  await guestSits(anchor, 'bob', 1)
  expect(told()).toEqual(['play s-bob RTC', 's-bob.play'])

  await guestGoes(anchor, 'ann', 0)
  expect(told()).toEqual(['s-ann.stop'])
  expect(room.pusher.snapshot.attributes.mode).toBe('RTC')

  await guestGoes(anchor, 'bob', 1)
  // The guest's stream is over a moment later; its address in live is not waited for.
  expect(told()).toEqual(['publish HD', 'play s-bob live', 's-bob.stop', 'pusher.stop', 'pusher.start'])
  expect(room.pusher.snapshot).toMatchObject({ state: { phase: 'live' }, attributes: { mode: 'HD' } })
})

it('guest: watches live; on the seat publishes in RTC and plays the anchor so; live again afterwards', async () => {
  const guest = await phone('audience', { ann: 'anchor' })
  const { room, told, attributes, events, run } = guest
  expect(told()).toEqual(['play s-ann live', 's-ann.play'])
  expect(attributes('s-ann').src).toBe('http://h/live/s-ann.flv')
  events.emit('linkRequested', linkRequest('me'))
  events.emit('linkSettled', { requestId: 'req-me', userId: 'me', outcome: 'accepted', by: 'ann' })
  expect(told()).toEqual([])

  await guestSits(guest, 'me', 0)
  await room.pusher.publish()
  await run()
  expect(told()).toEqual(['play s-ann RTC', 's-ann.stop', 's-ann.play', 'publish RTC', 'pusher.start'])
  expect(attributes('s-ann')).toMatchObject({ mode: 'RTC', src: 'rtmp://h/live/s-ann' })

  await guestGoes(guest, 'me', 0)
  expect(told()).toEqual(['play s-ann live', 'pusher.stop', 's-ann.stop', 's-ann.play'])
  expect(guest.provider.calls).toContainEqual(['unpublish', 'me~1'])
  expect(room.pusher.snapshot.state).toEqual({ phase: 'stopped' })
  expect(attributes('s-ann')).toMatchObject({ mode: 'live', maxCache: 3, src: 'http://h/live/s-ann.flv' })
})

it('the old address and picture stay until the new address is there', async () => {
  const guest = await phone('audience', { ann: 'anchor' })
  const { provider, told, attributes, room } = guest
  told()
  let answer!: (offer: { urls: string[] }) => void
  provider.answers.play = () => new Promise((resolve) => (answer = resolve))
  await guestSits(guest, 'me', 0)
  expect(told()).toEqual([])
  expect(attributes('s-ann')).toMatchObject({ mode: 'live', src: 'http://h/live/s-ann.flv' })
  expect(room.player('s-ann').snapshot.state).toEqual({ phase: 'live' })
  answer({ urls: ['rtmp://h/live/new'] })
  await guest.run()
  expect(told()).toEqual(['s-ann.stop', 's-ann.play'])
  expect(attributes('s-ann').src).toBe('rtmp://h/live/new')
})

it.each([
  ['live', { minCache: 1, maxCache: 3 }],
  ['monitor', { minCache: 0.2, maxCache: 0.5 }],
] as const)('a viewer of a %s room stays as they are while others talk', async (scene, cache) => {
  const viewer = await phone('audience', { ann: 'anchor', bob: 'audience' }, { scene })
  expect(viewer.told()).toEqual(['play s-ann live', 's-ann.play'])
  await guestSits(viewer, 'bob', 0)
  expect(viewer.told()).toEqual(['play s-bob live', 's-bob.play'])
  expect(viewer.attributes('s-ann')).toMatchObject({ mode: 'live', ...cache })
  await guestGoes(viewer, 'bob', 0)
  expect(viewer.told()).toEqual(['s-bob.stop'])
})

it('speakers talk from the start; an anchor among them joins in with the first and leaves with the last', async () => {
  const speaker = await phone('speaker', { bob: 'speaker' })
  expect(speaker.told()).toEqual(['play s-bob RTC', 'publish RTC', 's-bob.play', 'pusher.start'])

  const anchor = await phone('anchor', {})
  anchor.told()
  anchor.events.emit('userJoined', user('bob', { role: 'speaker' }))
  await anchor.run()
  expect(anchor.told()).toEqual(['publish RTC', 'pusher.stop', 'pusher.start'])
  anchor.events.emit('userLeft', { userId: 'bob' })
  await anchor.run()
  expect(anchor.told()).toEqual(['publish HD', 'pusher.stop', 'pusher.start'])
})

it('a role that changes changes the mode', async () => {
  const viewer = await phone('audience', { ann: 'anchor', bob: 'speaker' })
  viewer.told()
  viewer.events.emit('userUpdated', user('me', { role: 'speaker' }))
  await viewer.run()
  expect(viewer.room.session.snapshot.me?.role).toBe('speaker')
  expect(viewer.told().filter((call) => call.startsWith('play '))).toEqual(['play s-ann RTC', 'play s-bob RTC'])
})

describe('a moderator takes the microphone', () => {
  const mic = ({ room }: Phone) => room.pusher.snapshot.attributes.enableMic
  const told = ({ events }: Phone, silenced: boolean, id = 'me') =>
    events.emit('userUpdated', user(id, { silenced, role: 'speaker' }))

  it('silent until it is given back, whatever I wish meanwhile', async () => {
    const guest = await phone('speaker', { ann: 'anchor' })
    await guest.room.pusher.publish()
    await guest.run()
    told(guest, true)
    expect(mic(guest)).toBe(false)
    await expect(guest.room.pusher.setMic(true)).rejects.toMatchObject({ reason: 'muted' })
    told(guest, false)
    expect(mic(guest)).toBe(true)
  })

  it('that is not mine: nothing changes here', async () => {
    const guest = await phone('speaker', { ann: 'anchor', bob: 'speaker' })
    told(guest, true, 'bob')
    expect(mic(guest)).toBe(true)
  })

  it('and the session ends: the next one has its sound, unless it begins silenced', async () => {
    const guest = await phone('speaker', { ann: 'anchor' })
    told(guest, true)
    guest.events.emit('left', { reason: 'kicked' })
    await guest.room.join({ roomId: 'r1', token: 't' })
    expect(mic(guest)).toBe(true)
    const me = user('me', { role: 'speaker', silenced: true })
    guest.events.emit('snapshot', snapshotOf({ me, users: [me], allSilenced: true }))
    expect([mic(guest), guest.room.session.snapshot.allSilenced]).toEqual([false, true])
    guest.events.emit('allSilenced', { on: false })
    expect(guest.room.session.snapshot.allSilenced).toBe(false)
  })
})

it('who is made audience on air is not restarted in another mode, and publishes no more once the right is gone', async () => {
  const anchor = await phone('anchor', { bob: 'anchor' })
  await anchor.room.pusher.publish()
  await anchor.run()
  anchor.told()
  const changed: unknown[] = []
  anchor.room.events.on('roleChanged', (event) => changed.push(event))
  const me = user('me', { role: 'audience' })
  anchor.events.emit('userUpdated', me)
  await anchor.run()
  expect(anchor.told()).toEqual([])
  expect(changed).toEqual([{ user: me, before: 'anchor' }])
  anchor.events.emit('rights', { ...anchor.room.session.snapshot.rights, publish: false })
  await anchor.run()
  expect(anchor.room.pusher.snapshot.state.phase).toBe('stopped')
})
