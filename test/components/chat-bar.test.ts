import { LiveError } from '../../src/errors'
import { user } from '../support/fake-room'
import { settle } from '../support/simulate'
import { entry, many, Stage } from './chat-bar-stage'

let stage: Stage

beforeAll(() => {
  stage = new Stage()
})
afterEach(() => stage.close())
afterAll(() => stage.end())

const gift = { kind: 'gift', gift: { id: 'g', name: 'Rose', count: 3 } }

describe('the list', () => {
  test('shows messages in order, mine, others and gifts apart', async () => {
    await stage.show()
    await stage.say([entry('1'), entry('2', { mine: true, name: 'Me' }), entry('3', gift)])
    expect(stage.texts('.line')).toEqual(['Amytext-1', 'Metext-2', 'Amysent Rose ×3'])
    expect(['.other', '.mine', '.gift'].map((tone) => stage.count(tone))).toEqual([2, 1, 1])
  })

  test('HTML, other scripts and long names are text', async () => {
    await stage.show()
    const name = '👩‍👩‍👧'.repeat(200)
    const html = '<img src=x onerror=alert(1)>&amp;'
    await stage.say([entry('1', { text: html }), entry('2', { text: 'שלום <b>עולם</b>', name })])
    expect(stage.texts('.line')).toEqual([`Amy${html}`, `${name}שלום <b>עולם</b>`])
    expect(stage.part.querySelector('.body')?.dom?.querySelector('b,img')).toBeNull()
  })

  test('a new message is sent to the screen alone, not with the list', async () => {
    await stage.show()
    const list = many(100)
    await stage.say(list)
    stage.spy.clear()
    await stage.say([...list, entry('new')])
    expect(stage.paths).toEqual(['blocks[5]', 'blocks[0].rows', 'end'].sort())
    await stage.say([...list, entry('new'), entry('newer')])
    expect(stage.paths).toContain('blocks[5].rows[1]')
  })

  test('follows at the end; scrolled up it counts what is new, and goes down again by a tap', async () => {
    await stage.show()
    await stage.say(many(1))
    const before = stage.attr('.list', 'scrollTop') as number
    await stage.say(many(2))
    expect(stage.attr('.list', 'scrollTop')).toBeGreaterThan(before)
    await stage.scroll(300)
    await stage.scroll(200)
    const held = stage.attr('.list', 'scrollTop')
    await stage.say(many(4))
    expect(stage.text('.unread')).toBe('2 new')
    expect(stage.attr('.list', 'scrollTop')).toBe(held)
    await stage.tap('.unread')
    expect(stage.has('.unread')).toBe(false)
    expect(stage.attr('.list', 'scrollTop')).toBeGreaterThan(held as number)
    await stage.say(many(5))
    expect(stage.has('.unread')).toBe(false)
  })

  test('a slow finger is noticed as well; a list that changes its height is no finger', async () => {
    await stage.show()
    await stage.say(many(3))
    await stage.scroll(300)
    await stage.scroll(120, 820)
    await stage.say(many(4))
    expect(stage.has('.unread')).toBe(false)
    for (let top = 117; top > 100; top -= 3) await stage.scroll(top, 820)
    await stage.say(many(5))
    expect(stage.text('.unread')).toBe('1 new')
  })

  test('scrolled down by hand it follows again, and what I send takes me to the end', async () => {
    await stage.show()
    await stage.say(many(2))
    await stage.scroll(300)
    await stage.scroll(100)
    await stage.say(many(3))
    await stage.raise('.list', 'scrolltolower')
    expect(stage.has('.unread')).toBe(false)
    await stage.scroll(300)
    await stage.scroll(50)
    await stage.write('hi')
    await stage.tap('.send')
    await stage.say([...many(3), entry('mine', { mine: true, status: 'pending' })])
    expect(stage.has('.unread')).toBe(false)
  })

  test('what the cap pushes out still counts, beyond 99 as 99+', async () => {
    await stage.show()
    await stage.say(many(2))
    await stage.scroll(300)
    await stage.scroll(100)
    await stage.say(many(2, 'm', 1), 1)
    expect(stage.text('.unread')).toBe('1 new')
    await stage.say(many(200, 'm', 300), 300)
    expect(stage.text('.unread')).toBe('99+ new')
  })

  test('rows for who came and who left, at their time, when wanted; for what was lost always', async () => {
    await stage.show({ system: true })
    await stage.say(many(1))
    stage.room.events.emit('userJoined', user('bob'))
    await stage.say(many(2))
    stage.room.events.emit('linkStarted', { userId: 'amy', seat: 1 })
    stage.room.events.emit('gap', {})
    await settle()
    const rows = ['Amytext-m0', 'name-bob joined', 'Amytext-m1', 'You were away; some messages may be missing']
    expect(stage.texts('.line')).toEqual(rows)
    expect(stage.count('.system')).toBe(2)
    stage.part.setData({ system: false })
    await settle()
    expect(stage.texts('.line')).toEqual(['Amytext-m0', 'Amytext-m1', rows[3]])
    expect(stage.count('.gap')).toBe(1)
  })
})

describe('sending', () => {
  test('nothing to send: the button is off and does nothing', async () => {
    await stage.show()
    await stage.write('   ')
    await stage.tap('.send')
    expect(stage.room.callsOf('messages.chat')).toEqual([])
    await stage.write('')
    expect(stage.attr('.send', 'ariaDisabled')).toBe(true)
  })

  test('sends what was written, trimmed, and empties the input', async () => {
    await stage.show()
    await stage.write(' hi ')
    await stage.raise('.input', 'confirm', { value: ' hi ' })
    expect(stage.room.callsOf('messages.chat')).toEqual([['hi']])
    expect(stage.attr('.input', 'value')).toBe('')
    expect(stage.raised).toEqual([['messagesend', { text: 'hi' }]])
  })

  test('one on its way does not hold up the next', async () => {
    await stage.show()
    const { room } = stage
    room.messages.chat = (words: unknown) => (room.calls.push(['messages.chat', words]), new Promise(() => undefined))
    await stage.write('one')
    await stage.tap('.send')
    await stage.say([entry('m1', { mine: true, status: 'pending' })])
    expect(stage.has('.sending')).toBe(true)
    expect(stage.has('.discard')).toBe(false)
    await stage.write('two')
    await stage.tap('.send')
    expect(room.callsOf('messages.chat')).toEqual([['one'], ['two']])
  })

  test('a failed one offers retry, pending while it runs, and discard', async () => {
    await stage.show()
    const { room } = stage
    await stage.say([entry('m1', { mine: true, status: 'failed' })])
    let yes!: () => void
    room.messages.retry = (key: unknown) => (
      room.calls.push(['messages.retry', key]),
      new Promise<void>((resolve) => (yes = resolve))
    )
    await stage.tap('.retry')
    await stage.tap('.retry')
    expect(room.callsOf('messages.retry')).toEqual([['m1']])
    expect(stage.has('.retry.lm-pending')).toBe(true)
    yes()
    await settle()
    expect(stage.has('.retry.lm-pending')).toBe(false)
    await stage.tap('.discard')
    expect(room.callsOf('messages.discard')).toEqual([['m1']])
  })

  test.each([
    ['muted', () => stage.room.session.set({ me: user('me', { muted: true }) }), 'You are muted'],
    [
      'away',
      () => stage.room.session.set({ connection: { state: 'reconnecting', attempt: 1 } }),
      'Chat opens once connected',
    ],
    [
      'without the right',
      () => stage.room.session.set({ rights: { ...stage.room.session.snapshot.rights, chat: false } }),
      'Chat is off for you',
    ],
  ])('%s: the input is closed and says why, panels close, what was written stays', async (_name, change, why) => {
    await stage.show({ gift: true })
    await stage.write('hi')
    await stage.tap('.open-gifts')
    change()
    await settle()
    expect(stage.attr('.input', 'disabled')).toBe(true)
    expect(stage.attr('.input', 'placeholder')).toBe(why)
    expect(stage.attr('.field', 'ariaLabel')).toBe(why)
    // Text would hide the reason.
    expect(stage.attr('.input', 'value')).toBe('')
    expect(stage.part.data.text).toBe('hi')
    expect(stage.has('.panel')).toBe(false)
    await stage.tap('.send')
    expect(stage.room.callsOf('messages.chat')).toEqual([])
  })

  test('the bar rises with the keyboard, which closes a panel', async () => {
    await stage.show()
    expect(stage.attr('.input', 'adjustPosition')).toBe(false)
    await stage.tap('.open-emoji')
    await stage.raise('.input', 'keyboardheightchange', { height: 280 })
    expect(stage.part.querySelector('.lm-root')?.dom?.getAttribute('style')).toContain('translateY(-280px)')
    expect(stage.has('.panel')).toBe(false)
    await stage.raise('.input', 'keyboardheightchange', { height: 0 })
    expect(stage.has('.raised')).toBe(false)
  })
})

describe('too fast', () => {
  const slow = LiveError.of('rate-limited', 'slow down', { waitMs: 2_000 })
  const held = (key: string) => entry(key, { mine: true, status: 'failed', error: slow })

  /** Sends, is refused, and stands in the list as the core leaves it. */
  async function refused(): Promise<jest.SpyInstance> {
    await stage.show()
    stage.room.fail('messages.chat', slow)
    stage.room.messages.set({ entries: [held('m1')] })
    const timers = jest.spyOn(globalThis, 'setTimeout')
    await stage.write('hi')
    await stage.tap('.send')
    return timers
  }
  /** What was set to run in two seconds, run now. */
  const elapse = async (timers: jest.SpyInstance) => {
    const due = timers.mock.calls.filter(([, ms]) => ms === 2_000).map(([run]) => run as () => void)
    timers.mockRestore()
    due.forEach((run) => run())
    await settle()
    return due.length
  }

  test('says how long it takes and that it goes out by itself; then it does', async () => {
    const timers = await refused()
    expect(stage.text('.failure')).toBe('Too fast. It is sent by itself in 2 s')
    expect(stage.raised[0]).toEqual(['error', expect.objectContaining({ reason: 'rate-limited', waitMs: 2_000 })])
    expect(stage.count('.held')).toBe(1)
    expect(stage.has('.retry')).toBe(false)
    expect(stage.has('.discard')).toBe(true)
    stage.room.messages.retry = async (key: unknown) => {
      stage.room.calls.push(['messages.retry', key])
      stage.room.messages.set({ entries: [entry('m1', { mine: true })] })
    }
    expect(await elapse(timers)).toBeGreaterThan(0)
    expect(stage.room.callsOf('messages.retry')).toEqual([['m1']])
    expect(stage.has('.failure')).toBe(false)
    expect(stage.has('.held')).toBe(false)
  })

  test('hidden, nothing is sent; back on screen it waits anew', async () => {
    const timers = await refused()
    stage.part.triggerPageLifeTime('hide')
    const cleared = stage.room.callsOf('messages.retry').length
    const before = timers.mock.calls.filter(([, ms]) => ms === 2_000).length
    stage.part.triggerPageLifeTime('show')
    expect(timers.mock.calls.filter(([, ms]) => ms === 2_000)).toHaveLength(before + 1)
    timers.mockRestore()
    expect(cleared).toBe(0)
  })

  test('a like that is too fast is not sent again, and does not say so', async () => {
    await stage.show()
    stage.room.fail('messages.like', slow)
    await stage.tap('.like')
    expect(stage.text('.failure')).toBe('That was too fast. Try again in 2 s')
    await stage.tap('.failure')
    expect(stage.has('.failure')).toBe(false)
  })
})
