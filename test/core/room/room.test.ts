import { LiveError } from '../../../src/errors'
import { createRoom } from '../../../src/index'
import type { RoomProvider } from '../../../src/provider/types'
import { FakeProvider, linkRequest, snapshotOf, user } from '../../support/fake-provider'

const REQUEST = { roomId: 'r1', token: 't' }
const stream = (userId: string, id = `${userId}~1`) => ({
  id,
  userId,
  kind: 'camera' as const,
  audio: true,
  video: true,
  startedAt: 1,
})

async function joined(snapshot = snapshotOf()) {
  const provider = new FakeProvider()
  provider.snapshot = snapshot
  const room = createRoom({ provider })
  const heard: Array<[string, unknown]> = []
  for (const event of ['error', 'left', 'gap', 'userJoined', 'userLeft', 'command', 'linkRequested'] as const)
    room.events.on(event, (payload: unknown) => heard.push([event, payload]))
  await room.join(REQUEST)
  return { provider, room, heard }
}

describe('joining', () => {
  it('goes idle -> joining -> joined and takes the whole snapshot', async () => {
    const provider = new FakeProvider()
    provider.snapshot = snapshotOf({ users: [user('me'), user('ann', { role: 'anchor' })], streams: [stream('ann')] })
    const room = createRoom({ provider })
    const states: string[] = [room.session.snapshot.connection.state]
    room.session.onChange(({ connection }) => states.push(connection.state))
    await room.join(REQUEST)
    expect(states).toEqual(['idle', 'joining', 'joined'])
    expect(room.users.snapshot.map(({ id }) => id)).toEqual(['me', 'ann'])
    expect(room.streams.get('ann~1')).toMatchObject({ userId: 'ann' })
    expect(room.session.snapshot).toMatchObject({ roomId: 'r1', me: { id: 'me' }, online: 1 })
  })

  it('is refused with the reason of the server, and can be tried again', async () => {
    const provider = new FakeProvider()
    const refusal = LiveError.of('token-expired', 'get a new token')
    provider.answers.join = () => Promise.reject(refusal)
    const room = createRoom({ provider })
    await expect(room.join(REQUEST)).rejects.toBe(refusal)
    expect(room.session.snapshot.connection).toEqual({ state: 'left', reason: 'refused' })
    expect(provider.events.size).toBe(0)
    provider.answers = {}
    await room.join(REQUEST)
    expect(room.session.snapshot.connection.state).toBe('joined')
  })

  it.each([
    [{ roomId: '', token: 't' }, 'roomId'],
    [{ roomId: 'r', token: '' }, 'token'],
    [undefined as never, 'joinRequest'],
  ])('names what is missing in %j', async (request, subject) => {
    await expect(createRoom({ provider: new FakeProvider() }).join(request)).rejects.toMatchObject({
      reason: 'invalid-argument',
      subject,
    })
  })

  it('refuses a second join, and an unknown provider by the names it knows', async () => {
    const { room } = await joined()
    await expect(room.join(REQUEST)).rejects.toMatchObject({ reason: 'invalid-state' })
    await expect(createRoom({ provider: 'nope' }).join(REQUEST)).rejects.toMatchObject({
      reason: 'unknown-provider',
      message: expect.stringContaining('gateway'),
    })
  })

  it('does not come to life when it was left in the meantime', async () => {
    const provider = new FakeProvider()
    let answer!: (snapshot: unknown) => void
    provider.answers.join = () => new Promise((resolve) => (answer = resolve))
    const room = createRoom({ provider })
    const joining = room.join(REQUEST)
    await room.leave()
    answer(snapshotOf())
    await expect(joining).rejects.toMatchObject({ reason: 'invalid-state' })
    expect(room.session.snapshot.connection).toEqual({ state: 'left', reason: 'left' })
    expect(room.users.snapshot).toEqual([])
  })
})

describe('calls outside a room', () => {
  it.each([
    ['room.messages.chat', (room: ReturnType<typeof createRoom>) => room.messages.chat('x')],
    ['room.messages.command', (room: ReturnType<typeof createRoom>) => room.messages.command('x', 1)],
    ['room.link.request', (room: ReturnType<typeof createRoom>) => room.link.request()],
    ['room.link.end', (room: ReturnType<typeof createRoom>) => room.link.end()],
    ['room.kick', (room: ReturnType<typeof createRoom>) => room.kick('ann')],
    ['room.muteChat', (room: ReturnType<typeof createRoom>) => room.muteChat('ann', true)],
    ['room.renewToken', (room: ReturnType<typeof createRoom>) => room.renewToken('t')],
    ['room.pusher.publish', (room: ReturnType<typeof createRoom>) => room.pusher.publish()],
  ])('%s says: join a room first', async (call, act) => {
    const room = createRoom({ provider: new FakeProvider() })
    await expect(act(room)).rejects.toMatchObject({ reason: 'invalid-state', message: expect.stringContaining(call) })
  })
})

describe('deltas', () => {
  it('reach their part', async () => {
    const { provider, room, heard } = await joined()
    const { events } = provider
    events.emit('userJoined', user('ann'))
    events.emit('streamAdded', stream('ann'))
    events.emit('streamUpdated', { ...stream('ann'), video: false })
    events.emit('counts', { online: 9, likes: 3 })
    events.emit('linkRequested', linkRequest('ann'))
    events.emit('message', { id: 's1', kind: 'command', command: 'pin', data: 1, from: 'ann', name: 'Ann', at: 1 })
    expect(room.streams.snapshot).toEqual([{ ...stream('ann'), video: false }])
    expect(room.session.snapshot).toMatchObject({ online: 9, likes: 3 })
    expect(room.link.snapshot.requests).toHaveLength(1)
    events.emit('streamRemoved', { streamId: 'ann~1' })
    events.emit('userLeft', { userId: 'ann' })
    expect(room.users.snapshot.map(({ id }) => id)).toEqual(['me'])
    expect(heard.map(([event]) => event)).toEqual(['userJoined', 'linkRequested', 'command', 'userLeft'])
  })

  it('says reconnecting, resumed, and tells a gap', async () => {
    const { provider, room, heard } = await joined()
    provider.events.emit('reconnecting', { attempt: 1, cause: LiveError.of('network', 'cut') })
    expect(room.session.snapshot.connection).toEqual({ state: 'reconnecting', attempt: 1 })
    provider.events.emit('resumed', {})
    expect(room.session.snapshot.connection).toEqual({ state: 'joined' })
    provider.events.emit('snapshot', snapshotOf({ users: [user('me'), user('bob')] }))
    expect(room.users.get('bob')).toBeDefined()
    expect(heard.map(([event]) => event)).toEqual(['gap'])
  })

  it('tells a gap while what was there before still stands, so that its place can be marked', async () => {
    const { provider, room } = await joined()
    const seen: unknown[] = []
    room.events.on('gap', () => seen.push([room.session.snapshot.connection.state, room.users.get('bob')]))
    provider.events.emit('reconnecting', { attempt: 1, cause: LiveError.of('network', 'cut') })
    provider.events.emit('snapshot', snapshotOf({ users: [user('me'), user('bob')] }))
    expect(seen).toEqual([['reconnecting', undefined]])
    expect(room.session.snapshot.connection).toEqual({ state: 'joined' })
  })

  it('keeps out, lets in again and closes by the provider', async () => {
    const { provider, room } = await joined()
    await room.ban('ann', { seconds: 60 })
    await room.ban('bob')
    await room.unban('ann')
    await room.close()
    expect(provider.calls.slice(1)).toEqual([
      ['moderate.ban', 'ann', 60],
      ['moderate.ban', 'bob', undefined],
      ['moderate.unban', 'ann'],
      ['moderate.close'],
    ])
  })

  it('ends when the server says so, with the reason', async () => {
    const { provider, room, heard } = await joined()
    provider.events.emit('left', { reason: 'kicked' })
    expect(room.session.snapshot.connection).toEqual({ state: 'left', reason: 'kicked' })
    expect(heard).toEqual([['left', { reason: 'kicked' }]])
    expect(provider.events.size).toBe(0)
    await room.leave()
    expect(provider.called).toEqual(['join'])
  })
})

describe('a big room: 10,000 people, 500 of them listed', () => {
  const crowd = [user('me'), ...Array.from({ length: 499 }, (_, i) => user(`u${i}`))]
  const enter = () => joined(snapshotOf({ users: crowd, online: 10_000 }))

  it('counts everybody, and takes what comes from people who are not listed', async () => {
    const { provider, room, heard } = await enter()
    const { events } = provider
    expect([room.session.snapshot.online, room.users.snapshot.length]).toEqual([10_000, 500])
    events.emit('message', { kind: 'chat', text: 'hi', id: 'x:1', from: 'x', name: 'Xu', at: 1 })
    expect(room.messages.snapshot.entries).toMatchObject([{ from: 'x', name: 'Xu', text: 'hi', mine: false }])
    const request = {
      id: 'q',
      from: 'audience',
      userId: 'x',
      name: 'Xu',
      media: 'video',
      createdAt: 1,
      expiresAt: 2,
    } as const
    events.emit('linkRequested', request)
    events.emit('linkStarted', { userId: 'x', seat: 0 })
    events.emit('linkSettled', { requestId: 'q', userId: 'x', outcome: 'accepted' })
    events.emit('linkEnded', { userId: 'x', seat: 0, reason: 'ended' })
    events.emit('userLeft', { userId: 'x' })
    events.emit('counts', { online: 9_999, likes: 0 })
    expect(room.link.snapshot).toMatchObject({ requests: [], active: false })
    expect([room.session.snapshot.online, room.users.snapshot.length]).toEqual([9_999, 500])
    expect(heard.map(([event]) => event)).toEqual(['linkRequested'])
  })

  it('somebody who is listed late is who they are by then; so am I', async () => {
    const { provider, room, heard } = await enter()
    const roles: unknown[] = []
    room.events.on('roleChanged', ({ user: { id, role }, before }) => roles.push([id, before, role]))
    provider.events.emit('userJoined', user('x', { role: 'speaker' }))
    provider.events.emit('userJoined', user('me', { role: 'speaker', muted: true }))
    provider.events.emit('userJoined', user('u1', { role: 'admin' }))
    expect(room.session.snapshot.me).toMatchObject({ role: 'speaker', muted: true })
    expect(roles).toEqual([
      ['me', 'audience', 'speaker'],
      ['u1', 'audience', 'admin'],
    ])
    expect(heard).toMatchObject([['userJoined', { id: 'x' }]])
    expect(room.users.snapshot).toHaveLength(501)
  })
})

describe('publishing follows the rights', () => {
  const seat = (userId: string | null) => [{ index: 0, userId, locked: false, muted: false }]

  it('is refused without the right', async () => {
    const { room, provider } = await joined()
    await expect(room.pusher.publish()).rejects.toMatchObject({ reason: 'forbidden' })
    expect(provider.called).not.toContain('publish')
  })

  it('a link brings RTC for guest and anchor, its end takes the stream back', async () => {
    const { room, provider } = await joined(
      snapshotOf({
        users: [user('me'), user('ann', { role: 'anchor' })],
        streams: [stream('ann')],
        link: { requests: [], seats: seat(null) },
      }),
    )
    const rights = room.session.snapshot.rights
    provider.events.emit('linkStarted', { userId: 'me', seat: 0 })
    provider.events.emit('rights', { ...rights, publish: true })
    await room.pusher.publish()
    expect(provider.calls).toContainEqual(['publish', expect.objectContaining({ mode: 'RTC' })])
    provider.events.emit('linkEnded', { userId: 'me', seat: 0, reason: 'ended' })
    provider.events.emit('rights', rights)
    await Promise.resolve()
    expect(provider.calls).toContainEqual(['unpublish', 'me~1'])
    expect(room.pusher.snapshot.streamId).toBe('')
    await room.leave()
  })
})

describe('leaving', () => {
  it('leaves nothing behind', async () => {
    jest.useFakeTimers()
    const { provider, room } = await joined(snapshotOf({ streams: [stream('ann')] }))
    room.messages.like()
    room
      .player('ann~1')
      .mount({ play: async () => {}, stop: async () => {}, pause: async () => {}, resume: async () => {} })
    await room.leave()
    expect(provider.called).toContain('leave')
    expect(provider.events.size).toBe(0)
    expect(jest.getTimerCount()).toBe(0)
    expect(room.streams.snapshot).toEqual([])
    jest.useRealTimers()
  })

  it('moderation is refused where the provider has none', async () => {
    const provider = new FakeProvider()
    Object.defineProperty(provider, 'moderate', { value: undefined })
    const room = createRoom({ provider: provider as RoomProvider })
    await room.join(REQUEST)
    await expect(room.kick('ann')).rejects.toMatchObject({ reason: 'unsupported' })
  })
})

it('moderation and a fresh token go to the provider as they are', async () => {
  const { provider, room } = await joined()
  provider.calls.length = 0
  await room.kick('ann')
  await room.muteChat('ann', true)
  await room.renewToken('t2')
  expect(provider.calls).toEqual([
    ['moderate.kick', 'ann'],
    ['moderate.mute', 'ann', true],
    ['renewToken', 't2'],
  ])
})

it('a carrier is there from joining to leaving; native events reach the provider from the first moment', async () => {
  const provider = new FakeProvider()
  const native = jest.spyOn(provider, 'native')
  const carrier = { url: 'room://x', attributes: {} }
  const room = createRoom({ provider })
  provider.answers.join = () => {
    provider.events.emit('carrier', carrier)
    expect(room.session.snapshot.carrier).toEqual(carrier)
    room.pusher.native('statechange', { code: 1018 })
    return provider.snapshot
  }
  await room.join(REQUEST)
  expect(room.session.snapshot.carrier).toEqual(carrier)
  expect(native).toHaveBeenCalledWith({
    tag: 'live-pusher',
    streamId: '',
    type: 'statechange',
    detail: { code: 1018 },
  })
  await room.leave()
  expect(room.session.snapshot.carrier).toBeUndefined()
})

it('the player of a stream that a snapshot no longer has is let go', async () => {
  const { provider, room } = await joined(snapshotOf({ streams: [stream('ann'), stream('bob')] }))
  const [ann, bob] = [room.player('ann~1'), room.player('bob~1')]
  provider.events.emit('snapshot', snapshotOf({ streams: [stream('bob')] }))
  expect([ann.snapshot.state.phase, bob.snapshot.state.phase]).toEqual(['stopped', 'idle'])
  expect(room.player('bob~1')).toBe(bob)
})
