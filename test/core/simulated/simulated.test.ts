import fc from 'fast-check'
import { simulated, type SimulatedAction, type SimulatedStep } from '../../../src/provider/simulated'
import { FakeClock, room, START } from './harness'

const people = [
  { name: 'Alice', role: 'anchor' as const, hue: 210 },
  { name: 'Bob' },
  { name: 'Carol', present: false },
]
const at = (ms: number, action: SimulatedAction): SimulatedStep => ({ at: ms, do: action })

describe('coming in', () => {
  it('shows who is there and what they publish, and tells nothing of it as an event', async () => {
    const { snapshot, log } = await room({ people }, { name: 'Mia' })
    expect(snapshot.users.map(({ id, role }) => `${id} ${role}`)).toEqual([
      'me audience',
      'alice anchor',
      'bob audience',
    ])
    expect(snapshot.streams).toEqual([
      { id: 'alice-camera', userId: 'alice', kind: 'camera', audio: true, video: true, startedAt: START },
    ])
    expect(snapshot).toMatchObject({ roomId: 'r', online: 3, likes: 0, me: { id: 'me', name: 'Mia' } })
    expect(snapshot.rights).toEqual({ publish: false, chat: true, link: true, host: false, moderate: false })
    expect(snapshot.link.seats).toHaveLength(4)
    expect(log).toEqual([])
  })

  it.each([
    ['anchor', { publish: true, link: false, host: true, moderate: true }],
    ['speaker', { publish: true, link: false, host: false, moderate: false }],
    ['admin', { publish: false, link: false, host: true, moderate: true }],
  ] as const)('gives the %s their rights', async (role, rights) => {
    const { snapshot } = await room({ people: [] }, { role })
    expect(snapshot.rights).toMatchObject(rights)
  })

  it.each<[string, SimulatedStep[]]>([
    ['nobody called that', [at(0, { kind: 'chat', who: 'Zoe', text: '' })]],
    ['what I do', [at(0, { kind: 'leave', who: 'me' })]],
    ['no moment', [at(NaN, { kind: 'close' })]],
    ['no such kind', [at(0, { kind: 'dance' } as unknown as SimulatedAction)]],
  ])('refuses a script with %s, and starts nothing', async (_, script) => {
    const clock = new FakeClock()
    const provider = simulated({ people, script: [at(10, { kind: 'close' }), ...script], clock })({})
    await expect(provider.join({ roomId: 'r', token: '' })).rejects.toMatchObject({ reason: 'invalid-argument' })
    expect(clock.pending).toBe(0)
  })

  it.each([[['Ann', 'Ann']], [['me']], [['Me']], [['']], [['a b', 'a-b']]])('refuses the names %j', async (names) => {
    const provider = simulated({ people: names.map((name) => ({ name })), clock: new FakeClock() })({})
    await expect(provider.join({ roomId: 'r', token: '' })).rejects.toMatchObject({ reason: 'invalid-argument' })
  })

  it('serves one join; every call wants to be inside', async () => {
    const { provider } = await room({ people })
    await expect(provider.join({ roomId: 'r', token: '' })).rejects.toMatchObject({ reason: 'invalid-state' })
    await provider.leave()
    await expect(provider.play('alice-camera', { mode: 'live' })).rejects.toMatchObject({ reason: 'invalid-state' })
    await expect(provider.send({ kind: 'chat', text: 'x' })).rejects.toMatchObject({ reason: 'invalid-state' })
  })
})

describe('streams', () => {
  it('play from a simulated URL with name and colour, shorter than 200 characters for any name', async () => {
    const long = '一二三四五六七八九十一二三四五六'
    const { provider } = await room({ people: [people[0]!, { name: long, id: 'x', publishes: true, hue: 7 }] })
    const alice = await provider.play('alice-camera', { mode: 'RTC' })
    expect(alice).toEqual({ url: 'simulated:alice?name=Alice&hue=210', mode: 'RTC' })
    const { url } = await provider.play('x-camera', { mode: 'live' })
    expect(new URL(url).searchParams.get('name')).toBe(long.slice(0, 12))
    expect(url.length).toBeLessThan(200)
    await expect(provider.play('nobody', { mode: 'live' })).rejects.toMatchObject({ reason: 'stream-not-found' })
  })

  it('freeze by their URL, drop and return by events', async () => {
    const script = [
      at(1000, { kind: 'freeze', who: 'Alice', ms: 500 }),
      at(2000, { kind: 'drop', who: 'Alice' }),
      at(3000, { kind: 'return', who: 'Alice' }),
      at(4000, { kind: 'camera', who: 'Alice', on: false }),
      at(4000, { kind: 'mic', who: 'Alice', on: false }),
      at(5000, { kind: 'unpublish', who: 'Alice' }),
      at(6000, { kind: 'publish', who: 'Alice', video: false }),
    ]
    const { provider, clock, names, of } = await room({ people, script })
    const { url } = await provider.play('alice-camera', { mode: 'live' })
    expect(new URL(url).searchParams.get('freeze')).toBe(`${START + 1000}-${START + 1500}`)
    clock.advance(10_000)
    expect(names()).toEqual(
      'streamRemoved userLeft counts userJoined counts streamAdded streamUpdated streamUpdated streamRemoved streamAdded'.split(
        ' ',
      ),
    )
    expect(of('streamUpdated')[1]).toMatchObject({ audio: false, video: false })
    expect(of('streamAdded')[1]).toMatchObject({ audio: true, video: false })
  })

  it('mine is in the room once it is really pushed', async () => {
    const { provider, names, of } = await room({ people: [], script: [] }, { role: 'anchor', name: 'Mia' })
    const { streamId, url } = await provider.publish({ audio: true, video: false, mode: 'HD' })
    expect(url).toBe('simulated:me?name=Mia&hue=30')
    expect(names()).toEqual([])
    const begun = { tag: 'live-pusher', streamId, type: 'statechange', detail: { code: 1002 } } as const
    provider.native({ ...begun, detail: { code: 1001 } })
    provider.native(begun)
    provider.native(begun)
    expect(of('streamAdded')).toMatchObject([{ id: streamId, userId: 'me', audio: true, video: false }])
    await provider.updateStream(streamId, { audio: false, video: true })
    await provider.unpublish(streamId)
    expect(names()).toEqual(['streamAdded', 'streamUpdated', 'streamRemoved'])
  })

  it('are refused to whom may not publish', async () => {
    const { provider } = await room({ people })
    await expect(provider.publish({ audio: true, video: true, mode: 'HD' })).rejects.toMatchObject({
      reason: 'forbidden',
    })
  })
})

describe('messages', () => {
  it('come back to their sender with the key, in one order with everybody else', async () => {
    const { provider, clock, of } = await room({ people, script: [at(10, { kind: 'chat', who: 'Bob', text: 'hi' })] })
    const receipt = await provider.send({ kind: 'chat', text: 'hello', key: 'k1' })
    clock.advance(10)
    await provider.send({ kind: 'command', command: 'poll', data: { a: 1 } })
    expect(of('message')).toEqual([
      { kind: 'chat', text: 'hello', key: 'k1', id: receipt.id, from: 'me', name: 'Me', at: START },
      { kind: 'chat', text: 'hi', id: 'm2', from: 'bob', name: 'Bob', at: START + 10 },
      { kind: 'command', command: 'poll', data: { a: 1 }, id: 'm3', from: 'me', name: 'Me', at: START + 10 },
    ])
  })

  it('likes are counted', async () => {
    const { provider, clock, of } = await room({ people, script: [at(10, { kind: 'like', count: 3 })] })
    await provider.send({ kind: 'like', count: 2 })
    clock.advance(10)
    expect(of('counts')).toEqual([
      { online: 3, likes: 2 },
      { online: 3, likes: 5 },
    ])
  })

  it('are refused while I am muted; the others say nothing while they are muted or away', async () => {
    const script = [
      at(10, { kind: 'mute', who: 'me', on: true }),
      at(10, { kind: 'mute', who: 'Bob', on: true }),
      at(20, { kind: 'chat', who: 'Bob', text: '' }),
      at(20, { kind: 'chat', who: 'Carol', text: '' }),
    ]
    const { provider, clock, of } = await room({ people, script })
    clock.advance(30)
    await expect(provider.send({ kind: 'chat', text: 'x' })).rejects.toMatchObject({ reason: 'muted' })
    expect(of('userUpdated').map(({ id, muted }) => `${id} ${muted}`)).toEqual(['me true', 'bob true'])
    expect(of('message')).toEqual([])
    expect(of('error')).toEqual([])
  })
})

describe('mic-link', () => {
  it('a simulated anchor takes me after a while, and I may publish until it ends', async () => {
    const { provider, clock, of, names } = await room({ people, script: [] })
    const { id } = await provider.link.request()
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

  it('withdraws my request', async () => {
    const { provider, clock, of } = await room({ people, script: [] })
    const { id } = await provider.link.request({ media: 'audio' })
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

  it('only hosts answer and invite; locked seats are taken', async () => {
    const script = [at(10, { kind: 'request', who: 'Bob' }), at(20, { kind: 'lock', seat: 0, on: true })]
    const { provider, clock, of } = await room({ people, script, answer: false, seats: 1 })
    clock.advance(20)
    const hosting = { reason: 'forbidden' }
    await expect(provider.link.accept(of('linkRequested')[0]!.id)).rejects.toMatchObject(hosting)
    await expect(provider.link.cancel(of('linkRequested')[0]!.id)).rejects.toMatchObject(hosting)
    await expect(provider.link.invite('bob')).rejects.toMatchObject(hosting)
    await expect(provider.link.end('bob')).rejects.toMatchObject(hosting)
    await expect(provider.link.request()).rejects.toMatchObject({ reason: 'seats-full' })
    expect(of('seats')[0]).toMatchObject([{ index: 0, locked: true }])
  })
})

describe('moderation and ends', () => {
  it('mutes and kicks, for hosts', async () => {
    const { provider, names, of } = await room({ people, script: [] }, { role: 'admin' })
    await provider.moderate!.mute('bob', true)
    await provider.moderate!.kick('alice')
    expect(of('userUpdated')[0]).toMatchObject({ id: 'bob', muted: true })
    expect(names().slice(1)).toEqual(['streamRemoved', 'userLeft', 'counts'])
    await expect(provider.moderate!.kick('alice')).rejects.toMatchObject({ reason: 'invalid-argument' })
    await expect(provider.moderate!.kick('me')).rejects.toMatchObject({ reason: 'invalid-argument' })
    const viewer = await room({ people })
    await expect(viewer.provider.moderate!.mute('bob', true)).rejects.toMatchObject({ reason: 'forbidden' })
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
