import { LiveError } from '../../../src/errors'
import { createPending } from '../../../src/provider/gateway/pending'
import { refusal } from './bench'

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

function setup({ open = true } = {}) {
  const sent: number[] = []
  const holds: LiveError[] = []
  const way = { open }
  const send = (text: string) => {
    const frame = JSON.parse(text) as { n?: number; q?: number }
    if (way.open) sent.push(frame.n ?? frame.q ?? NaN)
    return way.open
  }
  const pending = createPending('room', 'pk', 8000, send, (error) => holds.push(error))
  const results: string[] = []
  const say = (text: string, key?: string) =>
    pending.add('chat', { text }, key).then(
      ({ n }) => results.push(`ok ${n}`),
      (error: LiveError) => results.push(error.reason),
    )
  const play = (id: string) =>
    pending.add('play', { id }).then(
      ({ d }) => results.push(d.flv),
      (error: LiveError) => results.push(error.reason),
    )
  const ok = (n: number) => pending.answer({ t: 'ok', n, s: n, at: 1, e: 'E' })
  const no = (n: number, wait?: number) =>
    pending.refuse({ t: 'no', n, c: wait ? 'rate-limited' : 'muted', why: 'so', ...(wait && { wait }) })
  return { pending, way, say, play, ok, no, results, holds, took: () => sent.splice(0) }
}

test('numbers count up from 1; ok resolves its own call', async () => {
  const { say, ok, results, took } = setup()
  const calls = [say('a'), say('b')]
  expect(took()).toEqual([1, 2])
  ok(2)
  ok(1)
  await Promise.all(calls)
  expect(results).toEqual(['ok 2', 'ok 1'])
})

test('before the room is in, calls wait; after a reconnect what has no answer is sent again in order', async () => {
  const { pending, way, say, ok, results, took } = setup({ open: false })
  const calls = [say('a'), say('b'), say('c')]
  expect(took()).toEqual([])
  way.open = true
  pending.start()
  expect(took()).toEqual([1, 2, 3])
  ok(2)
  way.open = false
  calls.push(say('d'))
  expect(took()).toEqual([])
  way.open = true
  pending.start()
  expect(took()).toEqual([1, 3, 4])
  for (const n of [1, 3, 4]) ok(n)
  await Promise.all(calls)
  expect(results).toEqual(['ok 2', 'ok 1', 'ok 3', 'ok 4'])
})

test('a second ok for the same command is nothing', async () => {
  const { say, ok, results } = setup()
  const call = say('a')
  ok(1)
  ok(1)
  await call
  expect(results).toEqual(['ok 1'])
})

test('no: rejects with the reason, the call and the sentence of the server; others go on', async () => {
  const { pending, say, ok, no, results, took } = setup()
  const call = pending.add('chat', { text: 'x' })
  const other = say('b')
  no(1)
  ok(2)
  const error = await refusal(call)
  expect(error).toBeInstanceOf(LiveError)
  expect(error).toMatchObject({ reason: 'muted', message: 'gateway.chat: muted; so' })
  await other
  expect(results).toEqual(['ok 2'])
  expect(took()).toEqual([1, 2])
})

test('no with wait: all wait, then go again in order, one by one at first', async () => {
  const { say, ok, no, results, took } = setup()
  const calls = ['a', 'b', 'c', 'd'].map((text) => say(text))
  took()
  ok(1)
  for (const n of [2, 3, 4]) no(n, 500)
  calls.push(say('e'), say('f'), say('g'))
  jest.advanceTimersByTime(499)
  expect(took()).toEqual([])
  jest.advanceTimersByTime(1)
  expect(took()).toEqual([2])
  for (const n of [2, 3, 4]) {
    ok(n)
    expect(took()).toEqual([n + 1])
  }
  ok(5)
  expect(took()).toEqual([6, 7])
  ok(6)
  ok(7)
  await Promise.all(calls)
  expect(results).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => `ok ${n}`))
})

test('a late refusal of what is not in flight any more changes nothing', () => {
  const { say, ok, no, took } = setup()
  void say('a')
  void say('b')
  took()
  no(1, 100)
  jest.advanceTimersByTime(100)
  expect(took()).toEqual([1])
  no(2, 5000)
  ok(1)
  expect(took()).toEqual([2])
})

test('a reconnect does not sit out the wait of the old connection', () => {
  const { pending, say, no, took } = setup()
  void say('a')
  took()
  no(1, 60_000)
  pending.start()
  expect(took()).toEqual([1])
  expect(jest.getTimerCount()).toBe(0)
})

test('at most 32 are in flight: the server remembers 64 of a sender', () => {
  const { say, ok, took } = setup()
  for (let i = 0; i < 100; i++) void say('x')
  expect(took()).toHaveLength(32)
  ok(1)
  expect(took()).toEqual([33])
})

test('256 may wait; the next is refused as busy and takes no number', async () => {
  const { pending, way, say, ok, results, took } = setup({ open: false })
  for (let i = 0; i < 256; i++) void say('x')
  await say('one too many')
  expect(results).toEqual(['busy'])
  way.open = true
  pending.start()
  took()
  for (let n = 1; n <= 256; n++) ok(n)
  took()
  void say('next')
  expect(took()).toEqual([257])
})

test('keys are found by the mark in the log, also long after; the oldest are forgotten', async () => {
  const { pending, say, ok } = setup()
  const first = say('a', 'mine')
  ok(1)
  await first
  expect(pending.keyOf('pk:1')).toBe('mine')
  expect(pending.keyOf('other:1')).toBeUndefined()
  for (let n = 2; n <= 257; n++) {
    void say('x', `k${n}`)
    ok(n)
  }
  expect(pending.keyOf('pk:1')).toBeUndefined()
  expect(pending.keyOf('pk:257')).toBe('k257')
})

test('clear rejects everything and stops the wait', async () => {
  const { pending, say, no, results } = setup()
  const calls = [say('a'), say('b')]
  no(1, 500)
  pending.clear(LiveError.of('kicked', 'out'))
  await Promise.all(calls)
  expect(results).toEqual(['kicked', 'kicked'])
  expect(jest.getTimerCount()).toBe(0)
})

test('a hold is told once, with the wait, and the line moves again by itself', () => {
  const { say, ok, no, took, holds } = setup()
  for (let i = 0; i < 3; i++) void say('x')
  for (const n of [1, 2, 3]) no(n, 400)
  expect(holds).toHaveLength(1)
  expect(holds[0]).toMatchObject({
    reason: 'rate-limited',
    waitMs: 400,
    message: expect.stringContaining('sent by itself in 400 ms'),
  })
  took()
  jest.advanceTimersByTime(400)
  expect(took()).toEqual([1])
  no(1, 100)
  expect(holds.map(({ waitMs }) => waitMs)).toEqual([400, 100])
  jest.advanceTimersByTime(100)
  for (const n of [1, 2, 3]) ok(n)
  expect(took()).toEqual([1, 2, 3])
})

test('questions stand in the same line, and give up after their time', async () => {
  const { pending, say, play, ok, no, results, took } = setup()
  const calls = [say('a'), play('s'), play('t'), say('b')]
  expect(took()).toEqual([1, 2, 3, 4])
  no(2, 7000)
  calls.push(play('u'))
  expect(took()).toEqual([])
  jest.advanceTimersByTime(7000)
  expect(took()).toEqual([1])
  ok(1)
  pending.answer({ t: 'ans', q: 2, d: { rtmp: 'r', flv: 'f' } })
  jest.advanceTimersByTime(1000)
  for (const n of [4, 5]) ok(n)
  jest.advanceTimersByTime(7000)
  await Promise.all(calls)
  expect(results.sort()).toEqual(['f', 'ok 1', 'ok 4', 'timeout', 'timeout'])
  expect(jest.getTimerCount()).toBe(0)
})
