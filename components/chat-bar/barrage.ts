/** Messages that fly: mixed into chat-bar. */
import { storeOf } from '../shared/bind'
import { resolveLang } from '../shared/locale'
import { Lanes, MAX_FLIGHTS } from './lanes'
import { textOf } from './rows'

/** What flies now, and what has flown: nothing of it renders. */
interface Sky {
  lanes: Lanes
  count: number
  hidden: boolean
  /** The latest messages that have flown; undefined while nothing is to fly. */
  seen?: Set<string> | undefined
}

const skies = new WeakMap<object, Sky>()

const clear = (): Sky => ({ lanes: new Lanes(), count: 0, hidden: false })

/** What it reads of chat-bar. */
interface Data {
  mode: string
  lang: string
  filter: string
}

export const barrageBehavior = Behavior({
  data: {
    /** A ring: a new one takes the place of the oldest, which has landed by then. */
    flights: [] as Array<{ id: number; text: string; look: string; wait: number }>,
  },
  lifetimes: {
    attached() {
      skies.set(this, clear())
      // The binding starts in the next tick as well, before this.
      wx.nextTick(() => this.takeOff())
    },
  },
  pageLifetimes: {
    // Animations stand still while a page is hidden and clocks do not: lanes start anew.
    show() {
      Object.assign(skies.get(this) ?? {}, clear())
      if (this.data.flights.length) this.setData({ flights: [] })
    },
    hide() {
      const sky = skies.get(this)
      if (sky) sky.hidden = true
    },
  },
  observers: {
    'end, mode, online'() {
      this.takeOff()
    },
  },
  methods: {
    /** What is new since the last time flies, as far as there is room. */
    takeOff() {
      const sky = skies.get(this)
      if (!sky) return
      const { mode, lang, filter } = this.data as unknown as Data
      const { seen } = sky
      sky.seen = undefined
      const { chat, joined } = storeOf(this)
      // What was said before I came is history, not news.
      if (mode !== 'barrage' || !joined) return
      const recent = chat.entries.slice(-MAX_FLIGHTS)
      sky.seen = new Set(recent.map(({ key }) => key))
      if (!seen || sky.hidden) return
      // Missing below base library 2.20.1; a phone is about that wide then.
      const width = wx.getWindowInfo ? wx.getWindowInfo().windowWidth : 375
      const changes: Record<string, unknown> = {}
      for (const entry of recent) {
        const { key, name, kind, mine } = entry
        const said = seen.has(key) ? null : textOf(resolveLang(lang), entry, filter)
        const text = said && kind === 'gift' ? `${name} ${said}` : said
        const place = text && sky.lanes.place(text, Date.now(), width, mine)
        if (!place) continue
        const look = `lane-${place.lane}${mine ? ' own' : ''}${kind === 'gift' ? ' gift' : ''}`
        changes[`flights[${place.slot}]`] = { id: sky.count++, text, look, wait: place.wait }
      }
      if (Object.keys(changes).length) this.setData(changes)
    },
  },
})
