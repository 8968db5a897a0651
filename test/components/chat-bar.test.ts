import { LiveError } from '../../src/errors'
import type { ChatEntry } from '../../src/room/types'
import { shortCount } from '../../components/chat-bar/view'
import { getRoom, removeRoom } from '../../store/registry'
import { FakeRoom, user } from '../support/fake-room'
import { expectNoErrors, load, native, render, settle, spySetData, type Rendered } from '../support/simulate'

const spy = spySetData()
let id: string
let room: FakeRoom
let part: Rendered
let raised: Array<[string, unknown]>

beforeAll(() => {
  id = load('chat-bar')
})

const entry = (key: string, change: Partial<ChatEntry> = {}): ChatEntry =>
  ({
    key,
    kind: 'chat',
    text: `text-${key}`,
    from: 'amy',
    name: 'Amy',
    at: 1,
    mine: false,
    status: 'sent',
    ...change,
  }) as ChatEntry

async function show(properties: Record<string, unknown> = {}): Promise<void> {
  room = new FakeRoom()
  getRoom('default').attach(room)
  room.enter(['amy'])
  part = render(id, { lang: 'en', ...properties })
  raised = []
  for (const name of ['messagesend', 'like', 'error'])
    part.addEventListener(name, ({ detail }) => raised.push([name, detail]))
  await settle()
  spy.clear()
}

async function entries(...list: ChatEntry[]): Promise<void> {
  room.messages.set({ entries: list })
  await settle()
}

async function tap(selector: string, index = 0): Promise<void> {
  const node = part.querySelectorAll(selector)[index]
  if (!node) throw new Error(`no ${selector} on screen`)
  node.dispatchEvent('tap')
  await settle()
}

async function write(text: string): Promise<void> {
  native(part.querySelector('.input'), 'input', { value: text })
  await settle()
}

const attrs = (selector: string): Record<string, unknown> =>
  Object.fromEntries(
    (part.querySelector(selector)?.toJSON().attrs ?? []).map((a: { name: string; value: unknown }) => [
      a.name,
      a.value,
    ]),
  )
const text = () => part.querySelector('.lm-root')?.dom?.textContent ?? ''
const lines = () => part.querySelectorAll('.line').map((line) => line.dom?.textContent)

afterEach(async () => {
  part.leave()
  removeRoom('default')
  await settle()
  expect(room.listenerCount).toBe(0)
  expectNoErrors()
})
afterAll(() => spy.restore())

describe('the list', () => {
  test('shows messages in order, mine, others and gifts apart', async () => {
    await show()
    const gift = { kind: 'gift', gift: { id: 'g', name: 'Rose', count: 3 } } as Partial<ChatEntry>
    await entries(entry('1'), entry('2', { mine: true, name: 'Me' }), entry('3', gift))
    expect(lines()).toEqual(['Amytext-1', 'Metext-2', 'Amysent Rose ×3'])
    expect(['.other', '.mine', '.gift'].map((tone) => part.querySelectorAll(tone).length)).toEqual([1, 1, 1])
  })

  test('HTML, other scripts and long names are text', async () => {
    await show()
    const name = '名'.repeat(200)
    await entries(entry('1', { text: '<img src=x onerror=alert(1)>&amp;' } as Partial<ChatEntry>), entry('2', { name }))
    await entries(entry('1', { text: 'שלום <b>עולם</b>' } as Partial<ChatEntry>), entry('2', { name }))
    expect(lines()).toEqual(['Amyשלום <b>עולם</b>', `${name}text-2`])
    expect(part.querySelector('.body')?.dom?.querySelector('b,img')).toBeNull()
  })

  test('a new message is sent to the screen alone, not with the list', async () => {
    await show()
    const many = Array.from({ length: 100 }, (_, i) => entry(`m${i}`))
    await entries(...many)
    spy.clear()
    await entries(...many, entry('new'))
    const sent = spy.calls.flatMap(({ data }) => Object.keys(data))
    expect(sent).toContain('rows[100]')
    expect(sent).not.toContain('rows')
  })

  test('follows at the end; scrolled up it counts what is new, and goes down again by a tap', async () => {
    await show()
    await entries(entry('1'))
    const before = attrs('.list').scrollIntoView
    await entries(entry('1'), entry('2'))
    expect(attrs('.list').scrollIntoView).not.toBe(before)
    native(part.querySelector('.list'), 'scroll', { scrollTop: 300 })
    native(part.querySelector('.list'), 'scroll', { scrollTop: 200 })
    await entries(entry('1'), entry('2'), entry('3'), entry('4'))
    expect(part.querySelector('.unread')?.dom?.textContent).toBe('2 new')
    await tap('.unread')
    expect(part.querySelector('.unread')).toBeUndefined()
    await entries(entry('1'), entry('2'), entry('3'), entry('4'), entry('5'))
    expect(part.querySelector('.unread')).toBeUndefined()
  })

  test('scrolled down by hand it follows again, and my own message takes me to the end', async () => {
    await show()
    const list = () => part.querySelector('.list')
    native(list(), 'scroll', { scrollTop: 300 })
    native(list(), 'scroll', { scrollTop: 100 })
    await entries(entry('1'))
    native(list(), 'scrolltolower')
    await settle()
    expect(part.querySelector('.unread')).toBeUndefined()
    native(list(), 'scroll', { scrollTop: 50 })
    await entries(entry('1'), entry('2', { mine: true, status: 'pending' }))
    expect(part.querySelector('.unread')).toBeUndefined()
    expect(part.data.following).toBe(true)
  })

  test('what the cap pushes out still counts as read', async () => {
    await show()
    await entries(entry('1'), entry('2'))
    native(part.querySelector('.list'), 'scroll', { scrollTop: 300 })
    native(part.querySelector('.list'), 'scroll', { scrollTop: 100 })
    room.messages.set({ entries: [entry('2'), entry('3')], dropped: 1 })
    await settle()
    expect(part.querySelector('.unread')?.dom?.textContent).toBe('1 new')
  })
})

describe('sending', () => {
  test('nothing to send: the button is off and does nothing', async () => {
    await show()
    await write('   ')
    await tap('.send')
    expect(room.callsOf('messages.chat')).toEqual([])
    await write('')
    expect(attrs('.send').ariaDisabled).toBe(true)
  })

  test('sends what was written, trimmed, and empties the input', async () => {
    await show()
    await write(' hi ')
    native(part.querySelector('.input'), 'confirm', { value: ' hi ' })
    await settle()
    expect(room.callsOf('messages.chat')).toEqual([['hi']])
    expect(attrs('.input').value).toBe('')
    expect(raised).toEqual([['messagesend', { text: 'hi' }]])
  })

  test('one on its way does not hold up the next', async () => {
    await show()
    room.messages.chat = (words: unknown) => (room.calls.push(['messages.chat', words]), new Promise(() => undefined))
    await write('one')
    await tap('.send')
    await entries(entry('m1', { mine: true, status: 'pending' }))
    expect(part.querySelector('.sending')).toBeDefined()
    await write('two')
    await tap('.send')
    expect(room.callsOf('messages.chat')).toEqual([['one'], ['two']])
  })

  test('a failed one offers retry, pending while it runs, and discard', async () => {
    await show()
    await entries(entry('m1', { mine: true, status: 'failed' }))
    let yes!: () => void
    room.messages.retry = (key: unknown) => (
      room.calls.push(['messages.retry', key]),
      new Promise<void>((resolve) => (yes = resolve))
    )
    await tap('.retry')
    await tap('.retry')
    expect(room.callsOf('messages.retry')).toEqual([['m1']])
    expect(part.querySelector('.retry.lm-pending')).toBeDefined()
    yes()
    await settle()
    expect(part.querySelector('.retry.lm-pending')).toBeUndefined()
    await tap('.discard')
    expect(room.callsOf('messages.discard')).toEqual([['m1']])
  })

  test('a rate limit says how long to wait', async () => {
    await show()
    room.fail('messages.chat', LiveError.of('rate-limited', 'slow down', { waitMs: 2_000 }))
    await write('hi')
    await tap('.send')
    expect(part.querySelector('.failure')?.dom?.textContent).toBe('That was too fast. Try again in 2 s')
    expect(raised).toEqual([
      ['error', { code: 2107, reason: 'rate-limited', message: 'slow down', recoverable: true, waitMs: 2_000 }],
    ])
    await tap('.failure')
    expect(part.querySelector('.failure')).toBeUndefined()
  })

  test.each([
    ['muted', () => room.session.set({ me: user('me', { muted: true }) }), 'You are muted'],
    [
      'away',
      () => room.session.set({ connection: { state: 'reconnecting', attempt: 1 } }),
      'Chat opens once connected',
    ],
    [
      'without the right',
      () => room.session.set({ rights: { ...room.session.snapshot.rights, chat: false } }),
      'Chat is off for you',
    ],
  ])('%s: the input is closed and says why', async (_name, change, why) => {
    await show()
    await write('hi')
    change()
    await settle()
    expect(attrs('.input')).toMatchObject({ disabled: true, placeholder: why })
    await tap('.send')
    expect(room.callsOf('messages.chat')).toEqual([])
  })

  test('the bar rises with the keyboard', async () => {
    await show()
    expect(attrs('.input').adjustPosition).toBe(false)
    native(part.querySelector('.input'), 'keyboardheightchange', { height: 280 })
    await settle()
    expect(part.querySelector('.lm-root')?.dom?.getAttribute('style')).toContain('translateY(-280px)')
  })
})

describe('likes', () => {
  test('each tap is a heart and a like; a heart goes when it has flown', async () => {
    await show()
    await tap('.like')
    await tap('.like')
    expect(room.callsOf('messages.like')).toEqual([[1], [1]])
    expect(part.querySelectorAll('.heart')).toHaveLength(2)
    part.querySelectorAll('.heart')[0]?.dispatchEvent('animationend')
    await settle()
    expect(part.querySelectorAll('.heart')).toHaveLength(1)
  })

  test("others' likes fly too, mine not twice, a crowd not without end", async () => {
    await show()
    await tap('.like')
    room.session.set({ likes: 1 })
    await settle()
    expect(part.querySelectorAll('.heart')).toHaveLength(1)
    room.session.set({ likes: 3 })
    await settle()
    expect(part.querySelectorAll('.heart')).toHaveLength(3)
    for (let likes = 100; likes < 1_000; likes += 100) {
      room.session.set({ likes })
      await settle()
    }
    expect(part.querySelectorAll('.heart')).toHaveLength(12)
  })

  test('a like that cannot be sent goes through the funnel', async () => {
    await show()
    room.fail('messages.like', LiveError.of('network', 'gone'))
    await tap('.like')
    expect(text()).toContain('The network is not reachable')
    expect(raised.map(([name]) => name)).toEqual(['like', 'error'])
  })

  test('no button where the provider has no likes, or the page wants none', async () => {
    await show({ like: false })
    expect(part.querySelector('.like')).toBeUndefined()
    part.setData({ like: true })
    room.session.set({ capabilities: { ...room.session.snapshot.capabilities, like: false } })
    await settle()
    expect(part.querySelector('.like')).toBeUndefined()
  })

  test.each([
    ['en', 999, '999'],
    ['en', 1_234, '1.2k'],
    ['en', 1_999_999, '1.9M'],
    ['zh', 9_999, '9999'],
    ['zh', 123_456, '12.3万'],
    ['zh', 120_000_000, '1.2亿'],
  ])('%s: %i is %s', (lang, count, short) => {
    expect(shortCount(lang, count)).toBe(short)
  })
})
