import { LiveError } from '../../../src/errors'
import { createRoom } from '../../../src/index'
import type { Seat } from '../../../src/provider/types'
import { FakeProvider, linkRequest, snapshotOf, user } from '../../support/fake-provider'

const seats = (...people: Array<string | null>): Seat[] =>
  people.map((userId, index) => ({ index, userId, locked: false }))

async function setup(link = { requests: [], seats: seats(null, null) } as ReturnType<typeof snapshotOf>['link']) {
  const provider = new FakeProvider()
  provider.snapshot = snapshotOf({ users: [user('me'), user('ann', { role: 'anchor' })], link })
  const room = createRoom({ provider })
  await room.join({ roomId: 'r1', token: 't' })
  provider.calls.length = 0
  const { events } = provider
  return { provider, events, room, link: room.link, mine: () => room.link.snapshot.mine }
}

describe('my side', () => {
  it('goes idle -> requesting -> linked -> idle(why), by events alone', async () => {
    const { link, mine, events, provider } = await setup()
    await link.request({ media: 'audio', seat: 1, expiresIn: 5000 })
    expect(provider.calls).toEqual([['link.request', { media: 'audio', seat: 1, expiresIn: 5000 }]])
    expect(mine()).toEqual({ state: 'idle' })
    events.emit('linkRequested', linkRequest('me'))
    expect(mine()).toEqual({ state: 'requesting', request: linkRequest('me') })
    events.emit('linkSettled', { requestId: 'req-me', userId: 'me', outcome: 'accepted', by: 'ann' })
    expect(mine().state).toBe('requesting')
    events.emit('linkStarted', { userId: 'me', seat: 1 })
    expect(mine()).toMatchObject({ state: 'linked', seat: 1 })
    expect(link.snapshot).toMatchObject({ active: true, requests: [] })
    events.emit('linkEnded', { userId: 'me', seat: 1, reason: 'kicked' })
    expect(mine()).toEqual({ state: 'idle', ended: 'kicked' })
    expect(link.snapshot).toMatchObject({ active: false, seats: seats(null, null) })
  })

  it.each(['cancelled', 'expired', 'anchor-left'] as const)('says why a request stopped: %s', async (outcome) => {
    const { mine, events } = await setup()
    events.emit('linkRequested', linkRequest('me'))
    events.emit('linkSettled', { requestId: 'req-me', userId: 'me', outcome })
    expect(mine()).toEqual({ state: 'idle', ended: outcome })
  })

  it('the refused person sees who refused and in what words, until the next request', async () => {
    const { mine, events } = await setup()
    events.emit('linkRequested', linkRequest('me'))
    const words = { by: 'ann', message: 'after this song' }
    events.emit('linkSettled', { requestId: 'req-me', userId: 'me', outcome: 'refused', ...words })
    expect(mine()).toEqual({ state: 'idle', ended: 'refused', ...words })
    events.emit('linkRequested', linkRequest('bob'))
    expect(mine()).toEqual({ state: 'idle', ended: 'refused', ...words })
    events.emit('linkRequested', linkRequest('me', { id: 'again' }))
    events.emit('linkSettled', { requestId: 'again', userId: 'me', outcome: 'expired' })
    expect(mine()).toEqual({ state: 'idle', ended: 'expired' })
  })

  it.each([[['linkStarted', 'linkSettled']], [['linkSettled', 'linkStarted']]] as const)(
    'is linked whichever comes first of %j',
    async (order) => {
      const { mine, events } = await setup()
      events.emit('linkRequested', linkRequest('me'))
      for (const event of order)
        if (event === 'linkStarted') events.emit(event, { userId: 'me', seat: 0 })
        else events.emit(event, { requestId: 'req-me', userId: 'me', outcome: 'accepted' })
      expect(mine()).toMatchObject({ state: 'linked', seat: 0 })
    },
  )

  it('a receipt that comes after the answer does not bring the request back', async () => {
    const { link, mine, events, provider } = await setup()
    let receipt!: () => void
    provider.answers['link.request'] = () => new Promise<void>((resolve) => (receipt = resolve))
    const asking = link.request()
    events.emit('linkRequested', linkRequest('me'))
    events.emit('linkSettled', { requestId: 'req-me', userId: 'me', outcome: 'refused' })
    receipt()
    await asking
    expect(mine()).toEqual({ state: 'idle', ended: 'refused' })
    expect(link.snapshot.requests).toEqual([])
  })

  it('asks once at a time, and again after a refusal of the call', async () => {
    const { link, provider } = await setup()
    let refuse!: (error: LiveError) => void
    provider.answers['link.request'] = () => new Promise((_, reject) => (refuse = reject))
    const first = link.request()
    await expect(link.request()).rejects.toMatchObject({
      reason: 'invalid-state',
      message: expect.stringMatching(/already requesting/),
    })
    refuse(LiveError.of('seats-full', 'no seat'))
    await expect(first).rejects.toMatchObject({ reason: 'seats-full' })
    provider.answers = {}
    await link.request()
    expect(provider.called).toEqual(['link.request', 'link.request'])
  })

  it('answers an invitation without naming it', async () => {
    const { link, mine, provider, events } = await setup()
    events.emit('linkRequested', linkRequest('me', { id: 'inv1', from: 'anchor' }))
    expect(mine().state).toBe('invited')
    await link.refuse(undefined, 'busy')
    await link.accept()
    expect(provider.calls).toEqual([
      ['link.refuse', 'inv1', 'busy'],
      ['link.accept', 'inv1'],
    ])
  })

  it('follows its seat when it moves or is moved', async () => {
    const { link, mine, events, provider } = await setup()
    events.emit('linkStarted', { userId: 'me', seat: 0 })
    const { since } = mine() as { since: number }
    await link.moveTo(1)
    expect(provider.calls).toEqual([['link.move', 1, undefined]])
    events.emit('seats', seats(null, 'me'))
    expect(mine()).toEqual({ state: 'linked', seat: 1, since })
  })
})

describe('lost and regained', () => {
  it('reconnecting changes nothing; still seated afterwards keeps its since', async () => {
    const { mine, events } = await setup()
    jest.spyOn(Date, 'now').mockReturnValueOnce(777)
    events.emit('linkStarted', { userId: 'me', seat: 0 })
    events.emit('reconnecting', { attempt: 1, cause: LiveError.of('network', 'cut') })
    expect(mine()).toEqual({ state: 'linked', seat: 0, since: 777 })
    events.emit('snapshot', snapshotOf({ link: { requests: [], seats: seats(null, 'me') } }))
    expect(mine()).toEqual({ state: 'linked', seat: 1, since: 777 })
    jest.restoreAllMocks()
  })

  it.each([
    ['linked', () => ['linkStarted', { userId: 'me', seat: 0 }] as const],
    ['requesting', () => ['linkRequested', linkRequest('me')] as const],
    ['invited', () => ['linkRequested', linkRequest('me', { from: 'anchor' })] as const],
  ])('%s that is gone after a snapshot was lost', async (state, make) => {
    const { mine, events } = await setup()
    const [event, payload] = make()
    events.emit(event, payload as never)
    expect(mine().state).toBe(state)
    events.emit('snapshot', snapshotOf({ link: { requests: [], seats: seats(null, null) } }))
    expect(mine()).toEqual({ state: 'idle', ended: 'lost' })
  })

  it('a request that was taken meanwhile is a link, one that was told before stays told', async () => {
    const { mine, events } = await setup({ requests: [linkRequest('me')], seats: seats(null) })
    expect(mine().state).toBe('requesting')
    events.emit('snapshot', snapshotOf({ link: { requests: [], seats: seats('me') } }))
    expect(mine()).toMatchObject({ state: 'linked', seat: 0 })
    events.emit('linkEnded', { userId: 'me', seat: 0, reason: 'anchor-left' })
    events.emit('snapshot', snapshotOf({ link: { requests: [], seats: seats(null) } }))
    expect(mine()).toEqual({ state: 'idle', ended: 'anchor-left' })
  })

  it('nothing of it survives the session', async () => {
    const { room, mine, events } = await setup()
    events.emit('linkStarted', { userId: 'me', seat: 0 })
    await room.leave()
    expect(room.link.snapshot).toEqual({ mine: { state: 'idle' }, requests: [], seats: [], active: false })
    await room.join({ roomId: 'r1', token: 't' })
    expect(mine()).toEqual({ state: 'idle' })
  })
})

describe("the host's side", () => {
  it('keeps several requests side by side; settling one leaves the others alone', async () => {
    const { link, events } = await setup()
    for (const id of ['ann', 'bob', 'cat']) events.emit('linkRequested', linkRequest(id))
    events.emit('linkSettled', { requestId: 'req-bob', userId: 'bob', outcome: 'accepted' })
    events.emit('linkStarted', { userId: 'bob', seat: 0 })
    expect(link.snapshot.requests.map(({ userId }) => userId)).toEqual(['ann', 'cat'])
    expect(link.snapshot.seats).toEqual(seats('bob', null))
    expect(link.snapshot.mine).toEqual({ state: 'idle' })
  })

  it('the second of two anchors who answer one request is told so, and its state stays right', async () => {
    const { link, events, provider } = await setup()
    events.emit('linkRequested', linkRequest('bob'))
    provider.answers['link.accept'] = () => Promise.reject(LiveError.of('link-not-found', 'answered already'))
    const second = link.accept('req-bob')
    events.emit('linkSettled', { requestId: 'req-bob', userId: 'bob', outcome: 'accepted', by: 'ann' })
    events.emit('linkStarted', { userId: 'bob', seat: 0 })
    await expect(second).rejects.toMatchObject({ reason: 'link-not-found' })
    expect(link.snapshot).toMatchObject({ requests: [], seats: seats('bob', null), mine: { state: 'idle' } })
  })

  it('invites, ends, locks, withdraws and moves by the provider', async () => {
    const { link, provider } = await setup()
    await link.invite('bob', { media: 'audio', expiresIn: 9000 })
    await link.end('bob')
    await link.lockSeat(0, true)
    await link.cancel('inv-bob')
    await link.moveTo(1, 'bob')
    expect(provider.calls).toEqual([
      ['link.invite', 'bob', { media: 'audio', expiresIn: 9000 }],
      ['link.end', 'bob'],
      ['link.lock', 0, true],
      ['link.cancel', 'inv-bob'],
      ['link.move', 1, 'bob'],
    ])
  })

  it('shows a seat that no list had, and a person on one seat only', async () => {
    const { link, events } = await setup({ requests: [], seats: [] })
    events.emit('linkStarted', { userId: 'bob', seat: 2 })
    events.emit('linkStarted', { userId: 'bob', seat: 0 })
    expect(link.snapshot.seats.map(({ index, userId }) => [index, userId])).toEqual([
      [0, 'bob'],
      [2, null],
    ])
  })
})

describe('calls in the wrong state say what to do', () => {
  it('outside of a request, an invitation, a link', async () => {
    const { link, provider, events } = await setup()
    await expect(link.cancel()).rejects.toMatchObject({ reason: 'link-not-found' })
    await expect(link.accept()).rejects.toMatchObject({
      reason: 'link-not-found',
      message: expect.stringMatching(/pass|host/),
    })
    await expect(link.refuse()).rejects.toMatchObject({ reason: 'link-not-found' })
    await expect(link.end()).rejects.toMatchObject({ reason: 'not-linked' })
    await expect(link.moveTo(1)).rejects.toMatchObject({ reason: 'not-linked' })
    events.emit('linkStarted', { userId: 'me', seat: 0 })
    await expect(link.request()).rejects.toMatchObject({
      reason: 'invalid-state',
      message: expect.stringMatching(/already linked/),
    })
    expect(provider.calls).toEqual([])
  })

  it.each([
    ['seats', 'lockSeat', [0, true]],
    ['seats', 'moveTo', [0, 'bob']],
    ['link', 'request', []],
    ['link', 'invite', ['bob']],
  ] as const)('a provider without %s refuses %s as unsupported', async (ability, call, args) => {
    const { link, provider } = await setup()
    provider.capabilities[ability] = false
    await expect((link[call] as (...rest: unknown[]) => Promise<void>)(...args)).rejects.toMatchObject({
      reason: 'unsupported',
      message: expect.stringContaining(`room.link.${call}`),
    })
    expect(provider.calls).toEqual([])
  })
})
