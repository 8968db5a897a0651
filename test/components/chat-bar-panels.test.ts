import { registerMessageFilter } from '../../components/shared/filter'
import { shortCount } from '../../components/chat-bar/view'
import { LiveError } from '../../src/errors'
import { settle, takeErrors } from '../support/simulate'
import { entry, many, Stage } from './chat-bar-stage'

let stage: Stage

beforeAll(() => {
  stage = new Stage()
})
afterEach(() => stage.close())
afterAll(() => stage.end())

describe('emoji', () => {
  test('a tap writes one, backspace takes a whole one away', async () => {
    await stage.show()
    await stage.write('hi')
    expect(stage.attr('.open-emoji', 'ariaLabel')).toBe('Emoji')
    await stage.tap('.open-emoji')
    expect(stage.attr('.open-emoji', 'ariaLabel')).toBe('Emoji, Close')
    await stage.tap('.key', 0)
    await stage.tap('.key', 1)
    expect(stage.attr('.input', 'value')).toBe('hi😀😂')
    await stage.tap('.erase')
    expect(stage.attr('.input', 'value')).toBe('hi😀')
    await stage.tap('.send')
    expect(stage.room.callsOf('messages.chat')).toEqual([['hi😀']])
    await stage.tap('.open-emoji')
    expect(stage.has('.panel')).toBe(false)
    expect(stage.raised).toEqual([
      ['panelchange', { panel: 'emoji' }],
      ['messagesend', { text: 'hi😀' }],
      ['panelchange', { panel: 'none' }],
    ])
  })

  test('not beyond the longest message, and every key says what it is', async () => {
    await stage.show({ maxLength: 3 })
    await stage.tap('.open-emoji')
    await stage.tap('.key', 0)
    await stage.tap('.key', 1)
    expect(stage.attr('.input', 'value')).toBe('😀')
    const labels = stage.part.querySelectorAll('.key').map((key) => key.toJSON().attrs)
    expect(labels.length).toBeGreaterThan(20)
    const unnamed = labels.filter((attrs) => !attrs.find(({ name }) => name === 'ariaLabel')?.value)
    expect(unnamed).toEqual([])
  })

  test('a limit that is none is told, and 200 instead', async () => {
    await stage.show({ maxLength: -1 })
    expect(stage.attr('.input', 'maxlength')).toBe(200)
    expect(stage.raised.map(([name]) => name)).toEqual(['error'])
  })

  test('no button where the page wants none', async () => {
    await stage.show({ emoji: false })
    expect(stage.has('.open-emoji')).toBe(false)
  })
})

describe('gifts', () => {
  const gifts = [
    { id: 'rose', name: 'Rose', icon: '🌹' },
    { id: 'clap', name: 'Applause' },
  ]

  test('a tap sends one, and again only when it has gone', async () => {
    await stage.show({ gift: true, gifts })
    await stage.tap('.open-gifts')
    expect(stage.texts('.offer')).toEqual(['🌹Rose', '🎁Applause'])
    let yes!: () => void
    const { room } = stage
    room.messages.gift = (gift: unknown) => (
      room.calls.push(['messages.gift', gift]),
      new Promise<void>((resolve) => (yes = resolve))
    )
    await stage.tap('.offer')
    await stage.tap('.offer')
    expect(room.callsOf('messages.gift')).toEqual([[{ id: 'rose', name: 'Rose', count: 1 }]])
    expect(stage.count('.offer.lm-pending')).toBe(1)
    yes()
    await settle()
    expect(stage.raised).toContainEqual(['giftsend', { gift: { id: 'rose', name: 'Rose', count: 1 } }])
    expect(stage.count('.offer.lm-pending')).toBe(0)
  })

  test('one that does not go says why', async () => {
    await stage.show({ gift: true, gifts })
    stage.room.fail('messages.gift', LiveError.of('network', 'gone'))
    await stage.tap('.open-gifts')
    await stage.tap('.offer')
    expect(stage.text('.failure')).toContain('The network is not reachable')
    expect(stage.raised.map(([name]) => name)).toEqual(['panelchange', 'error'])
  })

  test('no button unless the page and the provider want it', async () => {
    await stage.show({ gifts })
    expect(stage.has('.open-gifts')).toBe(false)
    stage.part.setData({ gift: true })
    await settle()
    expect(stage.has('.open-gifts')).toBe(true)
    stage.room.session.set({ capabilities: { ...stage.room.session.snapshot.capabilities, gift: false } })
    await settle()
    expect(stage.has('.open-gifts')).toBe(false)
  })

  test.each([
    ['words', 'rose'],
    ['what is no gift', [null, 7, 'rose', {}, { id: 'x' }, { name: 'y' }]],
  ])('%s in its place: nothing is offered, nothing breaks', async (_name, wrong) => {
    await stage.show({ gift: true, gifts: wrong })
    await stage.tap('.open-gifts')
    expect(stage.count('.offer')).toBe(0)
  })
})

describe('the pinned notice', () => {
  test('stands above the messages, can be closed, and another one shows again', async () => {
    await stage.show({ notice: 'Be <b>kind</b>' })
    expect(stage.text('.pinned')).toBe('Be <b>kind</b>')
    expect(stage.attr('.words', 'ariaLabel')).toBe('Notice, Be <b>kind</b>')
    expect(stage.attr('.unpin', 'ariaLabel')).toBe('Notice, Close')
    await stage.tap('.unpin')
    expect(stage.has('.pinned')).toBe(false)
    stage.part.setData({ notice: 'Prizes at nine' })
    await settle()
    expect(stage.text('.pinned')).toBe('Prizes at nine')
  })
})

describe('likes', () => {
  test('each tap is a heart and a like; hearts are a ring, so nothing grows', async () => {
    await stage.show()
    await stage.tap('.like')
    await stage.tap('.like')
    expect(stage.room.callsOf('messages.like')).toEqual([[1], [1]])
    expect(stage.count('.heart')).toBe(2)
    for (let i = 0; i < 30; i++) await stage.tap('.like')
    expect(stage.count('.heart')).toBe(12)
  })

  test("others' likes fly together, mine not twice, a crowd not without end", async () => {
    await stage.show()
    await stage.tap('.like')
    stage.room.session.set({ likes: 1 })
    await settle()
    expect(stage.count('.heart')).toBe(1)
    stage.spy.clear()
    stage.room.session.set({ likes: 3 })
    await settle()
    expect(stage.count('.heart')).toBe(3)
    stage.room.session.set({ likes: 1_000 })
    await settle()
    expect(stage.count('.heart')).toBe(6)
    expect(stage.spy.calls).toHaveLength(4)
    expect(stage.text('.count')).toBe('1k')
    expect(stage.attr('.like', 'ariaLabel')).toBe('Like, 1k so far')
  })

  test('likes from before I came are no event', async () => {
    await stage.show()
    stage.room.session.set({ connection: { state: 'idle' } })
    await settle()
    stage.room.session.set({ connection: { state: 'joined' }, likes: 500 })
    await settle()
    expect([stage.count('.heart'), stage.text('.count')]).toEqual([0, '500'])
    stage.room.session.set({ likes: 501 })
    await settle()
    expect(stage.count('.heart')).toBe(1)
  })

  test('no button where the provider has no likes, or the page wants none', async () => {
    await stage.show({ like: false })
    expect(stage.has('.like')).toBe(false)
    stage.part.setData({ like: true })
    await settle()
    expect(stage.has('.like')).toBe(true)
    stage.room.session.set({ capabilities: { ...stage.room.session.snapshot.capabilities, like: false } })
    await settle()
    expect(stage.has('.like')).toBe(false)
  })

  test.each([
    ['en', 999, '999'],
    ['en', 1_234, '1.2k'],
    ['en', 1_999_999, '1.9M'],
    ['zh', 9_999, '9999'],
    ['zh', 123_456, '12.3万'],
    ['zh', 120_000_000, '1.2亿'],
  ])('%s: %i is %s', async (lang, count, short) => {
    await stage.show()
    expect(shortCount(lang, count)).toBe(short)
  })
})

describe('barrage', () => {
  test('what is new flies, each once; what was there does not; the list keeps what failed', async () => {
    await stage.show({ mode: 'barrage' })
    await stage.say(many(3))
    expect(stage.texts('.flight')).toEqual(['text-m0', 'text-m1', 'text-m2'])
    const rose = entry('g', { kind: 'gift', gift: { id: 'g', name: 'Rose', count: 2 } })
    const mine = entry('mine', { mine: true, status: 'failed', text: 'oh' })
    await stage.say([...many(3), rose, mine])
    expect(stage.texts('.flight').slice(3)).toEqual(['Amy sent Rose ×2', 'oh'])
    expect(stage.count('.flight.own')).toBe(1)
    expect(stage.texts('.line')).toEqual(['Amyoh'])
    expect(stage.has('.retry')).toBe(true)
    const lanes = stage.part
      .querySelectorAll('.flight')
      .map((flight) => /lane-\d/.exec(flight.dom?.className ?? '')?.[0])
    expect(new Set(lanes).size).toBe(4)
  })

  test('what I write flies as a barrage where the provider has them', async () => {
    await stage.show({ mode: 'barrage' })
    await stage.write('hey')
    await stage.tap('.send')
    stage.room.session.set({ capabilities: { ...stage.room.session.snapshot.capabilities, barrage: false } })
    await stage.write('you')
    await stage.tap('.send')
    expect(stage.room.callsOf('messages.barrage')).toEqual([['hey']])
    expect(stage.room.callsOf('messages.chat')).toEqual([['you']])
  })

  test('switched on it does not fly what has been read; a mode that is none is a list', async () => {
    await stage.show({ mode: 'cinema' })
    expect(stage.raised).toEqual([
      ['error', expect.objectContaining({ message: 'chat-bar: mode "cinema" is unknown; use list, barrage' })],
    ])
    await stage.say(many(3))
    expect(stage.count('.line')).toBe(3)
    stage.part.setData({ mode: 'barrage' })
    await settle()
    expect([stage.count('.flight'), stage.count('.line')]).toEqual([0, 0])
    await stage.say(many(4))
    expect(stage.texts('.flight')).toEqual(['text-m3'])
  })

  test('off while the page is hidden, and what was missed stays missed', async () => {
    await stage.show({ mode: 'barrage' })
    await stage.say(many(2))
    stage.part.triggerPageLifeTime('hide')
    stage.spy.clear()
    await stage.say(many(9))
    expect(stage.spy.calls).toEqual([])
    stage.part.triggerPageLifeTime('show')
    await settle()
    expect(stage.count('.flight')).toBe(0)
    await stage.say(many(10))
    expect(stage.texts('.flight')).toEqual(['text-m9'])
  })
})

describe('a filter', () => {
  const asked: unknown[] = []
  registerMessageFilter('test', (text, about) => {
    asked.push([text, about])
    if (text.includes('boom')) throw new Error('boom')
    return text.includes('spam') ? null : text.replace('darn', '****')
  })

  test('rewords and drops what others say, once a message, and leaves mine and what is counted right', async () => {
    await stage.show({ filter: 'test' })
    asked.length = 0
    const list = [
      entry('1', { text: 'darn it' }),
      entry('2', { text: 'spam' }),
      entry('3', { text: 'darn', mine: true }),
    ]
    await stage.say(list)
    await stage.scroll(300)
    await stage.scroll(200)
    await stage.say([...list, entry('4', { text: 'spam' }), entry('5')])
    expect(stage.texts('.body')).toEqual(['**** it', 'darn', 'text-5'])
    expect(stage.text('.unread')).toBe('1 new')
    expect(asked).toHaveLength(4)
    expect(asked[0]).toEqual(['darn it', { direction: 'in', from: 'amy', name: 'Amy' }])
  })

  test('rewords and vetoes what I write; what I wrote stays', async () => {
    await stage.show({ filter: 'test' })
    await stage.write('darn')
    await stage.tap('.send')
    expect(stage.room.callsOf('messages.chat')).toEqual([['****']])
    await stage.write('spam')
    await stage.tap('.send')
    expect(stage.room.callsOf('messages.chat')).toHaveLength(1)
    expect(stage.attr('.input', 'value')).toBe('spam')
    expect(stage.text('.failure')).toBe('This message cannot be sent, change it')
    await stage.write('span')
    expect(stage.has('.failure')).toBe(false)
  })

  test('one that throws lets nothing through and is heard of', async () => {
    await stage.show({ filter: 'test' })
    const thrown: unknown[] = []
    const timer = jest.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void) => {
      try {
        run()
      } catch (error) {
        thrown.push((error as Error).message)
      }
      return 0
    }) as never)
    const list = [entry('1', { text: 'boom' }), entry('2')]
    stage.room.messages.set({ entries: list })
    timer.mockRestore()
    await settle()
    expect(thrown).toContain('boom')
    expect(takeErrors()).toEqual([])
    await stage.say([...list, entry('3')])
    expect(stage.texts('.body')).toEqual(['text-2', 'text-3'])
  })

  test('a name nobody registered is told', async () => {
    await stage.show({ filter: 'typo' })
    expect(stage.raised).toEqual([
      ['error', expect.objectContaining({ reason: 'invalid-argument', message: expect.stringContaining('typo') })],
    ])
    await stage.say(many(1))
    expect(stage.texts('.body')).toEqual(['text-m0'])
  })

  test.each([
    ['no name', '', () => ''],
    ['no function', 'x', 'text'],
  ])('%s is refused', async (_name, name, filter) => {
    await stage.show()
    expect(() => registerMessageFilter(name, filter as never)).toThrow(
      /registerMessageFilter: pass a name and a function/,
    )
  })
})
