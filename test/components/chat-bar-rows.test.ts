/** The pure parts of chat-bar: blocks, system rows between messages, lanes. */
import fc from 'fast-check'
import { Lanes, FLIGHT_MS, widthOf, type Place } from '../../components/chat-bar/lanes'
import { logNotices, selectRows, type ChatRow } from '../../components/chat-bar/rows'
import { diffValue, type Fields } from '../../components/shared/diff'
import type { ChatEntry } from '../../src/room/types'
import type { RoomStore } from '../../store/index'

const PROPS = { lang: 'en', mode: 'list', system: true, filter: '', hold: -1 }

const entry = (at: number): ChatEntry =>
  ({ key: `k${at}`, kind: 'chat', text: `${at}`, from: 'a', name: 'A', at, mine: false, status: 'sent' }) as ChatEntry

interface FakeStore {
  room: object
  chat: { entries: ChatEntry[]; dropped: number }
  notices: Array<{ id: number; key: string; params: object }>
  connection: { state: string }
}

/** A store with the core's cap, and what happens to it. */
class Story {
  readonly store: FakeStore = {
    room: {},
    chat: { entries: [], dropped: 0 },
    notices: [],
    connection: { state: 'joined' },
  }
  private said = 0
  private ids = 0

  constructor(readonly cap = 200) {}

  get view(): RoomStore {
    return this.store as unknown as RoomStore
  }

  say(count = 1): void {
    const { entries, dropped } = this.store.chat
    const all = [...entries, ...Array.from({ length: count }, () => entry(this.said++))]
    const over = Math.max(0, all.length - this.cap)
    this.store.chat = { entries: all.slice(over), dropped: dropped + over }
  }

  come(): void {
    this.store.notices = [{ id: ++this.ids, key: 'notice.user-joined', params: { name: `u${this.ids}` } }]
    logNotices(this.view, true)
  }

  gap(system = true): void {
    this.store.notices = [{ id: ++this.ids, key: 'notice.gap', params: {} }]
    logNotices(this.view, system)
  }

  select(change: Partial<typeof PROPS> = {}) {
    return selectRows(this.view, 'en', { ...PROPS, ...change })
  }

  rows(change: Partial<typeof PROPS> = {}): ChatRow[] {
    return this.select(change).blocks.flatMap(({ rows }) => rows)
  }
}

const texts = (rows: ChatRow[]) => rows.map(({ text }) => text)

describe('blocks', () => {
  test('the last rows are there in order, between 81 and 100 of them once there are that many', () => {
    const story = new Story()
    for (let i = 1; i <= 700; i++) {
      story.say()
      const shown = texts(story.rows()).map(Number)
      expect(shown).toEqual(shown.map((_, at) => i - shown.length + at))
      expect(shown.length).toBeGreaterThanOrEqual(Math.min(i, 81))
      expect(shown.length).toBeLessThanOrEqual(100)
    }
  })

  test.each([1, 7, 20, 30, 45])('a store that keeps only %i shows the last of them', (cap) => {
    const story = new Story(cap)
    for (let i = 1; i <= 90; i++) {
      story.say()
      const shown = texts(story.rows()).map(Number)
      expect(shown[shown.length - 1]).toBe(i - 1)
      expect(shown.length).toBeGreaterThanOrEqual(Math.min(i, cap, 11))
    }
  })

  test('no node has more than 60 children, however long it runs', () => {
    const story = new Story()
    for (let i = 0; i < 3_000; i += 7) {
      story.say(7)
      for (const hold of [-1, i - 50]) {
        const { blocks } = story.select({ hold })
        expect(Math.max(blocks.length, ...blocks.map(({ rows }) => rows.length))).toBeLessThanOrEqual(60)
      }
    }
  })

  test('above what is being read nothing goes for a hundred messages', () => {
    const story = new Story()
    story.say(195)
    const before = texts(story.rows())
    story.say(80)
    expect(texts(story.rows({ hold: 195 })).slice(0, before.length)).toEqual(before)
    expect(texts(story.rows())).not.toContain(before[0])
  })

  test('a message past the cap costs at most 200 bytes beyond its text, on average', () => {
    const story = new Story()
    story.say(200)
    let sent = story.select() as unknown as Fields
    let bytes = 0
    for (let i = 0; i < 1_000; i++) {
      story.say()
      const next = story.select() as unknown as Fields
      const changes: Fields = {}
      for (const name of Object.keys(next)) diffValue(sent[name], next[name], name, changes)
      bytes += JSON.stringify(changes).length - String(200 + i).length
      sent = next
    }
    expect(bytes / 1_000).toBeLessThanOrEqual(200)
  })
})

describe('system rows', () => {
  test('stand where they happened, also when messages before them have gone', () => {
    const expected: string[] = []
    const story = new Story()
    for (let i = 0; i < 400; i++) {
      story.say()
      expected.push(String(i))
      if (i % 7 === 0) {
        story.come()
        expected.push(`u${i / 7 + 1} joined`)
      }
      const shown = texts(story.rows())
      expect(shown).toEqual(expected.slice(-shown.length))
    }
  })

  test('a room where nobody speaks does not pile them up', () => {
    const story = new Story()
    for (let i = 0; i < 500; i++) story.come()
    const shown = texts(story.rows())
    expect(shown.length).toBeLessThanOrEqual(100)
    expect(shown[shown.length - 1]).toBe('u500 joined')
  })

  test('entering again starts anew', () => {
    const story = new Story()
    story.come()
    story.store.connection = { state: 'joining' }
    story.store.notices = []
    logNotices(story.view, true)
    expect(story.rows()).toEqual([])
  })

  test('a message taken back leaves them where they are', () => {
    const story = new Story()
    story.say(3)
    story.come()
    story.store.chat = { ...story.store.chat, entries: story.store.chat.entries.slice(0, 2) }
    expect(texts(story.rows())).toEqual(['0', '1', 'u1 joined'])
  })
})

describe('where messages may be missing', () => {
  const GAP = 'You were away; some messages may be missing'

  test('there is a line at the place, wanted or not: behind what was here, in front of what came back and of what waits', () => {
    const story = new Story()
    story.say(2)
    const mine = { ...entry(99), status: 'pending' as const, mine: true }
    story.store.chat.entries = [...story.store.chat.entries, mine]
    story.gap(false)
    const [one, two] = story.store.chat.entries as [ChatEntry, ChatEntry]
    story.store.chat = { entries: [one, two, entry(7), mine], dropped: 0 }
    for (const system of [true, false]) {
      const rows = story.rows({ system })
      expect(texts(rows)).toEqual(['0', '1', GAP, '7', '99'])
      expect(rows[2]).toMatchObject({ look: 'system gap', name: '' })
    }
  })

  test('who came and left stands beside it only where wanted, and the front goes by rows of its own', () => {
    const story = new Story()
    const expected: string[] = []
    for (let i = 0; i < 400; i++) {
      story.say()
      if (i % 10 === 0) story.come()
      expected.push(String(i))
      if (i % 9 === 0) {
        story.gap()
        expected.push(GAP)
      }
      const { end, blocks } = story.select({ system: false })
      const shown = texts(blocks.flatMap(({ rows }) => rows))
      expect(shown).toEqual(expected.slice(-shown.length))
      expect(end).toBe(expected.length)
    }
    for (let i = 0; i < 60; i++) story.come()
    expect(story.select({ system: false }).end).toBe(expected.length)
  })
})

describe('lanes', () => {
  const W = 375
  /** Where a flight's left edge is at `now`; the right one is its width further. */
  const left = (start: number, now: number) => W - (2 * W * (now - start)) / FLIGHT_MS
  const shown = (text: string) => Math.min(W, widthOf(text) - 24)

  test('no two messages touch, whatever is said when', () => {
    const said = fc.array(fc.tuple(fc.string({ maxLength: 60, unit: 'grapheme' }), fc.nat(2_000), fc.boolean()), {
      maxLength: 80,
    })
    fc.assert(
      fc.property(said, (messages) => {
        const lanes = new Lanes()
        const tails = new Map<number, { start: number; text: string }>()
        let now = 1_000
        for (const [text, pause, mine] of messages) {
          now += pause
          const place = lanes.place(text, now, W, mine)
          if (!place) continue
          const start = now + place.wait
          const ahead = tails.get(place.lane)
          // Both have one speed: what is clear as the second enters stays clear.
          if (ahead) expect(left(ahead.start, start) + shown(ahead.text)).toBeLessThanOrEqual(W)
          tails.set(place.lane, { start, text })
        }
      }),
    )
  })

  test('a crowd is capped, mine flies all the same', () => {
    const lanes = new Lanes()
    const places = Array.from({ length: 500 }, () => lanes.place('hello', 0, W, false)).filter(Boolean) as Place[]
    expect(places.length).toBeGreaterThan(3)
    expect(places.length).toBeLessThanOrEqual(40)
    expect(new Set(places.map(({ slot }) => slot)).size).toBe(places.length)
    expect(Math.max(...places.map(({ wait }) => wait))).toBeLessThanOrEqual(1_500)
    expect(lanes.place('mine', 0, W, true)).toBeDefined()
  })
})
