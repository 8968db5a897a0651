import { LiveError } from '../../../src/errors'
import type { ByeCode, RefusalCode } from '../../../src/provider/gateway/wire'
import type { JoinRequest, RoomProvider } from '../../../src/provider/types'
import { Bench, BOB, EMPTY, ME, RIGHTS, chat, events, refusal, settle, snapshot, URL } from './bench'

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

const request: JoinRequest = { roomId: 'room', token: 'tok' }

describe('join', () => {
  test('hi, yo, join, snap: the snapshot on the contract s terms', async () => {
    const bench = new Bench()
    const entered = await bench.enter(
      { role: 'anchor', name: 'Ann', avatar: '' },
      { st: { ...EMPTY, log: [chat(9, 'hello')] }, likes: 7 },
    )
    const { socket } = bench
    expect(socket.url).toBe(URL)
    expect(socket.sent).toEqual([
      { t: 'hi', v: 1, tok: 'tok', pk: expect.stringMatching(/^k[a-z0-9]{1,20}$/) },
      { t: 'join', r: 'room', role: 'anchor', name: 'Ann', avatar: '' },
    ])
    expect(entered).toEqual({
      roomId: 'room',
      me: ME,
      rights: RIGHTS,
      users: [ME, BOB],
      streams: [],
      messages: [{ kind: 'chat', text: 'hello', name: 'Bob', from: 'bob', at: 109, id: 'bob:other:1' }],
      link: { requests: [], seats: [] },
      allSilenced: false,
      online: 2,
      likes: 7,
    })
    expect(bench.names()).toEqual([])
  })

  test('deltas right behind the snapshot do not overtake the awaiter of join()', async () => {
    const bench = new Bench()
    const order: string[] = []
    bench.provider.events.on('message', () => order.push('message'))
    const joined = bench.provider.join(request).then(() => order.push('joined'))
    await settle()
    bench.login()
    bench.socket.say(snapshot(), events(chat(11, 'a')))
    await joined
    await settle()
    expect(order).toEqual(['joined', 'message'])
  })

  test('a first connection that fails is tried again within the time limit', async () => {
    const bench = new Bench()
    const joined = bench.provider.join(request)
    await settle()
    bench.socket.fail('ECONNREFUSED')
    await jest.advanceTimersByTimeAsync(600)
    expect(bench.sockets).toHaveLength(2)
    bench.login()
    bench.socket.say(snapshot())
    await expect(joined).resolves.toMatchObject({ roomId: 'room' })
    expect(bench.names()).toEqual([])
  })

  test.each([
    ['nobody answers', () => undefined, 'timeout', 'no answer'],
    [
      'the address refuses',
      (bench: Bench) => bench.sockets.forEach((s) => s.fail('ECONNREFUSED')),
      'network',
      'ECONNREFUSED',
    ],
  ] as const)('%s: rejects after the time limit, names the address and what to check', async (_, act, reason, says) => {
    const bench = new Bench({ joinTimeoutMs: 5000 })
    const error = refusal(bench.provider.join(request))
    for (let i = 0; i < 50; i++) {
      act(bench)
      await jest.advanceTimersByTimeAsync(100)
    }
    expect(await error).toMatchObject({ reason, subject: 'url' })
    expect((await error).message).toContain(URL)
    expect((await error).message).toContain(says)
    expect((await error).message).toContain('check the address')
    expect(jest.getTimerCount()).toBe(0)
    expect(bench.sockets.every(({ closed }) => closed)).toBe(true)
  })

  test('a join that failed may be tried again on the same provider', async () => {
    const bench = new Bench()
    const failed = refusal(bench.provider.join(request))
    await settle()
    bench.login()
    bench.socket.say({ t: 'refused', r: 'room', c: 'room-full', why: 'full' })
    expect(await failed).toMatchObject({ reason: 'room-full' })
    await expect(bench.enter()).resolves.toMatchObject({ roomId: 'room' })
  })

  const refusedBy: Array<[RefusalCode, string]> = [
    ['forbidden', 'forbidden'],
    ['unknown-role', 'unknown-role'],
    ['room-full', 'room-full'],
    ['banned', 'banned'],
    ['malformed', 'protocol'],
    ['token-expired', 'token-expired'],
    ['token-invalid', 'token-invalid'],
    ['code of a newer gateway' as RefusalCode, 'protocol'],
  ]
  test.each(refusedBy)('refused with %s rejects with %s and releases everything', async (c, reason) => {
    const bench = new Bench()
    const error = refusal(bench.provider.join(request))
    await settle()
    bench.login()
    bench.socket.say({ t: 'refused', r: 'room', c, why: 'because' })
    expect(await error).toBeInstanceOf(LiveError)
    expect(await error).toMatchObject({ reason, message: expect.stringContaining('because') })
    expect(jest.getTimerCount()).toBe(0)
    expect(bench.socket.closed).toBe(true)
  })

  const endedBy: Array<[ByeCode, string]> = [
    ['token-invalid', 'token-invalid'],
    ['token-expired', 'token-expired'],
    ['forbidden', 'forbidden'],
    ['banned', 'banned'],
    ['malformed', 'protocol'],
  ]
  test.each(endedBy)('bye %s before the room rejects with %s', async (c, reason) => {
    const bench = new Bench()
    const error = refusal(bench.provider.join(request))
    await settle()
    bench.socket.open()
    bench.socket.say({ t: 'bye', c, why: 'because' })
    expect(await error).toMatchObject({ reason })
    expect(bench.names()).toEqual([])
  })

  test('busy is worth another try', async () => {
    const bench = new Bench()
    const joined = bench.provider.join(request)
    await settle()
    bench.login()
    bench.socket.say({ t: 'refused', r: 'room', c: 'busy', why: 'log' })
    await jest.advanceTimersByTimeAsync(600)
    bench.login()
    bench.socket.say(snapshot())
    await expect(joined).resolves.toMatchObject({ roomId: 'room' })
  })

  test('leave() while joining ends the join', async () => {
    const bench = new Bench()
    const error = refusal(bench.provider.join(request))
    await settle()
    await bench.provider.leave()
    expect(await error).toMatchObject({ reason: 'invalid-state' })
    expect(jest.getTimerCount()).toBe(0)
  })
})

describe('wrong state', () => {
  const calls: Array<[string, (p: RoomProvider) => Promise<unknown>]> = [
    ['send', (p) => p.send({ kind: 'chat', text: 'x' })],
    ['like', (p) => p.send({ kind: 'like', count: 1 })],
    ['publish', (p) => p.publish({ audio: true, video: true, mode: 'HD' })],
    ['unpublish', (p) => p.unpublish('s')],
    ['updateStream', (p) => p.updateStream('s', { audio: true, video: true })],
    ['play', (p) => p.play('s', { mode: 'live' })],
    ['link.request', (p) => p.link.request()],
    ['link.cancel', (p) => p.link.cancel('1')],
    ['link.accept', (p) => p.link.accept('1')],
    ['link.refuse', (p) => p.link.refuse('1')],
    ['link.invite', (p) => p.link.invite('bob')],
    ['link.end', (p) => p.link.end()],
    ['link.lock', (p) => p.link.lock(0, true)],
    ['link.move', (p) => p.link.move(1)],
    ['moderate.mute', async (p) => p.moderate?.mute('bob', true)],
    ['moderate.kick', async (p) => p.moderate?.kick('bob')],
    ['moderate.ban', async (p) => p.moderate?.ban('bob', 60)],
    ['moderate.unban', async (p) => p.moderate?.unban('bob')],
    ['moderate.close', async (p) => p.moderate?.close()],
    ['moderate.silence', async (p) => p.moderate?.silence('bob', true)],
    ['moderate.silenceAll', async (p) => p.moderate?.silenceAll(true)],
    ['moderate.setRole', async (p) => p.moderate?.setRole('bob', 'speaker')],
    ['moderate.transferHost', async (p) => p.moderate?.transferHost('bob')],
    ['renewToken', async (p) => p.renewToken?.('t')],
  ]
  test.each(calls)('%s before join, while joining and after leave', async (_, call) => {
    const bench = new Bench()
    const outside = { reason: 'invalid-state', message: expect.stringContaining('join first') }
    expect(await refusal(call(bench.provider))).toMatchObject(outside)
    const joined = refusal(bench.provider.join(request))
    expect(await refusal(call(bench.provider))).toMatchObject(outside)
    await bench.provider.leave()
    await joined
    expect(await refusal(call(bench.provider))).toMatchObject(outside)
  })

  test('one provider serves one join', async () => {
    const bench = new Bench()
    await bench.enter()
    expect(await refusal(bench.provider.join(request))).toMatchObject({ reason: 'invalid-state' })
    await bench.provider.leave()
    await bench.provider.leave()
    expect(await refusal(bench.provider.join(request))).toMatchObject({ reason: 'invalid-state' })
  })
})

describe('wrong arguments', () => {
  const joins: Array<[string, string | null, Partial<JoinRequest>]> = [
    ['url', null, {}],
    ['url', 'http://x', {}],
    ['url', 'wss://', {}],
    ['roomId', URL, { roomId: 'not an id' }],
    ['roomId', URL, { roomId: '' }],
    ['token', URL, { token: '' }],
    ['token', URL, { token: 7 as never }],
  ]
  test.each(joins)('join refuses a bad %s (%s, %j)', async (subject, url, change) => {
    const bench = new Bench({}, url)
    const error = await refusal(bench.provider.join({ ...request, ...change }))
    expect(error).toMatchObject({ reason: 'invalid-argument', subject })
    expect(bench.sockets).toHaveLength(0)
  })

  const cyclic: { self?: unknown } = {}
  cyclic.self = cyclic
  const sends: Array<[string, Parameters<RoomProvider['send']>[0], string]> = [
    ['a long text', { kind: 'chat', text: '字'.repeat(2800) }, 'shorter'],
    ['data that is no JSON', { kind: 'command', command: 'x', data: cyclic }, 'JSON'],
  ]
  test.each(sends)('send refuses %s', async (_, message, says) => {
    const bench = new Bench()
    await bench.enter()
    const error = await refusal(bench.provider.send(message))
    expect(error).toMatchObject({ reason: 'invalid-argument', message: expect.stringContaining(says) })
    expect(bench.socket.only('do')).toEqual([])
  })

  test('a text of exactly the largest frame is sent', async () => {
    const bench = new Bench()
    await bench.enter()
    const frame = JSON.stringify({ t: 'do', n: 1, r: 'room', k: 'chat', d: { text: '' } })
    void bench.provider.send({ kind: 'chat', text: 'x'.repeat(8192 - frame.length) }).catch(() => undefined)
    expect(bench.socket.only('do')).toHaveLength(1)
  })

  test('other rubbish is the gateway s to refuse: it is sent, and nothing breaks', async () => {
    const bench = new Bench()
    await bench.enter()
    const { provider, socket } = bench
    const calls = [
      provider.send({ kind: 'chat', text: 7 as never }),
      provider.link.accept(undefined as never),
      provider.play({} as never, undefined as never),
    ].map(refusal)
    await provider.send({ kind: 'like', count: NaN })
    await provider.send({ kind: 'like', count: 2 })
    await provider.send({ kind: 'like', count: Infinity })
    await settle()
    expect(socket.only('like').map(({ c }) => c)).toEqual([2, ...Array<number>(10).fill(100)])
    const malformed = { c: 'malformed', why: 'mend it' } as const
    socket.say({ t: 'no', n: 1, ...malformed }, { t: 'no', n: 2, ...malformed }, { t: 'nope', q: 3, ...malformed })
    for (const error of await Promise.all(calls)) expect(error).toMatchObject({ reason: 'protocol' })
    expect(bench.names()).toEqual([])
  })
})
