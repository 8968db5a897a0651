/** By the clock: ten thousand messages in a minute, and a wait that counts down. */
import { LiveError } from '../../src/errors'
import { getRoom, removeRoom } from '../../store/registry'
import { FakeRoom } from '../support/fake-room'
import { expectNoErrors, load, native, render, spySetData, type Rendered } from '../support/simulate'
import { many } from './chat-bar-stage'

jest.useFakeTimers()

const spy = spySetData()
const id = load('chat-bar')
const MESSAGES = 10_000
const all = many(MESSAGES)
let room: FakeRoom
let part: Rendered

function open(properties: Record<string, unknown>): void {
  room = new FakeRoom()
  getRoom('default').attach(room)
  room.enter(['amy'])
  part = render(id, { lang: 'en', ...properties })
  jest.advanceTimersByTime(1_000)
  spy.clear()
}

/** Says the `count` messages from `from` on, 6 ms apart. @returns the most setData calls in any second */
function flood(from: number, count: number): number {
  const times: number[] = []
  for (let i = from + 1; i <= from + count; i++) {
    const before = spy.calls.length
    room.messages.set({ entries: all.slice(Math.max(0, i - 200), i), dropped: Math.max(0, i - 200) })
    jest.advanceTimersByTime(6)
    for (let call = before; call < spy.calls.length; call++) times.push(Date.now())
  }
  return Math.max(0, ...times.map((time) => times.filter((other) => other >= time && other < time + 1_000).length))
}

afterEach(() => {
  part.leave()
  removeRoom('default')
  jest.runOnlyPendingTimers()
  expectNoErrors()
})
afterAll(() => spy.restore())

const texts = () => part.querySelectorAll('.body').map((body) => body.dom?.textContent)

test('the list stays short, is right at the end, and costs few calls', () => {
  open({})
  expect(flood(0, MESSAGES)).toBeLessThanOrEqual(5)
  jest.advanceTimersByTime(300)
  const shown = texts()
  expect(shown).toEqual(all.slice(-shown.length).map((entry) => 'text' in entry && entry.text))
  expect(shown.length).toBeGreaterThanOrEqual(81)
  const children = part.querySelectorAll('.block').map((block) => block.dom?.children.length ?? 0)
  expect(Math.max(children.length, ...children)).toBeLessThanOrEqual(60)
}, 120_000)

test('as barrage: lanes are full, not more', () => {
  open({ mode: 'barrage' })
  expect(flood(0, 2_000)).toBeLessThanOrEqual(10)
  expect(part.querySelectorAll('.flight').length).toBeLessThanOrEqual(40)
  expect(part.querySelectorAll('.flight').length).toBeGreaterThan(8)
})

test('somebody reading further up is left alone, and comes down to the latest', () => {
  open({})
  flood(0, 300)
  jest.advanceTimersByTime(300)
  const list = part.querySelector('.list')
  native(list, 'scroll', { scrollTop: 900, scrollHeight: 2_000 })
  native(list, 'scroll', { scrollTop: 500, scrollHeight: 2_000 })
  const before = texts()
  flood(300, 90)
  jest.advanceTimersByTime(300)
  expect(texts().slice(0, before.length)).toEqual(before)
  expect(part.querySelector('.unread')?.dom?.textContent).toBe('90 new')
  native(part.querySelector('.unread'), 'tap')
  jest.advanceTimersByTime(300)
  expect(texts().pop()).toBe('text-m389')
  expect(part.querySelector('.unread')).toBeUndefined()
})

test('nothing is sent while the page is hidden or after it is gone', () => {
  open({ mode: 'barrage', system: true })
  part.triggerPageLifeTime('hide')
  flood(0, 500)
  expect(spy.calls).toEqual([])
  part.triggerPageLifeTime('show')
  jest.advanceTimersByTime(1_000)
  expect(spy.calls.length).toBeGreaterThan(0)
  part.leave()
  spy.clear()
  flood(500, 100)
  expect(spy.calls).toEqual([])
})

describe('a wait', () => {
  const sentence = () => part.querySelector('.failure')?.dom?.textContent
  const like = async (waitMs: number) => {
    room.fail('messages.like', LiveError.of('rate-limited', 'slow down', { waitMs }))
    native(part.querySelector('.like'), 'tap')
    await jest.advanceTimersByTimeAsync(0)
  }

  test('counts down and goes by itself, with one call a second', async () => {
    open({ emoji: false })
    await like(2_500)
    const told: unknown[] = []
    spy.clear()
    // Between two seconds, when the screen is at rest.
    await jest.advanceTimersByTimeAsync(100)
    for (let i = 0; i < 6; i++) {
      told.push(/\d+/.exec(sentence() ?? '')?.[0])
      await jest.advanceTimersByTimeAsync(500)
    }
    expect(told).toEqual(['3', '2', '2', '1', '1', undefined])
    expect(spy.calls.length).toBeLessThanOrEqual(6)
    spy.clear()
    await jest.advanceTimersByTimeAsync(5_000)
    expect(spy.calls).toEqual([])
  })

  test('costs nothing while the page is hidden, and is right when it is back', async () => {
    open({})
    await like(10_000)
    part.triggerPageLifeTime('hide')
    spy.clear()
    await jest.advanceTimersByTimeAsync(4_000)
    expect(spy.calls).toEqual([])
    part.triggerPageLifeTime('show')
    await jest.advanceTimersByTimeAsync(10)
    expect(sentence()).toContain('6 s')
    part.triggerPageLifeTime('hide')
    await jest.advanceTimersByTimeAsync(20_000)
    part.triggerPageLifeTime('show')
    await jest.advanceTimersByTimeAsync(10)
    expect(sentence()).toBeUndefined()
  })
})
