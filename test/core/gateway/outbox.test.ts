import { LiveError } from '../../../src/errors'
import { createOutbox } from '../../../src/provider/gateway/outbox'
import type { ClientFrame, ServerFrame } from '../../../src/provider/gateway/wire'
import { refusal } from './bench'

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

function setup({ open = true } = {}) {
  const sent: number[] = []
  const way = { open }
  const outbox = createOutbox('room', 'pk', (frame: ClientFrame) => {
    if (way.open) sent.push('n' in frame ? frame.n : NaN)
    return way.open
  })
  const results: string[] = []
  const say = (text: string, key?: string) =>
    outbox.add({ k: 'chat', d: { text } }, 'gateway.send', key).then(
      ({ n }) => results.push(`ok ${n}`),
      (error: LiveError) => results.push(error.reason),
    )
  return { outbox, way, say, results, took: () => sent.splice(0) }
}

const ok = (n: number, dup?: 1) =>
  ({ t: 'ok', n, s: n, at: 1, e: 'E', ...(dup && { dup }) }) as Extract<ServerFrame, { t: 'ok' }>
const no = (n: number, wait?: number) =>
  ({ t: 'no', n, c: wait ? 'rate-limited' : 'muted', why: 'so', ...(wait && { wait }) }) as Extract<
    ServerFrame,
    { t: 'no' }
  >

test('numbers count up from 1; ok resolves its own call', async () => {
  const { outbox, say, took, results } = setup()
  const calls = [say('a'), say('b')]
  expect(took()).toEqual([1, 2])
  outbox.ok(ok(2))
  outbox.ok(ok(1))
  await Promise.all(calls)
  expect(results).toEqual(['ok 2', 'ok 1'])
})

test('before the room is in, calls wait; after a reconnect what has no answer is sent again in order', async () => {
  const { outbox, way, say, took, results } = setup({ open: false })
  const calls = [say('a'), say('b'), say('c')]
  expect(took()).toEqual([])
  way.open = true
  outbox.start()
  expect(took()).toEqual([1, 2, 3])
  outbox.ok(ok(2))
  way.open = false
  calls.push(say('d'))
  expect(took()).toEqual([])
  way.open = true
  outbox.start()
  expect(took()).toEqual([1, 3, 4])
  for (const n of [1, 3, 4]) outbox.ok(ok(n, 1))
  await Promise.all(calls)
  expect(results).toEqual(['ok 2', 'ok 1', 'ok 3', 'ok 4'])
})

test('a second ok for the same command is nothing', async () => {
  const { outbox, say, results } = setup()
  const call = say('a')
  outbox.ok(ok(1))
  outbox.ok(ok(1, 1))
  await call
  expect(results).toEqual(['ok 1'])
})

test('no: rejects with the reason, the call and the sentence of the server; others go on', async () => {
  const { outbox, say, took, results } = setup()
  const call = outbox.add({ k: 'chat', d: { text: 'x' } }, 'gateway.send')
  const other = say('b')
  outbox.no(no(1))
  outbox.ok(ok(2))
  const error = await refusal(call)
  expect(error).toBeInstanceOf(LiveError)
  expect(error).toMatchObject({ reason: 'muted', message: 'gateway.send: muted; so' })
  await other
  expect(results).toEqual(['ok 2'])
  expect(took()).toEqual([1, 2])
})

test('no with wait: all wait, then go again in order, one by one at first', async () => {
  const { outbox, say, took, results } = setup()
  const calls = ['a', 'b', 'c', 'd'].map((text) => say(text))
  took()
  outbox.ok(ok(1))
  for (const n of [2, 3, 4]) outbox.no(no(n, 500))
  calls.push(say('e'), say('f'), say('g'))
  jest.advanceTimersByTime(499)
  expect(took()).toEqual([])
  jest.advanceTimersByTime(1)
  expect(took()).toEqual([2])
  for (const n of [2, 3, 4]) {
    outbox.ok(ok(n))
    expect(took()).toEqual([n + 1])
  }
  outbox.ok(ok(5))
  expect(took()).toEqual([6, 7])
  outbox.ok(ok(6))
  outbox.ok(ok(7))
  await Promise.all(calls)
  expect(results).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => `ok ${n}`))
})

test('a late refusal of what is not in flight any more changes nothing', () => {
  const { outbox, say, took } = setup()
  void say('a')
  void say('b')
  took()
  outbox.no(no(1, 100))
  jest.advanceTimersByTime(100)
  expect(took()).toEqual([1])
  outbox.no(no(2, 5000))
  outbox.ok(ok(1))
  expect(took()).toEqual([2])
})

test('a reconnect does not sit out the wait of the old connection', () => {
  const { outbox, say, took } = setup()
  void say('a')
  took()
  outbox.no(no(1, 60_000))
  outbox.start()
  expect(took()).toEqual([1])
  expect(jest.getTimerCount()).toBe(0)
})

test('at most 32 are in flight: the server remembers 64 of a sender', () => {
  const { outbox, say, took } = setup()
  for (let i = 0; i < 100; i++) void say('x')
  expect(took()).toHaveLength(32)
  outbox.ok(ok(1))
  expect(took()).toEqual([33])
})

test('256 may wait; the next is refused as busy and takes no number', async () => {
  const { outbox, way, say, results, took } = setup({ open: false })
  for (let i = 0; i < 256; i++) void say('x')
  await say('one too many')
  expect(results).toEqual(['busy'])
  way.open = true
  outbox.start()
  took()
  for (let n = 1; n <= 256; n++) outbox.ok(ok(n))
  took()
  void say('next')
  expect(took()).toEqual([257])
})

test('keys are found by the mark in the log, also long after; the oldest are forgotten', async () => {
  const { outbox, say } = setup()
  const first = say('a', 'mine')
  outbox.ok(ok(1))
  await first
  expect(outbox.keyOf('pk:1')).toBe('mine')
  expect(outbox.keyOf('other:1')).toBeUndefined()
  for (let n = 2; n <= 257; n++) {
    void say('x', `k${n}`)
    outbox.ok(ok(n))
  }
  expect(outbox.keyOf('pk:1')).toBeUndefined()
  expect(outbox.keyOf('pk:257')).toBe('k257')
})

test('clear rejects everything and stops the wait', async () => {
  const { outbox, say, results } = setup()
  const calls = [say('a'), say('b')]
  outbox.no(no(1, 500))
  outbox.clear(LiveError.of('kicked', 'out'))
  await Promise.all(calls)
  expect(results).toEqual(['kicked', 'kicked'])
  expect(jest.getTimerCount()).toBe(0)
})
