import fc from 'fast-check'
import { simulated } from '../../../src/provider/simulated'
import { at, people, room, START } from './harness'

describe('moderation and ends', () => {
  it('mutes and kicks, for anchors and admins', async () => {
    const { provider, names, of } = await room({ people, script: [] }, { role: 'admin' })
    await provider.moderate!.mute('bob', true)
    await provider.moderate!.mute('bob', true)
    await provider.moderate!.kick('alice')
    expect(of('userUpdated')[0]).toMatchObject({ id: 'bob', muted: true })
    expect(names().slice(1)).toEqual(['streamRemoved', 'userLeft', 'counts'])
    await expect(provider.moderate!.kick('alice')).rejects.toMatchObject({ reason: 'user-not-found' })
    await expect(provider.moderate!.kick('me')).rejects.toMatchObject({ reason: 'forbidden' })
    const viewer = await room({ people })
    await expect(viewer.provider.moderate!.mute('bob', true)).rejects.toMatchObject({ reason: 'forbidden' })
    const anchor = await room({ people: [{ name: 'Ada', role: 'admin' }], script: [] }, { role: 'anchor' })
    await expect(anchor.provider.moderate!.mute('ada', true)).rejects.toMatchObject({ reason: 'forbidden' })
  })

  it.each([
    [{ kind: 'kick', who: 'me' } as const, 'kicked'],
    [{ kind: 'close' } as const, 'room-closed'],
  ])('%j is the end for me', async (action, reason) => {
    const { clock, log } = await room({ people, script: [at(10, action), at(20, { kind: 'like', count: 1 })] })
    clock.advance(100)
    expect(log).toEqual([{ at: 10, event: 'left', payload: { reason } }])
    expect(clock.pending).toBe(0)
  })

  it('a simulated host kicks somebody else', async () => {
    const { clock, names, of } = await room({ people, script: [at(10, { kind: 'kick', who: 'Bob' })] })
    clock.advance(10)
    expect(names()).toEqual(['userLeft', 'counts'])
    expect(of('userLeft')).toEqual([{ userId: 'bob' }])
  })

  it('my connection breaks and comes back', async () => {
    const { clock, log } = await room({ people, script: [at(10, { kind: 'offline', ms: 500 })] })
    clock.advance(1000)
    expect(log.map(({ at: ms, event }) => `${ms} ${event}`)).toEqual(['10 reconnecting', '510 resumed'])
  })

  it('a step that cannot be done is said', async () => {
    const { clock, of } = await room({ people, script: [at(10, { kind: 'end', whom: 'Bob' })] })
    clock.advance(10)
    expect(of('error')).toMatchObject([{ reason: 'not-linked' }])
  })

  it('leave() at any moment of the default play leaves no timer and no listener', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(70_000), fc.constantFrom('anchor', 'audience', 'speaker', 'admin'), async (ms, role) => {
        const { provider, clock, log } = await room({}, { role })
        clock.advance(ms)
        expect(log.filter(({ event }) => event === 'error')).toEqual([])
        await provider.leave()
        expect(clock.pending).toBe(0)
        expect(provider.events.size).toBe(0)
      }),
    )
  })
})

describe('the same seed', () => {
  const play = async (seed: number, role: 'anchor' | 'audience') => {
    const { clock, log, provider, snapshot } = await room({ seed }, { role })
    clock.advance(8000)
    const urls = await Promise.all(
      [provider.play(role === 'anchor' ? 'carol-camera' : 'alice-camera', { mode: 'live' })].map((url) =>
        url.catch(String),
      ),
    )
    clock.advance(60_000)
    return JSON.stringify({ snapshot, log, urls })
  }

  it('plays the same room, another one another', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom('anchor' as const, 'audience' as const), async (seed, role) => {
        const once = await play(seed, role)
        expect(await play(seed, role)).toBe(once)
        expect(await play(seed + 1, role)).not.toBe(once)
      }),
      { numRuns: 30 },
    )
  })

  it('tells a story with everything in it', async () => {
    const { clock, names, of } = await room()
    clock.advance(70_000)
    const told = new Set(names())
    for (const event of 'userJoined userLeft streamAdded streamUpdated streamRemoved message counts linkRequested linkStarted linkEnded'.split(
      ' ',
    )) {
      expect(told).toContain(event)
    }
    expect(of('linkEnded')).toEqual([{ userId: 'carol', seat: 0, reason: 'lost' }])
  })

  it('needs no clock of its own', async () => {
    jest.useFakeTimers({ now: START })
    const provider = simulated()({})
    await provider.join({ roomId: 'r', token: '' })
    const joined = new Promise((resolve) => provider.events.on('userJoined', resolve))
    jest.advanceTimersByTime(1000)
    expect(await joined).toMatchObject({ id: 'carol', joinedAt: START + 1000 })
    await provider.leave()
    expect(jest.getTimerCount()).toBe(0)
    jest.useRealTimers()
  })
})
