import { LiveError } from '../../../src/errors'
import { backoff } from '../../../src/provider/gateway/connection'
import type { ServerFrame } from '../../../src/provider/gateway/wire'
import { Bench, EMPTY, RIGHTS, chat, events, ok, refusal, settle, snapshot } from './bench'

beforeEach(() => jest.useFakeTimers())
afterEach(() => {
  jest.restoreAllMocks()
  jest.useRealTimers()
})

const resume = (s: number, e = 'E1'): ServerFrame => ({ t: 'res', r: 'room', e, s, rights: RIGHTS })

describe('backoff', () => {
  test.each([
    [1, 300, 600],
    [3, 300, 600],
    [4, 300, 1200],
    [7, 300, 9600],
    [8, 300, 10_000],
    [50, 300, 10_000],
  ])('attempt %i waits %i to %i ms', (attempt, least, most) => {
    expect(backoff(attempt, 0)).toBe(least)
    expect(backoff(attempt, 1)).toBe(most)
    expect(backoff(attempt)).toBeLessThanOrEqual(most)
  })
})

describe('coming back', () => {
  test('resumes with the cursor, replays what was missed, then says so', async () => {
    const bench = new Bench()
    await bench.enter()
    bench.socket.say(events(chat(11, 'a')))
    await bench.cut()
    expect(bench.names()).toEqual(['message', 'reconnecting'])
    bench.login()
    const [hi] = bench.socket.only('hi')
    expect(hi).toMatchObject({ res: { room: ['E1', 11] }, pk: bench.sockets[0]?.only('hi')[0]?.pk })
    expect(bench.socket.only('join')).toEqual([])
    bench.socket.say(resume(13))
    expect(bench.names()).toEqual(['rights'])
    bench.socket.say(events(chat(12, 'b')))
    expect(bench.names()).toEqual(['message'])
    bench.socket.say(events(chat(13, 'c'), chat(14, 'd')))
    expect(bench.names()).toEqual(['message', 'message', 'resumed'])
  })

  test('nothing missed: resumed at once, under the epoch the server names', async () => {
    const bench = new Bench()
    await bench.enter()
    await bench.cut()
    bench.login()
    bench.names()
    bench.socket.say(resume(10, 'E2'))
    expect(bench.names()).toEqual(['rights', 'resumed'])
    // Without a mark, a message is named after its place.
    bench.socket.say(events(chat(11, 'a', '')))
    expect(bench.heard).toEqual([['message', expect.objectContaining({ id: 'E2:11' })]])
  })

  test('a gap: the state is replaced', async () => {
    const bench = new Bench()
    await bench.enter()
    await bench.cut()
    bench.login()
    bench.names()
    bench.socket.say(snapshot({ e: 'E2', s: 3, gap: 1, st: { ...EMPTY, log: [chat(2, 'kept', '')] } }))
    expect(bench.heard).toEqual([
      ['snapshot', expect.objectContaining({ messages: [expect.objectContaining({ id: 'E2:2' })] })],
    ])
    bench.socket.say(events(chat(3, 'old'), chat(4, 'new')))
    expect(bench.names()).toEqual(['snapshot', 'message'])
  })

  const broken: Array<[string, ServerFrame, string[]]> = [
    ['a hole', events(chat(12, 'x')), []],
    ['a hole inside a frame', events(chat(11, 'x'), chat(13, 'y')), ['message']],
    ['a frame cut short', { t: 'e', r: 'room', s: 12, ev: [chat(11, 'x')] }, ['message']],
    ['a server that lost what I have', resume(9), []],
  ]
  test.each(broken)('%s: asks for a snapshot and takes nothing until it comes', async (_, frame, heard) => {
    const bench = new Bench()
    await bench.enter()
    bench.socket.say(frame)
    expect(bench.socket.only('join')).toHaveLength(2)
    expect(bench.names()).toEqual(heard)
    bench.socket.say(events(chat(11, 'again'), chat(12, 'again')))
    expect(bench.names()).toEqual([])
    bench.socket.say(snapshot({ s: 20 }), events(chat(21, 'a')))
    expect(bench.names()).toEqual(['snapshot', 'message'])
  })

  test('repeated events are applied once', async () => {
    const bench = new Bench()
    await bench.enter()
    bench.socket.say(events(chat(11, 'a')), events(chat(11, 'a')), events(chat(10, 'z'), chat(11, 'a'), chat(12, 'b')))
    expect(bench.names()).toEqual(['message', 'message'])
  })

  test('attempts are counted, wait longer from the fourth on, and start over once the room is in', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(1)
    const bench = new Bench()
    await bench.enter()
    for (const ms of [600, 600, 600, 1200, 2400]) {
      bench.socket.drop()
      const before = bench.sockets.length
      await jest.advanceTimersByTimeAsync(ms - 1)
      expect(bench.sockets).toHaveLength(before)
      await jest.advanceTimersByTimeAsync(1)
      expect(bench.sockets).toHaveLength(before + 1)
    }
    bench.login()
    bench.socket.say(resume(10))
    bench.socket.drop()
    const attempts = bench.heard.filter(([name]) => name === 'reconnecting').map(([, at]) => at)
    expect(attempts).toMatchObject([1, 2, 3, 4, 5, 1].map((attempt) => ({ attempt })))
  })

  test('what an abandoned socket still says is dropped, and one that opens late is closed again', async () => {
    const bench = new Bench()
    await bench.enter()
    const old = bench.socket
    await bench.cut()
    const late = bench.socket
    await jest.advanceTimersByTimeAsync(8000)
    bench.names()
    old.say(events(chat(11, 'ghost')))
    old.drop(4409)
    late.closed = false
    late.open()
    expect(bench.names()).toEqual([])
    expect(late.closed).toBe(true)
    expect(late.sent).toEqual([])
  })

  test('a refused resume ends the stay', async () => {
    const bench = new Bench()
    await bench.enter()
    await bench.cut()
    bench.login()
    bench.socket.say({ t: 'refused', r: 'room', c: 'banned', why: 'bad words', until: 9000 })
    expect(bench.heard.pop()).toEqual([
      'left',
      { reason: 'banned', cause: expect.objectContaining({ reason: 'banned', until: 9000 }) },
    ])
    expect(jest.getTimerCount()).toBe(0)
  })
})

describe('another epoch, while the room is in', () => {
  test('the cursor is good: the epoch is another from now on, and nothing else happens', async () => {
    const bench = new Bench()
    await bench.enter()
    void refusal(bench.provider.send({ kind: 'chat', text: 'x' }))
    await settle()
    const before = bench.socket.sent.length
    bench.socket.say(resume(12, 'E2'), events(chat(11, 'a', ''), chat(12, 'b', '')))
    expect(bench.heard).toMatchObject([
      ['message', { id: 'E2:11' }],
      ['message', { id: 'E2:12' }],
    ])
    expect(bench.socket.sent).toHaveLength(before)
    await bench.cut()
    bench.login()
    expect(bench.socket.only('hi')[0]?.res).toEqual({ room: ['E2', 12] })
  })

  test('the cursor is not: the state is replaced, and what has no answer yet is not sent again', async () => {
    const bench = new Bench()
    await bench.enter()
    const sent = bench.provider.send({ kind: 'chat', text: 'x' })
    await settle()
    bench.socket.say(snapshot({ e: 'E2', s: 4, gap: 1 }), events(chat(5, 'a')), ok(1, 6))
    expect(bench.names()).toEqual(['snapshot', 'message'])
    expect(bench.socket.only('do')).toHaveLength(1)
    await sent
  })

  test('a command of mine was acknowledged and has not come by: a snapshot says what became of it', async () => {
    const bench = new Bench()
    await bench.enter()
    const sent = bench.provider.send({ kind: 'chat', text: 'x' })
    await settle()
    bench.socket.say(ok(1, 12))
    await sent
    bench.socket.say(resume(11, 'E2'))
    expect(bench.socket.only('join')).toHaveLength(2)
    bench.socket.say(resume(11, 'E3'))
    expect(bench.socket.only('join')).toHaveLength(2)
    bench.socket.say(snapshot({ e: 'E3', s: 11 }), resume(11, 'E4'), events(chat(12, 'a', '')))
    expect(bench.heard).toMatchObject([
      ['snapshot', {}],
      ['message', { id: 'E4:12' }],
    ])
    expect(bench.socket.only('join')).toHaveLength(2)
  })

  test('a snapshot that was asked for and is refused is not waited for', async () => {
    const bench = new Bench()
    await bench.enter()
    bench.socket.say(events(chat(12, 'x')), { t: 'refused', r: 'room', c: 'rate-limited', why: 'slow' })
    expect(bench.names()).toEqual(['reconnecting'])
    await jest.advanceTimersByTimeAsync(600)
    bench.login()
    bench.socket.say(snapshot({ s: 20 }))
    expect(bench.names()).toEqual(['snapshot'])
  })
})

describe('heartbeat', () => {
  test('pings every hb and lives as long as anything comes', async () => {
    const bench = new Bench()
    await bench.enter()
    for (let i = 0; i < 5; i++) {
      await jest.advanceTimersByTimeAsync(10_000)
      bench.socket.say({ t: 'pong', T: 1 })
    }
    expect(bench.socket.only('ping')).toHaveLength(5)
    expect(bench.names()).toEqual([])
  })

  test('hb + grace of silence is a loss', async () => {
    const bench = new Bench({ graceMs: 2000 })
    await bench.enter()
    await jest.advanceTimersByTimeAsync(11_999)
    expect(bench.names()).toEqual([])
    await jest.advanceTimersByTimeAsync(1)
    expect(bench.heard).toEqual([
      ['reconnecting', { attempt: 1, cause: expect.objectContaining({ reason: 'timeout' }) }],
    ])
    expect(bench.sockets[0]?.closed).toBe(true)
  })

  test('a socket that never opens, and one that never says yo, are given up', async () => {
    const bench = new Bench({ joinTimeoutMs: 60_000 })
    const joined = bench.provider.join({ roomId: 'room', token: 'tok' })
    await jest.advanceTimersByTimeAsync(8600)
    expect(bench.sockets).toHaveLength(2)
    bench.socket.open()
    await jest.advanceTimersByTimeAsync(9200)
    expect(bench.sockets).toHaveLength(3)
    bench.login()
    bench.socket.say(snapshot())
    await expect(joined).resolves.toMatchObject({ roomId: 'room' })
  })
})

describe('wake', () => {
  test('while waiting: comes back at once', async () => {
    const bench = new Bench()
    await bench.enter()
    bench.socket.drop()
    bench.provider.wake?.()
    await settle()
    expect(bench.sockets).toHaveLength(2)
    await jest.advanceTimersByTimeAsync(700)
    expect(bench.sockets).toHaveLength(2)
  })

  test('what failed before says nothing about the network of now: attempts start over', async () => {
    const bench = new Bench()
    await bench.enter()
    for (let i = 0; i < 4; i++) {
      bench.socket.drop()
      await jest.advanceTimersByTimeAsync(10_000)
    }
    bench.socket.drop()
    bench.provider.wake?.()
    await settle()
    bench.names()
    bench.socket.drop()
    expect(bench.heard).toEqual([['reconnecting', expect.objectContaining({ attempt: 1 })]])
  })

  test('while connected: asks, and gives up after 3 s without an answer', async () => {
    const bench = new Bench()
    await bench.enter()
    bench.provider.wake?.()
    expect(bench.socket.only('ping')).toHaveLength(1)
    bench.socket.say({ t: 'pong', T: 1 })
    await jest.advanceTimersByTimeAsync(3000)
    expect(bench.names()).toEqual([])
    bench.provider.wake?.()
    await jest.advanceTimersByTimeAsync(3000)
    expect(bench.names()).toEqual(['reconnecting'])
  })

  test('before, while connecting and after: nothing happens', async () => {
    const bench = new Bench()
    bench.provider.wake?.()
    await settle()
    expect(bench.sockets).toHaveLength(0)
    await bench.enter()
    await bench.cut()
    bench.provider.wake?.()
    await settle()
    expect(bench.sockets).toHaveLength(2)
    await bench.provider.leave()
    bench.provider.wake?.()
    await settle()
    expect(bench.sockets).toHaveLength(2)
  })
})

describe('goodbyes', () => {
  test.each([
    ['kicked', 'kicked', 'kicked'],
    ['banned', 'banned', 'banned'],
    ['replaced', 'replaced', 'replaced'],
    ['room-closed', 'room-closed', 'room-closed'],
    ['forbidden', 'refused', 'forbidden'],
    ['malformed', 'refused', 'protocol'],
    ['too-large', 'refused', 'too-large'],
    ['a newer word', 'refused', 'protocol'],
  ])('bye %s: left (%s), nothing left behind', async (c, reason, cause) => {
    const bench = new Bench()
    await bench.enter()
    const pending = refusal(bench.provider.send({ kind: 'chat', text: 'x' }))
    bench.socket.say({ t: 'bye', c: c as never, why: 'so' })
    bench.socket.drop(1000)
    expect(bench.heard).toEqual([['left', { reason, cause: expect.objectContaining({ reason: cause }) }]])
    expect(await pending).toMatchObject({ reason: cause })
    expect(jest.getTimerCount()).toBe(0)
    expect(bench.provider.events.size).toBe(0)
  })

  test.each([
    [4400, 'refused'],
    [4401, 'token-expired'],
    [4403, 'refused'],
    [4409, 'replaced'],
    [1009, 'refused'],
  ])('close code %i without a bye: left (%s)', async (code, reason) => {
    const bench = new Bench()
    await bench.enter()
    bench.socket.drop(code)
    expect(bench.heard).toEqual([['left', { reason, cause: expect.anything() }]])
    expect(jest.getTimerCount()).toBe(0)
  })

  test.each([1000, 1001, 1006, 1011, 1012, 1013, 4429])('close code %i: comes back', async (code) => {
    const bench = new Bench()
    await bench.enter()
    await bench.cut(code)
    expect(bench.names()).toEqual(['reconnecting'])
    expect(bench.sockets).toHaveLength(2)
  })

  test('bye restart: comes back after the time it names, and not in step with others', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5)
    const bench = new Bench()
    await bench.enter()
    bench.socket.say({ t: 'bye', c: 'restart', why: 'deploy', retry: 2000 })
    await jest.advanceTimersByTimeAsync(2449)
    expect(bench.sockets).toHaveLength(1)
    await jest.advanceTimersByTimeAsync(1)
    expect(bench.sockets).toHaveLength(2)
  })
})

describe('tokens', () => {
  const expired: ServerFrame = { t: 'bye', c: 'token-expired', why: 'over', retry: 0 }

  test('a function is asked once for all connections, and again when the token expired', async () => {
    const bench = new Bench()
    const token = jest.fn<Promise<string>, []>().mockResolvedValueOnce('t1').mockResolvedValueOnce('t2')
    await bench.enter({ token })
    await bench.cut()
    bench.login()
    bench.socket.say(resume(10))
    expect(token).toHaveBeenCalledTimes(1)
    bench.names()
    const sent = bench.provider.send({ kind: 'chat', text: 'x' })
    bench.socket.say(expired)
    await settle()
    bench.login()
    bench.socket.say(resume(10), ok(1))
    await expect(sent).resolves.toMatchObject({ id: expect.stringMatching(/^ann:k\w+:1$/) as string })
    expect(bench.socket.only('hi')[0]?.tok).toBe('t2')
    expect(bench.names()).toEqual(['reconnecting', 'rights', 'resumed'])
  })

  test('close 4401 counts as expired, too', async () => {
    const bench = new Bench()
    const token = jest.fn<Promise<string>, []>().mockResolvedValue('t')
    await bench.enter({ token })
    bench.socket.drop(4401)
    await settle()
    expect(token).toHaveBeenCalledTimes(2)
    expect(bench.sockets).toHaveLength(2)
  })

  test('a fresh token that fails as well is the end', async () => {
    const bench = new Bench()
    const token = jest.fn<Promise<string>, []>().mockResolvedValue('t')
    await bench.enter({ token })
    bench.socket.say(expired)
    await settle()
    bench.socket.open()
    bench.socket.say(expired)
    expect(token).toHaveBeenCalledTimes(2)
    expect(bench.heard.pop()).toEqual([
      'left',
      { reason: 'token-expired', cause: expect.objectContaining({ reason: 'token-expired' }) },
    ])
    expect(jest.getTimerCount()).toBe(0)
  })

  test('a string has no other; a pushed one is used', async () => {
    const bench = new Bench()
    await bench.enter()
    await bench.provider.renewToken?.('pushed')
    bench.socket.say(expired)
    await settle()
    bench.login()
    expect(bench.socket.only('hi')[0]?.tok).toBe('pushed')
    bench.socket.say(resume(10))
    bench.names()
    bench.socket.say(expired)
    expect(bench.names()).toEqual(['left'])
  })

  test('a function that fails while refreshing is asked again with the next attempt, and nothing is lost', async () => {
    const bench = new Bench()
    const down = new Error('backend down')
    const token = jest.fn<Promise<string>, []>().mockResolvedValueOnce('t1').mockRejectedValueOnce(down)
    await bench.enter({ token: token.mockResolvedValueOnce('t2') })
    const sent = bench.provider.send({ kind: 'chat', text: 'x' })
    bench.socket.say(expired)
    await settle()
    const cause = { reason: 'network', cause: down, message: expect.stringContaining('backend down') as string }
    expect(bench.heard.pop()).toEqual(['reconnecting', { attempt: 2, cause: expect.objectContaining(cause) }])
    await jest.advanceTimersByTimeAsync(1200)
    bench.login()
    bench.socket.say(resume(10), ok(1))
    await sent
    expect(bench.socket.only('hi')[0]?.tok).toBe('t2')
  })

  test('a function that says for good while refreshing is the end', async () => {
    const bench = new Bench()
    const out = LiveError.of('token-invalid', 'logged out')
    await bench.enter({ token: jest.fn<Promise<string>, []>().mockResolvedValueOnce('t').mockRejectedValueOnce(out) })
    bench.socket.say(expired)
    await settle()
    expect(bench.heard.pop()).toEqual(['left', { reason: 'token-expired', cause: out }])
    expect(jest.getTimerCount()).toBe(0)
  })

  test('a command refused for the token alone goes out again with the next one', async () => {
    const bench = new Bench()
    const token = jest.fn<Promise<string>, []>().mockResolvedValueOnce('t1').mockResolvedValueOnce('t2')
    await bench.enter({ token })
    const sent = bench.provider.send({ kind: 'chat', text: 'x' })
    await settle()
    bench.socket.say({ t: 'no', n: 1, c: 'token-expired', why: 'over' })
    await settle()
    bench.login()
    bench.socket.say(resume(10))
    expect(bench.socket.only('do')).toMatchObject([{ n: 1 }])
    bench.socket.say(ok(1))
    await expect(sent).resolves.toMatchObject({ at: 5 })
  })

  test.each([
    ['throws', () => Promise.reject(new Error('no')), 'token-invalid'],
    ['gives nothing', () => Promise.resolve(''), 'invalid-argument'],
    ['gives undefined', () => Promise.resolve(undefined as never), 'invalid-argument'],
  ])('a function that %s at first: join rejects', async (_, token, reason) => {
    const bench = new Bench()
    const error = refusal(bench.provider.join({ roomId: 'room', token }))
    await settle()
    expect(await error).toMatchObject({ reason })
    expect(bench.sockets).toHaveLength(0)
    expect(jest.getTimerCount()).toBe(0)
  })

  test.each([
    ['comes', (yes: (token: string) => void) => yes('late')],
    ['fails', (_: unknown, no: (error: Error) => void) => no(new Error('late'))],
  ])('a token that %s after the attempt was given up changes nothing', async (_, settleToken) => {
    const bench = new Bench()
    const asked: Array<() => void> = []
    const token = () => new Promise<string>((yes, no) => asked.push(() => settleToken(yes, no)))
    const joined = refusal(bench.provider.join({ roomId: 'room', token }))
    // The first attempt is given up after the grace, the second asks anew.
    await jest.advanceTimersByTimeAsync(8600)
    expect(asked).toHaveLength(2)
    asked[0]?.()
    await settle()
    expect(bench.sockets).toHaveLength(0)
    expect(jest.getTimerCount()).toBe(2)
    await bench.provider.leave()
    expect(await joined).toMatchObject({ reason: 'invalid-state' })
  })
})

describe('leave', () => {
  test('says leave, closes, rejects what waits, keeps no timer and no listener', async () => {
    const bench = new Bench()
    await bench.enter()
    const calls = [bench.provider.send({ kind: 'chat', text: 'x' }), bench.provider.play('s', { mode: 'live' })]
    const errors = Promise.all(calls.map(refusal))
    const { socket } = bench
    await bench.provider.leave()
    expect(await errors).toMatchObject([{ reason: 'invalid-state' }, { reason: 'invalid-state' }])
    expect(socket.only('leave')).toEqual([{ t: 'leave', r: 'room' }])
    expect(socket.closed).toBe(true)
    expect(jest.getTimerCount()).toBe(0)
    expect(bench.heard).toEqual([['left', { reason: 'left' }]])
    expect(bench.provider.events.size).toBe(0)
    socket.say(events(chat(11, 'late')))
    expect(bench.names()).toEqual(['left'])
  })

  test('in the middle of a frame: the rest of it is not told', async () => {
    const bench = new Bench()
    await bench.enter()
    bench.provider.events.on('message', () => void bench.provider.leave())
    bench.socket.say(events(chat(11, 'a'), chat(12, 'b')))
    expect(bench.names()).toEqual(['message', 'left'])
    expect(jest.getTimerCount()).toBe(0)
  })

  test('while waiting to come back', async () => {
    const bench = new Bench()
    await bench.enter()
    bench.socket.drop()
    await bench.provider.leave()
    await jest.advanceTimersByTimeAsync(20_000)
    expect(bench.sockets).toHaveLength(1)
  })
})
