import { simulated, type SimulatedAction, type SimulatedStep } from '../../../src/provider/simulated'
import type { JoinRequest } from '../../../src/provider/types'
import { at, FakeClock, people, room, START, urlOf } from './harness'

describe('coming in', () => {
  it('shows who is there and what they publish, and tells nothing of it as an event', async () => {
    const { snapshot, log } = await room({ people }, { name: 'Mia' })
    expect(snapshot.users.map(({ id, role }) => `${id} ${role}`)).toEqual([
      'alice anchor',
      'bob audience',
      'me audience',
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
    ['admin', { publish: false, link: false, host: false, moderate: true }],
  ] as const)('gives the %s their rights', async (role, rights) => {
    const { snapshot } = await room({ people: [] }, { role })
    expect(snapshot.rights).toMatchObject(rights)
  })

  it.each<[string, SimulatedStep[]]>([
    ['nobody called that', [at(0, { kind: 'chat', who: 'Zoe', text: '' })]],
    ['what I do', [at(0, { kind: 'leave', who: 'me' })]],
    ['a moment before', [at(-1, { kind: 'close' })]],
    ['no such kind', [at(0, { kind: 'dance' } as unknown as SimulatedAction)]],
    ['a kind of Object', [at(0, { kind: 'toString' } as unknown as SimulatedAction)]],
    ['nothing of a time', [at(0, { kind: 'speak', who: 'Alice', ms: 0 })]],
    ['what my picture does', [at(0, { kind: 'speak', who: 'me', ms: 10 })]],
  ])('refuses a script with %s, and starts nothing', async (_, script) => {
    const clock = new FakeClock()
    const provider = simulated({ people, script: [at(10, { kind: 'close' }), ...script], clock })({})
    await expect(provider.join({ roomId: 'r', token: '' })).rejects.toMatchObject({ reason: 'invalid-argument' })
    expect(clock.pending).toBe(0)
  })

  it.each<[string, unknown]>([
    ['options', null],
    ['options', []],
    ['people', { people: 'Alice' }],
    ['people', { people: [{ role: 'anchor' }] }],
    ['people', { people: [{ name: 'Alice', url: '' }] }],
    ['script', { script: [{ kind: 'close' }] }],
    ['script', { script: [at(NaN, { kind: 'close' })] }],
    ['answer', { answer: true }],
    ['answer', { answer: { after: 1, outcome: 'maybe' } }],
    ['seats', { seats: 1.5 }],
    ['seed', { seed: '1' }],
    ['clock', { clock: { now: Date.now } }],
  ])('refuses %s of another shape: %j', (subject, options) => {
    expect(() => simulated(options as never)).toThrow(
      expect.objectContaining({ name: 'LiveError', reason: 'invalid-argument', subject }),
    )
  })

  it('takes a function of who joins what, asked each time; what is wrong with its answer rejects the join', async () => {
    const asked: JoinRequest[] = []
    const factory = simulated((request) => {
      asked.push(request)
      if (request.roomId === 'odd') return { seats: -1 }
      return { people: [{ name: request.roomId }], script: [], clock: new FakeClock() }
    })
    expect(asked).toEqual([])
    const request = { roomId: 'one', token: '', role: 'speaker' } as const
    expect((await factory({}).join(request)).users.map(({ name }) => name)).toEqual(['one', 'Me'])
    expect((await factory({}).join({ roomId: 'two', token: '' })).users.map(({ name }) => name)).toEqual(['two', 'Me'])
    expect(asked).toEqual([request, { roomId: 'two', token: '' }])
    await expect(factory({}).join({ roomId: 'odd', token: '' })).rejects.toMatchObject({ subject: 'seats' })
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
    await expect(provider.stopPlay('alice-camera')).rejects.toMatchObject({ reason: 'invalid-state' })
    await expect(provider.link.request()).rejects.toMatchObject({ reason: 'invalid-state' })
    await expect(provider.moderate!.kick('bob')).rejects.toMatchObject({ reason: 'invalid-state' })
  })
})

describe('streams', () => {
  it('play from a simulated URL with name and colour, shorter than 200 characters for any name', async () => {
    const long = '一二三四五六七八九十一二三四五六'
    const { provider } = await room({ people: [people[0]!, { name: long, id: 'x', publishes: true, hue: 7 }] })
    const alice = await provider.play('alice-camera', { mode: 'RTC' })
    expect(alice).toEqual({ urls: ['simulated:alice?name=Alice&hue=210'] })
    const url = urlOf(await provider.play('x-camera', { mode: 'live' }))
    expect(new URL(url).searchParams.get('name')).toBe(long.slice(0, 12))
    expect(url.length).toBeLessThan(200)
    const picture = 'https://cdn.example.com/live/bo.flv'
    const own = await room({ people: [{ name: 'Bo', publishes: true, url: picture }] })
    expect(await own.provider.play('bo-camera', { mode: 'live' })).toEqual({ urls: [picture] })
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
    const url = urlOf(await provider.play('alice-camera', { mode: 'live' }))
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

  it('mine goes on when it is published again, for another mode or a fresh URL', async () => {
    const { provider, names, of } = await room({ people: [], script: [] }, { role: 'anchor' })
    const first = await provider.publish({ audio: true, video: true, mode: 'HD' })
    const begun = { tag: 'live-pusher', streamId: first.streamId, type: 'statechange', detail: { code: 1002 } } as const
    provider.native(begun)
    expect(await provider.publish({ audio: false, video: true, mode: 'RTC' })).toEqual(first)
    provider.native(begun)
    expect(names()).toEqual(['streamAdded', 'streamUpdated'])
    expect(of('streamUpdated')).toMatchObject([{ id: first.streamId, audio: false, video: true }])
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
