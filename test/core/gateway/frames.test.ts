import type { EventBody, LogEvent, ServerFrame } from '../../../src/provider/gateway/wire'
import type { LinkRequest, Stream } from '../../../src/provider/types'
import { Bench, BOB, RIGHTS, chat, events, ok, refusal, settle } from './bench'

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

const CYD = { ...BOB, id: 'cyd', name: 'Cyd' }
const STREAM: Stream = { id: 'bob~1', userId: 'bob', kind: 'camera', audio: true, video: true, startedAt: 3 }
const REQUEST: LinkRequest = {
  id: 'q1',
  from: 'audience',
  userId: 'bob',
  name: 'Bob',
  media: 'video',
  createdAt: 1,
  expiresAt: 9,
}
const SEATS = [{ index: 0, userId: 'bob', locked: false }]
const from = { at: 111, from: 'bob', name: 'Bob', id: 'bob:x:1' }

type Row = [body: EventBody & { u?: string }, heard: Array<[string, unknown]>]

describe('log events become deltas', () => {
  const rows: { [K in EventBody['k']]: Row[] } = {
    userJoined: [[{ k: 'userJoined', d: CYD }, [['userJoined', CYD]]]],
    userUpdated: [[{ k: 'userUpdated', d: { ...BOB, name: 'Rob' } }, [['userUpdated', { ...BOB, name: 'Rob' }]]]],
    allSilenced: [[{ k: 'allSilenced', d: { on: true } }, [['allSilenced', { on: true }]]]],
    userLeft: [[{ k: 'userLeft', d: { userId: 'bob' } }, [['userLeft', { userId: 'bob' }]]]],
    chat: [
      [{ k: 'chat', d: { text: 'hi', name: 'Bob', m: 'x:1' } }, [['message', { kind: 'chat', text: 'hi', ...from }]]],
    ],
    barrage: [
      [
        { k: 'barrage', d: { text: 'hi', name: 'Bob', m: 'x:1' } },
        [['message', { kind: 'barrage', text: 'hi', ...from }]],
      ],
    ],
    gift: [
      [
        { k: 'gift', d: { gift: { id: 'rose', name: 'Rose', count: 3 }, name: 'Bob', m: 'x:1' } },
        [['message', { kind: 'gift', gift: { id: 'rose', name: 'Rose', count: 3 }, ...from }]],
      ],
    ],
    command: [
      [
        { k: 'command', d: { command: 'draw', data: { x: 1 }, to: ['ann'], name: 'Bob', m: 'x:1' } },
        [['message', { kind: 'command', command: 'draw', data: { x: 1 }, ...from }]],
      ],
    ],
    skip: [[{ k: 'skip', d: {} }, []]],
    linkRequested: [
      [{ k: 'linkRequested', d: REQUEST }, [['linkRequested', REQUEST]]],
      [{ k: 'linkRequested', d: { ...REQUEST, from: 'anchor' } }, [['linkRequested', { ...REQUEST, from: 'anchor' }]]],
    ],
    linkSettled: [
      [
        { k: 'linkSettled', d: { requestId: 'q1', userId: 'bob', outcome: 'refused', by: 'bob', message: 'later' } },
        [['linkSettled', { requestId: 'q1', userId: 'bob', outcome: 'refused', by: 'bob', message: 'later' }]],
      ],
      [
        { k: 'linkSettled', d: { requestId: 'q1', userId: 'bob', outcome: 'expired' } },
        [['linkSettled', { requestId: 'q1', userId: 'bob', outcome: 'expired' }]],
      ],
    ],
    linkStarted: [[{ k: 'linkStarted', d: { userId: 'bob', seat: 0 } }, [['linkStarted', { userId: 'bob', seat: 0 }]]]],
    linkEnded: [
      [
        { k: 'linkEnded', d: { userId: 'bob', seat: 0, reason: 'lost' } },
        [['linkEnded', { userId: 'bob', seat: 0, reason: 'lost' }]],
      ],
    ],
    seats: [[{ k: 'seats', d: SEATS }, [['seats', SEATS]]]],
    streamAdded: [[{ k: 'streamAdded', d: STREAM }, [['streamAdded', STREAM]]]],
    streamUpdated: [[{ k: 'streamUpdated', d: STREAM }, [['streamUpdated', STREAM]]]],
    streamRemoved: [[{ k: 'streamRemoved', d: { streamId: 'bob~1' } }, [['streamRemoved', { streamId: 'bob~1' }]]]],
    kick: [
      [{ k: 'kick', d: { userId: 'bob' } }, []],
      [
        { k: 'kick', d: { userId: 'ann' } },
        [['left', { reason: 'kicked', cause: expect.objectContaining({ reason: 'kicked' }) }]],
      ],
    ],
    ban: [
      [{ k: 'ban', d: { userId: 'bob' } }, []],
      [
        { k: 'ban', d: { userId: 'ann' } },
        [['left', { reason: 'banned', cause: expect.not.objectContaining({ until: expect.anything() as unknown }) }]],
      ],
      [
        { k: 'ban', d: { userId: 'ann', until: 5000 } },
        [['left', { reason: 'banned', cause: expect.objectContaining({ reason: 'banned', until: 5000 }) }]],
      ],
    ],
    unban: [[{ k: 'unban', d: { userId: 'ann' } }, []]],
    closed: [
      [
        { k: 'closed', d: {} },
        [['left', { reason: 'room-closed', cause: expect.objectContaining({ reason: 'room-closed' }) }]],
      ],
    ],
  }
  const table = Object.values(rows)
    .flat()
    .map(([body, heard]) => [body.k, body, heard] as const)

  test.each(table)('%s %j', async (_, body, heard) => {
    const bench = new Bench()
    await bench.enter()
    bench.socket.say(events({ s: 11, at: 111, u: 'bob', ...body } as LogEvent))
    expect(bench.heard).toEqual(heard)
  })

  test('what a newer gateway logs is passed over and keeps its place', async () => {
    const bench = new Bench()
    await bench.enter()
    bench.socket.say(events({ s: 11, at: 1, u: 'bob', k: 'hologram', d: {} } as never, chat(12, 'a')))
    expect(bench.names()).toEqual(['message'])
  })
})

describe('server frames', () => {
  const simple: Array<[ServerFrame, Array<[string, unknown]>]> = [
    [{ t: 'rights', r: 'room', rights: RIGHTS }, [['rights', RIGHTS]]],
    [{ t: 'dg', r: 'room', online: 5, likes: 6 }, [['counts', { online: 5, likes: 6 }]]],
    [{ t: 'pong', T: 1 }, []],
    [{ t: 'newer' } as never, []],
    [ok(99), []],
    [{ t: 'no', n: 99, c: 'muted', why: '' }, []],
    [{ t: 'ans', q: 99, d: {} }, []],
    [{ t: 'nope', q: 99, c: 'busy', why: '' }, []],
  ]
  test.each(simple)('%j', async (frame, heard) => {
    const bench = new Bench()
    await bench.enter()
    bench.socket.say(frame)
    expect(bench.heard).toEqual(heard)
  })

  test('a refusal of something without a number is told as an error', async () => {
    const bench = new Bench()
    await bench.enter()
    bench.socket.say({ t: 'refused', r: 'room', c: 'rate-limited', why: 'likes' })
    expect(bench.heard).toEqual([['error', expect.objectContaining({ reason: 'rate-limited' })]])
  })

  test.each(['not json', '{"t":"e","ev":7}', undefined])('unreadable (%s): reconnects and says why', async (raw) => {
    const bench = new Bench()
    await bench.enter()
    bench.socket.raw(raw)
    expect(bench.heard).toEqual([
      ['reconnecting', { attempt: 1, cause: expect.objectContaining({ reason: 'protocol' }) }],
    ])
    expect(bench.socket.closed).toBe(true)
  })
})

describe('calls become frames', () => {
  const commands: Array<[string, (bench: Bench) => Promise<unknown>, object]> = [
    ['chat', ({ provider }) => provider.send({ kind: 'chat', text: 'x' }), { k: 'chat', d: { text: 'x' } }],
    ['barrage', ({ provider }) => provider.send({ kind: 'barrage', text: 'x' }), { k: 'barrage', d: { text: 'x' } }],
    [
      'gift',
      ({ provider }) => provider.send({ kind: 'gift', gift: { id: 'r', name: 'Rose', count: 2 } }),
      { k: 'gift', d: { gift: { id: 'r', name: 'Rose', count: 2 } } },
    ],
    [
      'command',
      ({ provider }) => provider.send({ kind: 'command', command: 'go', data: null, to: ['bob'] }),
      { k: 'command', d: { command: 'go', data: null, to: ['bob'] } },
    ],
    [
      'command to all',
      ({ provider }) => provider.send({ kind: 'command', command: 'go', data: 1, to: [] }),
      { k: 'command', d: { command: 'go', data: 1, to: [] } },
    ],
    ['cancel', ({ provider }) => provider.link.cancel('q'), { k: 'mic.cancel', d: { id: 'q' } }],
    ['accept', ({ provider }) => provider.link.accept('q'), { k: 'mic.acc', d: { id: 'q' } }],
    ['refuse', ({ provider }) => provider.link.refuse('q', 'no'), { k: 'mic.rej', d: { id: 'q', message: 'no' } }],
    ['end mine', ({ provider }) => provider.link.end(), { k: 'mic.end', d: {} }],
    ['end theirs', ({ provider }) => provider.link.end('bob'), { k: 'mic.end', d: { user: 'bob' } }],
    [
      'flags',
      ({ provider }) => provider.updateStream('s', { audio: true, video: false }),
      { k: 'stream', d: { id: 's', audio: true, video: false } },
    ],
    ['lock', ({ provider }) => provider.link.lock(1, true), { k: 'seat', d: { i: 1, locked: true } }],
    [
      'request',
      ({ provider }) => provider.link.request({ media: 'audio', seat: 2, expiresIn: 9000 }),
      { k: 'mic.req', d: { media: 'audio', seat: 2, ttl: 9000 } },
    ],
    [
      'invite to a seat',
      ({ provider }) => provider.link.invite('bob', { media: 'audio', seat: 1, expiresIn: 7000 }),
      { k: 'mic.inv', d: { user: 'bob', media: 'audio', seat: 1, ttl: 7000 } },
    ],
    [
      'silence',
      async ({ provider }) => provider.moderate?.silence('bob', true),
      { k: 'silence', d: { user: 'bob', on: true } },
    ],
    ['silence all', async ({ provider }) => provider.moderate?.silenceAll(false), { k: 'silence', d: { on: false } }],
    [
      'role',
      async ({ provider }) => provider.moderate?.setRole('bob', 'speaker'),
      { k: 'role', d: { user: 'bob', role: 'speaker' } },
    ],
    ['hand over', async ({ provider }) => provider.moderate?.transferHost('bob'), { k: 'host', d: { user: 'bob' } }],
    ['move', ({ provider }) => provider.link.move(2), { k: 'seat.move', d: { to: 2 } }],
    ['move another', ({ provider }) => provider.link.move(0, 'bob'), { k: 'seat.move', d: { to: 0, user: 'bob' } }],
    ['mute', async ({ provider }) => provider.moderate?.mute('bob', true), { k: 'mute', d: { user: 'bob', on: true } }],
    ['kick', async ({ provider }) => provider.moderate?.kick('bob'), { k: 'kick', d: { user: 'bob' } }],
    ['ban', async ({ provider }) => provider.moderate?.ban('bob'), { k: 'ban', d: { user: 'bob' } }],
    [
      'ban for a while',
      async ({ provider }) => provider.moderate?.ban('bob', 60),
      { k: 'ban', d: { user: 'bob', seconds: 60 } },
    ],
    ['unban', async ({ provider }) => provider.moderate?.unban('bob'), { k: 'unban', d: { user: 'bob' } }],
    ['close', async ({ provider }) => provider.moderate?.close(), { k: 'close', d: {} }],
  ]
  test.each(commands)('%s', async (_, call, body) => {
    const bench = new Bench()
    await bench.enter()
    const done = call(bench)
    await settle()
    expect(bench.socket.only('do')).toEqual([{ t: 'do', n: 1, r: 'room', ...body }])
    bench.socket.say(ok(1))
    expect(await done.then(() => 'done')).toBe('done')
  })

  test('my own message comes back with its key, and under the id of its receipt', async () => {
    const bench = new Bench()
    await bench.enter()
    const sent = bench.provider.send({ kind: 'chat', text: 'x', key: 'm1' })
    const pk = bench.socket.only('hi')[0]?.pk
    bench.socket.say(events({ ...chat(11, 'x', `${pk}:1`), u: 'ann' }), ok(1, 11))
    const id = `ann:${pk}:1`
    expect(bench.heard).toEqual([['message', expect.objectContaining({ key: 'm1', id, from: 'ann' })]])
    await expect(sent).resolves.toEqual({ id, at: 5 })
  })

  test("somebody else's message under my mark is not mine, and has another id", async () => {
    const bench = new Bench()
    await bench.enter()
    void refusal(bench.provider.send({ kind: 'chat', text: 'x', key: 'm1' }))
    const pk = bench.socket.only('hi')[0]?.pk
    bench.socket.say(events(chat(11, 'x', `${pk}:1`)))
    expect(bench.heard).toEqual([['message', expect.not.objectContaining({ key: 'm1' })]])
    expect(bench.heard[0]?.[1]).toMatchObject({ id: `bob:${pk}:1`, from: 'bob' })
  })

  test('likes go out at once, at most 100 a frame; those of a moment without a connection go with the next', async () => {
    const bench = new Bench()
    await bench.enter()
    const like = (count: number) => bench.provider.send({ kind: 'like', count })
    await expect(like(230)).resolves.toMatchObject({ id: '' })
    expect(bench.socket.only('like').map(({ c }) => c)).toEqual([100, 100, 30])
    await bench.cut()
    await like(50)
    await like(70)
    bench.login()
    expect(bench.socket.only('like')).toEqual([])
    bench.socket.say({ t: 'res', r: 'room', e: 'E1', s: 10, rights: RIGHTS })
    expect(bench.socket.only('like').map(({ c }) => c)).toEqual([100, 20])
    await like(1)
    expect(bench.socket.only('like').map(({ c }) => c)).toEqual([100, 20, 1])
  })
})

describe('questions', () => {
  test('push gets an address, play all there are', async () => {
    const bench = new Bench()
    await bench.enter()
    const { provider, socket } = bench
    const push = provider.publish({ audio: true, video: false, mode: 'HD' })
    const play = provider.play('s', { mode: 'live' })
    const gone = provider.unpublish('s')
    await settle()
    expect(socket.only('ask').map(({ k, d }) => [k, d])).toEqual([
      ['push', { audio: true, video: false, mode: 'HD' }],
      ['play', { id: 's' }],
      ['unpush', { id: 's' }],
    ])
    socket.say({ t: 'ans', q: 1, d: { id: 's', url: 'rtmp://p' } })
    socket.say({ t: 'ans', q: 2, d: { rtmp: 'rtmp://a', flv: 'http://a.flv' } }, { t: 'ans', q: 3, d: {} })
    await expect(push).resolves.toEqual({ streamId: 's', url: 'rtmp://p' })
    await expect(play).resolves.toEqual({ urls: ['rtmp://a', 'http://a.flv'] })
    await expect(gone).resolves.toBeUndefined()
    await expect(provider.stopPlay('s')).resolves.toBeUndefined()
  })

  test('a refusal names what was asked and carries the sentence', async () => {
    const bench = new Bench()
    await bench.enter()
    const error = refusal(bench.provider.publish({ audio: true, video: true, mode: 'HD' }))
    await settle()
    bench.socket.say({ t: 'nope', q: 1, c: 'forbidden', why: 'ask for a mic-link first' })
    expect(await error).toMatchObject({
      reason: 'forbidden',
      message: 'gateway.push: forbidden; ask for a mic-link first',
    })
  })

  test('one that is held back is asked again after the wait', async () => {
    const bench = new Bench()
    await bench.enter()
    const push = bench.provider.publish({ audio: true, video: true, mode: 'HD' })
    await settle()
    bench.socket.say({ t: 'nope', q: 1, c: 'rate-limited', why: 'too many questions', wait: 70 })
    await jest.advanceTimersByTimeAsync(70)
    expect(bench.socket.only('ask')).toHaveLength(2)
    bench.socket.say({ t: 'ans', q: 1, d: { id: 's', url: 'rtmp://p' } })
    await expect(push).resolves.toMatchObject({ streamId: 's' })
  })

  test('no answer in time is a timeout, and what comes later is dropped', async () => {
    const bench = new Bench({ askTimeoutMs: 500 })
    await bench.enter()
    const error = refusal(bench.provider.play('s', { mode: 'live' }))
    await jest.advanceTimersByTimeAsync(500)
    expect(await error).toMatchObject({ reason: 'timeout', recoverable: true })
    bench.socket.say({ t: 'ans', q: 1, d: { rtmp: '', flv: '' } })
    expect(bench.names()).toEqual([])
  })

  test('one that still waits is asked again after a reconnect', async () => {
    const bench = new Bench()
    await bench.enter()
    const play = bench.provider.play('s', { mode: 'live' })
    await bench.cut()
    const late = bench.provider.play('t', { mode: 'live' })
    bench.login()
    await settle()
    expect(bench.socket.only('ask')).toEqual([])
    bench.socket.say({ t: 'res', r: 'room', e: 'E1', s: 10, rights: RIGHTS })
    expect(bench.socket.only('ask').map(({ d }) => d)).toEqual([{ id: 's' }, { id: 't' }])
    bench.socket.say({ t: 'ans', q: 1, d: { rtmp: 'r', flv: 'f' } }, { t: 'ans', q: 2, d: { rtmp: 'r', flv: 'g' } })
    await expect(play).resolves.toEqual({ urls: ['r', 'f'] })
    await expect(late).resolves.toEqual({ urls: ['r', 'g'] })
  })
})

test('capabilities: everything, and as many players as the phone bears', () => {
  const { provider } = new Bench()
  expect(provider.capabilities).toEqual({
    chat: true,
    barrage: true,
    like: true,
    gift: true,
    command: true,
    link: true,
    seats: true,
    moderate: true,
    ban: true,
    close: true,
    silence: true,
    roles: true,
    maxPlayers: Infinity,
  })
  expect(provider.native({ tag: 'live-player', streamId: 's', type: 'error', detail: {} })).toBeUndefined()
})
