import { at, people, room } from './harness'

describe('mic-link', () => {
  it('a simulated anchor takes me after a while, and I may publish until it ends', async () => {
    const { provider, clock, of, names } = await room({ people, script: [] })
    await provider.link.request()
    const { id } = of('linkRequested')[0]!
    await expect(provider.link.request()).rejects.toMatchObject({ reason: 'link-pending' })
    clock.advance(1499)
    expect(names()).toEqual(['linkRequested'])
    clock.advance(1)
    expect(of('linkSettled')).toEqual([{ requestId: id, userId: 'me', outcome: 'accepted', by: 'alice' }])
    expect(of('linkStarted')).toEqual([{ userId: 'me', seat: 0 }])
    expect(of('rights')).toMatchObject([{ publish: true }])
    await provider.publish({ audio: true, video: true, mode: 'RTC' })
    await provider.link.end()
    expect(of('linkEnded')).toEqual([{ userId: 'me', seat: 0, reason: 'ended' }])
    expect(of('rights')[1]).toMatchObject({ publish: false })
    await expect(provider.link.end()).rejects.toMatchObject({ reason: 'not-linked' })
  })

  it.each<[string, Parameters<typeof room>[0], string]>([
    ['as the option says', { answer: { after: 100, outcome: 'refused' } }, 'refused'],
    [
      'as the script says, before anybody answers',
      { script: [at(50, { kind: 'answer', whom: 'me', outcome: 'refused' })] },
      'refused',
    ],
    ['not at all: it expires', { answer: false }, 'expired'],
    ['the anchor left', { script: [at(50, { kind: 'leave', who: 'Alice' })] }, 'anchor-left'],
  ])('answers %s', async (_, options, outcome) => {
    const { provider, clock, of } = await room({ people, script: [], ...options })
    await provider.link.request()
    clock.advance(40_000)
    expect(of('linkSettled').map((settled) => settled.outcome)).toEqual([outcome])
    expect(of('error')).toEqual([])
  })

  it('a simulated host without a free seat refuses, and says so', async () => {
    const script = [at(10, { kind: 'request', who: 'Bob' })]
    const { provider, clock, of } = await room({ people, script, seats: 1 })
    clock.advance(20)
    await provider.link.request()
    clock.advance(3000)
    expect(of('linkSettled').map(({ userId, outcome }) => `${userId} ${outcome}`)).toEqual([
      'bob accepted',
      'me refused',
    ])
    expect(of('error')).toMatchObject([{ reason: 'seats-full' }])
  })

  it('withdraws my request', async () => {
    const { provider, clock, of } = await room({ people, script: [] })
    await provider.link.request({ media: 'audio' })
    const { id } = of('linkRequested')[0]!
    await provider.link.cancel(id)
    clock.advance(40_000)
    expect(of('linkSettled').map(({ outcome }) => outcome)).toEqual(['cancelled'])
    await expect(provider.link.cancel(id)).rejects.toMatchObject({ reason: 'link-not-found' })
  })

  it('I, the host, answer several side by side; who is taken publishes', async () => {
    const crowd = [{ name: 'Bob' }, { name: 'Carol' }, { name: 'Dan' }]
    const script = crowd.map(({ name }) => at(10, { kind: 'request', who: name }))
    const { provider, clock, of } = await room({ people: crowd, script, seats: 1 }, { role: 'anchor' })
    clock.advance(10)
    const [bob, carol, dan] = of('linkRequested')
    await provider.link.accept(bob!.id)
    await expect(provider.link.accept(carol!.id)).rejects.toMatchObject({ reason: 'seats-full' })
    await provider.link.refuse(dan!.id, 'later')
    expect(of('streamAdded').map(({ userId }) => userId)).toEqual(['bob'])
    await provider.link.end('bob')
    expect(of('linkEnded')).toEqual([{ userId: 'bob', seat: 0, reason: 'kicked' }])
    expect(of('streamRemoved')).toEqual([{ streamId: 'bob-camera' }])
    await provider.link.accept(carol!.id)
    expect(of('linkSettled')).toEqual([
      { requestId: bob!.id, userId: 'bob', outcome: 'accepted', by: 'me' },
      { requestId: dan!.id, userId: 'dan', outcome: 'refused', by: 'me', message: 'later' },
      { requestId: carol!.id, userId: 'carol', outcome: 'accepted', by: 'me' },
    ])
  })

  it('invites go both ways', async () => {
    const mine = await room({ people: [{ name: 'Bob' }], script: [] }, { role: 'anchor' })
    await mine.provider.link.invite('bob')
    mine.clock.advance(1500)
    expect(mine.of('linkStarted')).toEqual([{ userId: 'bob', seat: 0 }])
    const theirs = await room({ people, script: [at(10, { kind: 'invite' })] })
    theirs.clock.advance(10)
    const [invitation] = theirs.of('linkRequested')
    expect(invitation).toMatchObject({ from: 'anchor', userId: 'me' })
    await theirs.provider.link.accept(invitation!.id)
    expect(theirs.of('linkStarted')).toEqual([{ userId: 'me', seat: 0 }])
  })

  it('only hosts answer and invite', async () => {
    const script = [at(10, { kind: 'request', who: 'Bob' })]
    const { provider, clock, of } = await room({ people, script, answer: false })
    clock.advance(20)
    const { id } = of('linkRequested')[0]!
    const calls = [
      provider.link.accept(id),
      provider.link.refuse(id),
      provider.link.cancel(id),
      provider.link.invite('bob'),
      provider.link.end('bob'),
      provider.link.lock(0, true),
      provider.link.move(1, 'bob'),
    ]
    for (const call of calls) await expect(call).rejects.toMatchObject({ reason: 'forbidden' })
    expect(of('linkSettled')).toEqual([])
  })

  it('an invitation is the invited person’s to answer and a host’s to withdraw', async () => {
    const { provider, of } = await room({ people: [{ name: 'Bob' }], script: [], answer: false }, { role: 'anchor' })
    await provider.link.invite('bob', { seat: 2 })
    const { id } = of('linkRequested')[0]!
    expect(of('linkRequested')).toMatchObject([{ seat: 2, from: 'anchor' }])
    await expect(provider.link.accept(id)).rejects.toMatchObject({ reason: 'forbidden' })
    await provider.link.cancel(id)
    expect(of('linkSettled')).toMatchObject([{ outcome: 'cancelled', by: 'me' }])
    await expect(provider.link.invite('zoe')).rejects.toMatchObject({ reason: 'user-not-found' })
    await expect(provider.link.invite('me')).rejects.toMatchObject({ reason: 'forbidden' })
  })

  it.each([
    [undefined, 30_000],
    [8000, 8000],
    [1, 5000],
    [Infinity, 300_000],
  ])('a request for %s ms waits %i', async (expiresIn, waits) => {
    const { provider, clock, log, of } = await room({ people, script: [], answer: false })
    await provider.link.request(expiresIn === undefined ? {} : { expiresIn })
    const { createdAt, expiresAt } = of('linkRequested')[0]!
    expect(expiresAt - createdAt).toBe(waits)
    clock.advance(400_000)
    expect(log.slice(1)).toMatchObject([{ at: waits, event: 'linkSettled', payload: { outcome: 'expired' } }])
  })
})
