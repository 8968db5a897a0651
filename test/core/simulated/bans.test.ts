import { at, people, room, START } from './harness'

const anchor = (script: Parameters<typeof room>[0] = {}) =>
  room(
    { people: [{ name: 'Bob' }, { name: 'Ada', role: 'admin' }], script: [], answer: false, ...script },
    { role: 'anchor' },
  )

describe('kept out', () => {
  const comesAt = (ms: number) => at(ms, { kind: 'join', who: 'Bob' })

  it('for a while: out at once, and let in when it is over', async () => {
    const { provider, clock, of } = await anchor({ script: [comesAt(1000), comesAt(60_000)] })
    await provider.moderate!.ban('bob', 60)
    expect(of('userLeft')).toEqual([{ userId: 'bob' }])
    clock.advance(59_999)
    expect(of('userJoined')).toEqual([])
    clock.advance(1)
    expect(of('userJoined')).toMatchObject([{ id: 'bob' }])
    expect(of('error')).toEqual([])
  })

  it('for good, until it is taken back; people who are away can be as well', async () => {
    const { provider, clock, of } = await anchor({
      people: [{ name: 'Bob', present: false }],
      script: [comesAt(1e9), comesAt(2e9)],
    })
    await provider.moderate!.ban('bob')
    clock.advance(1e9)
    expect(of('userJoined')).toEqual([])
    await provider.moderate!.unban('bob')
    await provider.moderate!.unban('bob')
    clock.advance(1e9)
    expect(of('userJoined')).toMatchObject([{ id: 'bob' }])
  })

  it('by the rules of kicking', async () => {
    const { provider } = await anchor()
    await expect(provider.moderate!.ban('me')).rejects.toMatchObject({ reason: 'forbidden' })
    await expect(provider.moderate!.ban('ada')).rejects.toMatchObject({ reason: 'forbidden' })
    const guest = await room({ people, script: [] })
    for (const call of ['ban', 'unban', 'close'] as const)
      await expect(guest.provider.moderate![call]('bob')).rejects.toMatchObject({ reason: 'forbidden' })
  })

  it.each([
    [60, { until: START + 10 + 60_000 }],
    [undefined, {}],
  ])('I am, by a host of the script, for %s seconds', async (seconds, how) => {
    const action = { kind: 'ban', who: 'me', ...(seconds && { seconds }) } as const
    const { provider, clock, of } = await room({ people, script: [at(10, action)] })
    const left = of('left')
    expect(left).toEqual([])
    clock.advance(10)
    const [out] = of('left')
    expect(out).toMatchObject({ reason: 'banned', cause: { reason: 'banned', ...how } })
    expect('until' in (out!.cause as object)).toBe(seconds !== undefined)
    expect(provider.events.size).toBe(0)
  })
})

it('a moderator ends the room for everybody', async () => {
  const { provider, of } = await anchor()
  await provider.moderate!.close()
  expect(of('left')).toEqual([{ reason: 'room-closed' }])
  await expect(provider.moderate!.close()).rejects.toMatchObject({ reason: 'invalid-state' })
})
