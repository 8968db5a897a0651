/** What goes wrong on a phone, in each state of the connection. */
import type { ServerFrame } from '../../../src/provider/gateway/wire'
import { Bench, RIGHTS, chat, events, ok, refusal, settle, snapshot } from './bench'

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

const resume = (s: number): ServerFrame => ({ t: 'res', r: 'room', e: 'E1', s, rights: RIGHTS })
const request = { roomId: 'room', token: 'tok' }

describe('a command and a cut', () => {
  test('sent, cut before its ok: sent again under its number, and a dup is as good as the first', async () => {
    const bench = new Bench()
    await bench.enter()
    const sent = bench.provider.send({ kind: 'chat', text: 'x', key: 'm1' })
    await settle()
    const [first] = bench.socket.only('do')
    const { pk } = bench.socket.only('hi')[0] as { pk: string }
    await bench.cut()
    bench.login()
    bench.socket.say(resume(11))
    expect(bench.socket.only('do')).toEqual([first])
    bench.socket.say(events({ ...chat(11, 'x', `${pk}:1`), u: 'ann' }), { ...ok(1, 11), dup: 1 } as ServerFrame)
    await expect(sent).resolves.toEqual({ id: `ann:${pk}:1`, at: 5 })
    expect(bench.heard.filter(([name]) => name === 'message')).toEqual([
      ['message', expect.objectContaining({ key: 'm1', id: `ann:${pk}:1` })],
    ])
  })

  test('called while the way is broken: waits for the room, not for the socket', async () => {
    const bench = new Bench()
    await bench.enter()
    await bench.cut()
    const sent = bench.provider.send({ kind: 'chat', text: 'x' })
    bench.login()
    await settle()
    expect(bench.socket.only('do')).toEqual([])
    bench.socket.say(resume(10))
    expect(bench.socket.only('do')).toHaveLength(1)
    bench.socket.say(ok(1))
    await expect(sent).resolves.toMatchObject({ at: 5 })
  })

  test('a gap: the command goes out all the same, and my message in the snapshot has its key', async () => {
    const bench = new Bench()
    await bench.enter()
    const sent = bench.provider.send({ kind: 'chat', text: 'x', key: 'm1' })
    await settle()
    const { pk } = bench.socket.only('hi')[0] as { pk: string }
    await bench.cut()
    bench.login()
    const log = [{ ...chat(3, 'x', `${pk}:1`), u: 'ann' }]
    const st = { users: [], streams: [], link: { requests: [], seats: [] }, allSilenced: false, log }
    bench.socket.say(snapshot({ e: 'E2', s: 3, gap: 1, st }))
    const [, state] = bench.heard.find(([name]) => name === 'snapshot') as [string, { messages: unknown[] }]
    expect(state.messages).toEqual([expect.objectContaining({ key: 'm1', id: `ann:${pk}:1` })])
    expect(bench.socket.only('do')).toHaveLength(1)
    bench.socket.say(ok(1, 3))
    await sent
  })
})

describe('held back', () => {
  test('the server says wait: one error event tells how long, then everything goes out by itself', async () => {
    const bench = new Bench()
    await bench.enter()
    const calls = ['a', 'b'].map((text) => bench.provider.send({ kind: 'chat', text }))
    await settle()
    const no = (n: number): ServerFrame => ({ t: 'no', n, c: 'rate-limited', why: 'too many commands', wait: 300 })
    bench.socket.say(no(1), no(2))
    expect(bench.heard).toEqual([['error', expect.objectContaining({ reason: 'rate-limited', waitMs: 300 })]])
    await jest.advanceTimersByTimeAsync(300)
    bench.socket.say(ok(1))
    bench.socket.say(ok(2))
    await Promise.all(calls)
    expect(bench.socket.only('do').map(({ n }) => n)).toEqual([1, 2, 1, 2])
    expect(bench.names()).toEqual(['error'])
  })
})

describe('wake', () => {
  test('while a token is fetched, a socket opens or the login runs: waits for what is under way', async () => {
    const bench = new Bench()
    const given: Array<(token: string) => void> = []
    const token = jest.fn(() => new Promise<string>((resolve) => given.push(resolve)))
    const joined = bench.provider.join({ roomId: 'room', token })
    bench.provider.wake?.()
    await settle()
    expect(token).toHaveBeenCalledTimes(1)
    given[0]?.('tok')
    await settle()
    bench.provider.wake?.()
    bench.socket.open()
    bench.provider.wake?.()
    await settle()
    expect(bench.sockets).toHaveLength(1)
    expect(bench.socket.only('ping')).toEqual([])
    bench.login()
    bench.socket.say(snapshot())
    await joined
    expect(bench.names()).toEqual([])
  })

  test('a join that waits for its next attempt makes it at once', async () => {
    const bench = new Bench()
    const joined = bench.provider.join(request)
    await settle()
    bench.socket.fail('ECONNREFUSED')
    bench.provider.wake?.()
    await settle()
    expect(bench.sockets).toHaveLength(2)
    bench.login()
    bench.socket.say(snapshot())
    await joined
  })

  test('held back by a rate limit: asks the server only whether it is there', async () => {
    const bench = new Bench()
    await bench.enter()
    const sent = bench.provider.send({ kind: 'chat', text: 'a' })
    await settle()
    bench.socket.say({ t: 'no', n: 1, c: 'busy', why: 'log', wait: 500 })
    bench.provider.wake?.()
    expect(bench.socket.sent.slice(-1)).toEqual([{ t: 'ping' }])
    bench.socket.say({ t: 'pong', T: 1 })
    await jest.advanceTimersByTimeAsync(500)
    bench.socket.say(ok(1))
    await sent
  })
})

describe('byes with a way back', () => {
  test.each(['flood', 'full', 'restart'] as const)('%s: comes back, and resumes', async (c) => {
    const bench = new Bench()
    await bench.enter()
    bench.socket.say({ t: 'bye', c, why: 'so', retry: 1000 })
    bench.socket.drop(4429)
    expect(bench.names()).toEqual(['reconnecting'])
    await jest.advanceTimersByTimeAsync(1600)
    expect(bench.sockets).toHaveLength(2)
    bench.login()
    expect(bench.socket.only('hi')[0]?.res).toEqual({ room: ['E1', 10] })
  })

  test('token-invalid with another token to try: tries it, once', async () => {
    const bench = new Bench()
    const token = jest.fn<Promise<string>, []>().mockResolvedValueOnce('old').mockResolvedValueOnce('new')
    await bench.enter({ token })
    const invalid: ServerFrame = { t: 'bye', c: 'token-invalid', why: 'key' }
    bench.socket.say(invalid)
    await settle()
    await jest.advanceTimersByTimeAsync(0)
    bench.socket.open()
    expect(bench.socket.only('hi')[0]?.tok).toBe('new')
    bench.socket.say(invalid)
    expect(bench.heard.pop()).toEqual([
      'left',
      { reason: 'token-expired', cause: expect.objectContaining({ reason: 'token-invalid' }) },
    ])
  })

  test('a full room on coming back is the end, so is a kick read in the log', async () => {
    for (const frame of [
      { t: 'refused', r: 'room', c: 'room-full', why: 'full' },
      events({ s: 11, at: 1, u: 'bob', k: 'kick', d: { userId: 'ann' } }),
    ] as ServerFrame[]) {
      const bench = new Bench()
      await bench.enter()
      await bench.cut()
      bench.login()
      bench.socket.say(...(frame.t === 'e' ? [resume(11)] : []), frame)
      expect(bench.names().pop()).toBe('left')
      expect(jest.getTimerCount()).toBe(0)
    }
  })
})

test('closing the room: that it is closed is the answer; a refusal is none', async () => {
  for (const [frame, ended] of [
    [events({ s: 11, at: 1, u: 'ann', k: 'closed', d: {} }), 'closed'],
    [{ t: 'no', n: 1, c: 'forbidden', why: 'hosts only' }, 'forbidden'],
  ] as Array<[ServerFrame, string]>) {
    const bench = new Bench()
    await bench.enter()
    const closed = bench.provider.moderate?.close().then(
      () => 'closed',
      ({ reason }: { reason: string }) => reason,
    )
    await settle()
    bench.socket.say(frame)
    expect(await closed).toBe(ended)
    await bench.provider.leave()
  }
})

describe('leave', () => {
  type Stage = (bench: Bench) => Promise<unknown>
  const joining = (bench: Bench) => refusal(bench.provider.join(request))
  const inside = (then: (bench: Bench) => unknown): Stage => {
    return async (bench) => {
      await bench.enter()
      await then(bench)
    }
  }
  const stages: Array<[string, Stage]> = [
    ['never joined', async () => undefined],
    ['before the socket is made', async (bench) => void joining(bench)],
    [
      'while a token is fetched',
      async (bench) => {
        void refusal(bench.provider.join({ roomId: 'room', token: () => new Promise<string>(() => undefined) }))
        await settle()
      },
    ],
    ['connecting', async (bench) => (void joining(bench), settle())],
    ['logging in', async (bench) => (void joining(bench), await settle(), bench.socket.open())],
    ['logged in', async (bench) => (void joining(bench), await settle(), bench.login())],
    [
      'waiting for the next attempt to join',
      async (bench) => (void joining(bench), await settle(), bench.socket.drop()),
    ],
    ['in the room', inside(() => undefined)],
    ['waiting to come back', inside(({ socket }) => socket.drop())],
    ['coming back', inside(async (bench) => (await bench.cut(), bench.login()))],
    [
      'catching up',
      inside(async (bench) => (await bench.cut(), bench.login(), bench.socket.say(resume(12), events(chat(11, 'a'))))),
    ],
    ['after a hole', inside(({ socket }) => socket.say(events(chat(15, 'a'))))],
    ['with a command, a question and likes on the way', inside((bench) => busy(bench))],
    [
      'held back',
      inside(async (bench) => {
        busy(bench)
        await settle()
        bench.socket.say({ t: 'no', n: 1, c: 'rate-limited', why: '', wait: 9000 })
      }),
    ],
    ['woken', inside(({ provider }) => provider.wake?.())],
  ]

  function busy({ provider }: Bench): void {
    for (const call of [provider.send({ kind: 'chat', text: 'x' }), provider.play('s', { mode: 'live' })])
      void refusal(call)
    void provider.send({ kind: 'like', count: 3 })
  }

  test.each(stages)('%s: no timer, no socket and no listener is left', async (_, reach) => {
    const bench = new Bench()
    await reach(bench)
    await bench.provider.leave()
    await settle()
    expect(jest.getTimerCount()).toBe(0)
    // One that was never opened closes by itself as soon as it opens.
    expect(bench.sockets.every(({ closed }) => closed)).toBe(true)
    expect(bench.provider.events.size).toBe(0)
    const opened = bench.sockets.length
    const heard = bench.heard.length
    await jest.advanceTimersByTimeAsync(60_000)
    expect(bench.sockets).toHaveLength(opened)
    expect(bench.heard).toHaveLength(heard)
  })

  test('by a listener, while frames behind the snapshot still wait: none of them is read', async () => {
    const bench = new Bench()
    bench.provider.events.on('message', () => void bench.provider.leave())
    const joined = bench.provider.join(request)
    await settle()
    bench.login()
    bench.socket.say(snapshot(), events(chat(11, 'a')), { t: 'refused', r: 'room', c: 'busy', why: '' })
    await joined
    await settle()
    expect(bench.names()).toEqual(['message', 'left'])
    expect(jest.getTimerCount()).toBe(0)
    expect(bench.sockets).toHaveLength(1)
  })
})
