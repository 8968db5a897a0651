import { at, room } from './harness'

const crowd = [{ name: 'Bob' }, { name: 'Carol' }, { name: 'Sue', role: 'speaker' as const }]
const alice = { name: 'Alice', role: 'anchor' as const }

/** I am the anchor of a meeting. */
const meeting = (script: Parameters<typeof room>[0] = {}) =>
  room({ people: crowd, script: [], answer: false, ...script }, { role: 'anchor' })

describe('a moderator takes a microphone', () => {
  it('of a simulated person, who is heard again when it is given back', async () => {
    const { provider, of } = await meeting()
    await provider.moderate!.silence('sue', true)
    await provider.moderate!.silence('sue', true)
    await provider.moderate!.silence('sue', false)
    expect(of('userUpdated').map(({ id, silenced }) => [id, silenced])).toEqual([
      ['sue', true],
      ['sue', false],
    ])
    expect(of('streamUpdated').map(({ audio }) => audio)).toEqual([false, true])
    await expect(provider.moderate!.silence('bob', true)).rejects.toMatchObject({ reason: 'not-linked' })
    await expect(provider.moderate!.silence('me', true)).rejects.toMatchObject({ reason: 'forbidden' })
    await expect(provider.moderate!.silence('zoe', true)).rejects.toMatchObject({ reason: 'user-not-found' })
  })

  it.each([
    ['whose own wish waits meanwhile', [false, true, false], []],
    ['who is still silent if they wish so', [true, false], []],
    ['who wished for silence before', [true], [false]],
  ])('%s', async (_, wishes, before) => {
    const step = (on: boolean, index: number) => at(100 + index, { kind: 'mic', who: 'Sue', on } as const)
    const { clock, log, of } = await meeting({
      script: [
        ...before.map((on) => at(30, { kind: 'mic', who: 'Sue', on } as const)),
        at(50, { kind: 'silence', who: 'Sue', on: true }),
        ...wishes.map(step),
        at(200, { kind: 'silence', who: 'Sue', on: false }),
      ],
    })
    clock.advance(199)
    expect(log.filter(({ at: ms, event }) => event === 'streamUpdated' && ms >= 100)).toEqual([])
    clock.advance(1)
    expect(of('streamUpdated').pop()?.audio).toBe(wishes[wishes.length - 1])
    expect(of('error')).toEqual([])
  })

  it('of mine: my own pusher is what goes silent; a link ends it', async () => {
    const { provider, clock, of } = await room({
      people: [alice],
      script: [at(5000, { kind: 'silence', who: 'me', on: true })],
    })
    await provider.link.request()
    clock.advance(2000)
    const { streamId } = await provider.publish({ audio: true, video: true, mode: 'RTC' })
    provider.native({ tag: 'live-pusher', streamId, type: 'statechange', detail: { code: 1002 } })
    clock.advance(4000)
    expect(of('streamUpdated')).toEqual([])
    await provider.link.end()
    expect(of('userUpdated').map(({ id, silenced }) => [id, silenced])).toEqual([
      ['me', true],
      ['me', false],
    ])
  })

  it('of everybody: hosts never, newcomers too, single ones back; off gives all back', async () => {
    const { provider, clock, of } = await meeting({
      people: [...crowd, { name: 'Hal', role: 'anchor' }, { name: 'Tim', role: 'speaker', present: false }],
      script: [at(10, { kind: 'join', who: 'Tim' }), at(20, { kind: 'request', who: 'Bob' })],
    })
    const { moderate, link } = provider
    await moderate!.silenceAll(true)
    await moderate!.silenceAll(true)
    clock.advance(20)
    expect(of('userJoined').map(({ id, silenced }) => [id, silenced])).toEqual([['tim', true]])
    expect(of('streamAdded').map(({ audio }) => audio)).toEqual([false])
    await link.accept(of('linkRequested')[0]!.id)
    await moderate!.silence('tim', false)
    await moderate!.silenceAll(false)
    expect(of('allSilenced')).toEqual([{ on: true }, { on: false }])
    expect(of('userUpdated').map(({ id, silenced }) => `${id} ${silenced}`)).toEqual([
      'sue true',
      'bob true',
      'tim false',
      'bob false',
      'sue false',
    ])
  })

  it('and who leaves with it has none when coming back', async () => {
    const { provider, clock, of } = await meeting({
      script: [at(10, { kind: 'leave', who: 'Sue' }), at(20, { kind: 'join', who: 'Sue' })],
    })
    await provider.moderate!.silence('sue', true)
    clock.advance(20)
    expect(of('userJoined')).toMatchObject([{ id: 'sue', silenced: true }])
  })
})

describe('roles', () => {
  it('a listener is made speaker and goes on air, and is made audience and is off', async () => {
    const { provider, of } = await meeting()
    await provider.moderate!.setRole('bob', 'speaker')
    await provider.moderate!.setRole('bob', 'speaker')
    await provider.moderate!.setRole('bob', 'audience')
    expect(of('userUpdated').map(({ role }) => role)).toEqual(['speaker', 'audience'])
    expect(of('streamAdded').map(({ userId }) => userId)).toEqual(['bob'])
    expect(of('streamRemoved')).toEqual([{ streamId: 'bob-camera', reason: 'demoted' }])
  })

  it('mine follows at once: rights, and the end of a wait', async () => {
    const { provider, clock, of } = await room({
      people: [alice],
      script: [at(10, { kind: 'role', who: 'me', role: 'speaker' }), at(20, { kind: 'hand-over' })],
      answer: false,
    })
    await provider.link.request()
    clock.advance(10)
    expect(of('linkSettled')).toMatchObject([{ userId: 'me', outcome: 'cancelled', by: 'alice' }])
    expect(of('rights')).toMatchObject([{ publish: true, host: false }])
    clock.advance(10)
    expect(of('rights')[1]).toMatchObject({ publish: true, host: true })
    expect(of('userUpdated').map(({ id, role }) => `${id} ${role}`)).toEqual([
      'me speaker',
      'me anchor',
      'alice speaker',
    ])
  })

  it('a room is handed over with its guests, and kept by its last host', async () => {
    const script = [
      at(10, { kind: 'request', who: 'Bob' }),
      at(20, { kind: 'answer', whom: 'Bob', outcome: 'accepted' }),
      at(30, { kind: 'request', who: 'Carol' }),
    ]
    const { provider, clock, of } = await meeting({ script })
    clock.advance(30)
    await provider.moderate!.transferHost('sue')
    expect([of('linkEnded'), of('linkSettled').length]).toEqual([[], 1])
    await expect(provider.moderate!.transferHost('sue')).rejects.toMatchObject({ reason: 'forbidden' })
    await expect(provider.moderate!.setRole('bob', 'speaker')).rejects.toMatchObject({ reason: 'forbidden' })
    const admin = await room({ people: [alice, ...crowd], script: [] }, { role: 'admin' })
    await expect(admin.provider.moderate!.setRole('alice', 'audience')).rejects.toMatchObject({ reason: 'forbidden' })
    await expect(admin.provider.moderate!.transferHost('bob')).rejects.toMatchObject({ reason: 'forbidden' })
  })

  it('where no host is left, a step that needs one says so', async () => {
    const script = [at(10, { kind: 'leave', who: 'Alice' }), at(20, { kind: 'silence-all', on: true })]
    const { clock, of } = await room({ people: [alice], script })
    clock.advance(20)
    expect(of('error')).toMatchObject([{ reason: 'invalid-state', message: expect.stringContaining('no host') }])
  })
})
