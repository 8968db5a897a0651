import { LiveError } from '../../src/index'
import { ACTION_DATA, act, actionBehavior, fail, isGone, type Actor, type Failure } from '../shared/action'
import { bindStore, storeOf } from '../shared/bind'
import { checked } from '../shared/check'
import { raiser } from '../shared/events'
import { resolveLang } from '../shared/locale'
import type { ChatBarEvents } from './events'
import { hasFilter, outgoing } from '../shared/filter'
import { barrageBehavior } from './barrage'
import { heartsBehavior } from './hearts'
import { CHAT_MODES, properties } from './props'
import { isHeld, logNotices, selectRows } from './rows'
import { selectBar, selectLikes } from './view'

const raise = raiser<ChatBarEvents>()

/** Scrolling up by less is the layout moving, not a person. */
const SLACK = 8
/** One key of each row is for erasing; 4 rows of 7 keys of 44 px and more fit the narrowest phone. */
const EMOJI = Array.from('😀😂🤣😊😍😘😎🤔😭😡😱🥳😴🙄👍👎👏🙏💪👋👀🎉🔥💯🌹💔✨')

interface Input<T> {
  detail: T
}

interface Tap {
  currentTarget: {
    dataset: { key?: string; char?: string; panel?: 'emoji' | 'gift'; gift?: { id: string; name: string } }
  }
}

/** What does not render. */
const blank = {
  /** The list's height and the lowest place it was scrolled to at that height. */
  height: 0,
  top: 0,
  /** Messages so far: ids. */
  sent: 0,
  hidden: false,
  again: undefined as ReturnType<typeof setTimeout> | undefined,
  /** When the wait that the sentence tells is over, ms since 1970; 0 without one. */
  until: 0,
  second: undefined as ReturnType<typeof setTimeout> | undefined,
}

const memories = new WeakMap<object, typeof blank>()

function own(component: object): typeof blank {
  let memory = memories.get(component)
  if (!memory) memories.set(component, (memory = { ...blank }))
  return memory
}

function stop(component: object): void {
  const memory = own(component)
  for (const name of ['again', 'second'] as const) {
    const timer = memory[name]
    if (timer) clearTimeout(timer)
    memory[name] = undefined
  }
}

const bound = bindStore({
  properties,
  local: { ...ACTION_DATA, hold: -1, closed: '', vetoed: false, wait: 0 },
  select: (store, props) => selectBar(store, resolveLang(props.lang), props),
  ticking(store, props) {
    const lang = resolveLang(props.lang)
    return { ...selectRows(store, lang, props), ...selectLikes(store, lang) }
  },
  effect(component, store, { system, filter }) {
    logNotices(store, system)
    if (!hasFilter(filter))
      fail(
        component as unknown as Actor,
        LiveError.of('invalid-argument', `chat-bar: no filter "${filter}"; call registerMessageFilter in app.js`),
      )
    return undefined
  },
})

Component({
  behaviors: [
    bound,
    actionBehavior,
    barrageBehavior,
    heartsBehavior,
    checked('chat-bar', { mode: CHAT_MODES, maxLength: 1 }),
  ],
  externalClasses: ['custom-class'],
  options: { virtualHost: true, multipleSlots: true },
  data: {
    text: '',
    /** Height of the keyboard in px; the bar rises by it. */
    keyboard: 0,
    panel: 'none' as ChatBarEvents['panelchange']['panel'],
    emojis: EMOJI,
  },
  lifetimes: {
    detached() {
      stop(this)
    },
  },
  pageLifetimes: {
    show() {
      own(this).hidden = false
      this.sendHeld()
      this.countDown()
    },
    hide() {
      own(this).hidden = true
      stop(this)
    },
  },
  observers: {
    /** What is shut has nothing open; a person opens it again. */
    shut(shut: string) {
      if (shut) this.open('none')
    },
    failure(failure: Failure | null) {
      const waitMs = failure?.waitMs
      own(this).until = waitMs === undefined ? 0 : Date.now() + Math.max(1_000, waitMs)
      this.countDown()
    },
  },
  methods: {
    toEnd() {
      this.setData({ hold: -1 })
    },
    onScroll({ detail: { scrollTop, scrollHeight } }: Input<{ scrollTop?: number; scrollHeight?: number }>) {
      if (scrollTop === undefined || scrollHeight === undefined) return
      const memory = own(this)
      // Another height is the list growing or losing its front; only at one height it is a person who moves it.
      if (scrollHeight !== memory.height || scrollTop > memory.top) {
        memory.height = scrollHeight
        memory.top = scrollTop
      } else if (scrollTop < memory.top - SLACK && this.data.hold < 0) this.setData({ hold: this.data.end })
    },
    onBottom() {
      if (this.data.hold >= 0) this.toEnd()
    },
    onInput({ detail }: Input<{ value: string }>) {
      this.write(detail.value)
    },
    write(text: string) {
      this.setData({ text, ...(this.data.vetoed ? { vetoed: false } : {}) })
    },
    onKeyboard({ detail: { height } }: Input<{ height: number }>) {
      this.setData({ keyboard: height })
      if (height > 0) this.open('none')
    },
    open(panel: ChatBarEvents['panelchange']['panel']) {
      if (panel === this.data.panel) return
      this.setData({ panel })
      raise(this, 'panelchange', { panel })
    },
    onPanel({ currentTarget: { dataset } }: Tap) {
      const { panel = 'none' } = dataset
      this.open(panel === this.data.panel ? 'none' : panel)
    },
    onEmoji({ currentTarget: { dataset } }: Tap) {
      const text = this.data.text + (dataset.char ?? '')
      if (text.length <= this.data.limit) this.write(text)
    },
    onErase() {
      this.write(Array.from(this.data.text).slice(0, -1).join(''))
    },
    onDismiss() {
      this.setData({ failure: null, vetoed: false })
    },
    onCloseNotice() {
      this.setData({ closed: this.data.notice })
    },
    /** A wait counts down on screen, and its sentence goes when it is over. */
    countDown() {
      const memory = own(this)
      if (memory.second) clearTimeout(memory.second)
      memory.second = undefined
      if (!memory.until || memory.hidden || isGone(this)) return
      const left = memory.until - Date.now()
      if (left <= 0) return this.onDismiss()
      this.setData({ wait: Math.ceil(left / 1_000) })
      memory.second = setTimeout(() => this.countDown(), left % 1_000 || 1_000)
    },
    /** Each message has its own fate in the list, so the next may be written while one is on its way. */
    async onSend() {
      const written = this.data.text.trim()
      if (!written || this.data.shut) return
      const text = outgoing(this.data.filter, written)
      if (!text?.trim()) return this.setData({ vetoed: true })
      this.setData({ text: '', hold: -1, vetoed: false })
      const { chat, capabilities } = storeOf(this)
      const flies = this.data.mode === 'barrage' && capabilities.barrage
      const work = () => (flies ? chat.barrage(text) : chat.send(text))
      if (await this.attempt(`send-${(own(this).sent += 1)}`, work)) raise(this, 'messagesend', { text })
    },
    async attempt(name: string, work: () => Promise<unknown>) {
      const done = await act(this as unknown as Actor, name, work)
      if (!done) this.sendHeld()
      return done
    },
    /** What went too fast goes out by itself when the server takes it again. */
    sendHeld() {
      const memory = own(this)
      if (memory.again) clearTimeout(memory.again)
      if (memory.hidden || isGone(this)) return
      const { chat } = storeOf(this)
      const waits = chat.entries.filter(isHeld).map(({ error }) => error?.waitMs ?? 0)
      if (!waits.length) return
      memory.again = setTimeout(
        () => {
          const next = chat.entries.find(isHeld)
          if (next) void this.retry(next.key).then(() => this.sendHeld())
        },
        Math.max(...waits),
      )
    },
    retry(key: string) {
      return this.attempt(`retry-${key}`, () => storeOf(this).chat.retry(key))
    },
    onRetry({ currentTarget: { dataset } }: Tap) {
      void this.retry(dataset.key ?? '')
    },
    onDiscard({ currentTarget: { dataset } }: Tap) {
      const { key = '' } = dataset
      void act(this as unknown as Actor, `discard-${key}`, () => storeOf(this).chat.discard(key))
    },
    async onGift({ currentTarget: { dataset } }: Tap) {
      if (!dataset.gift) return
      const { id, name } = dataset.gift
      const gift = { id, name, count: 1 }
      if (await this.attempt(`gift-${id}`, () => storeOf(this).chat.gift(gift))) raise(this, 'giftsend', { gift })
    },
  },
})
