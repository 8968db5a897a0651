import { LiveError } from '../../src/index'
import { ACTION_DATA, act, actionBehavior, fail } from '../shared/action'
import type { Actor } from '../shared/action'
import { bindStore, storeOf } from '../shared/bind'
import { raiser } from '../shared/events'
import type { ChatBarEvents } from './events'
import { properties } from './props'
import { selectChatBar } from './view'

const raise = raiser<ChatBarEvents>()

/** Hearts in the air at once; a crowd looks no different above it. */
const MAX_HEARTS = 12
/** Hearts shown for one update of everybody's count. */
const BURST = 3
/** Scrolling up by less is the layout moving, not a person. */
const SCROLL_SLACK = 8

/** The id of the last row's anchor: `scroll-into-view` only moves when its value changes, so two take turns. */
type Anchor = '' | 'end-a' | 'end-b'

interface Heart {
  id: number
  /** Which of the five paths it flies. */
  path: number
}

interface Input<T> {
  detail: T
}

interface Tap {
  currentTarget: { dataset: { key?: string; id?: number } }
}

/** What does not render. */
interface Private {
  scrolledTo: number
  /** Hearts and messages so far: ids. */
  hearts: number
  sent: number
  /** Messages and likes of the room that have been shown; -1 before the first sight. */
  total: number
  likes: number
  /** My likes that the room's count does not have yet: their hearts have flown already. */
  mine: number
}

const privates = new WeakMap<object, Private>()

function own(component: object): Private {
  let state = privates.get(component)
  if (!state) privates.set(component, (state = { scrolledTo: 0, hearts: 0, sent: 0, total: 0, likes: -1, mine: 0 }))
  return state
}

const bound = bindStore({
  properties,
  local: { ...ACTION_DATA, unread: 0 },
  select: selectChatBar,
  capped: { rows: 'key' },
})

Component({
  behaviors: [bound, actionBehavior],
  externalClasses: ['custom-class'],
  options: { virtualHost: true },
  data: {
    text: '',
    /** Height of the keyboard in px; the bar rises by it. */
    keyboard: 0,
    /** At the end of the list, and staying there. */
    following: true,
    anchor: '' as Anchor,
    hearts: [] as Heart[],
  },
  observers: {
    total(total: number) {
      const state = own(this)
      const more = total - state.total
      state.total = total
      if (more <= 0) return
      const last = this.data.rows[this.data.rows.length - 1]
      if (this.data.following || last?.tone === 'mine') this.toEnd()
      else this.setData({ unread: this.data.unread + more })
    },
    'online, likeCount'(online: boolean, likes: number) {
      const state = own(this)
      // Likes from before I came are no event.
      const more = state.likes < 0 || !online ? 0 : likes - state.likes
      if (online) state.likes = likes
      const others = Math.max(0, more - state.mine)
      state.mine = Math.max(0, state.mine - more)
      if (others > 0) this.fly(Math.min(BURST, others))
    },
  },
  methods: {
    toEnd() {
      this.setData({ anchor: this.data.anchor === 'end-a' ? 'end-b' : 'end-a', following: true, unread: 0 })
    },
    onScroll({ detail }: Input<{ scrollTop?: number }>) {
      const { scrollTop } = detail
      if (scrollTop === undefined) return
      const state = own(this)
      const up = scrollTop < state.scrolledTo - SCROLL_SLACK
      state.scrolledTo = scrollTop
      if (up && this.data.following) this.setData({ following: false })
    },
    onBottom() {
      if (!this.data.following || this.data.unread > 0) this.setData({ following: true, unread: 0 })
    },
    onInput({ detail }: Input<{ value: string }>) {
      this.setData({ text: detail.value })
    },
    onKeyboard({ detail }: Input<{ height: number }>) {
      this.setData({ keyboard: detail.height })
      if (detail.height > 0 && this.data.following) this.toEnd()
    },
    /** Each message has its own fate in the list, so the next may be written while one is on its way. */
    async onSend() {
      const text = this.data.text.trim()
      if (!text || !this.data.open) return
      this.setData({ text: '' })
      const name = `send-${(own(this).sent += 1)}`
      if (await act(this as unknown as Actor, name, () => storeOf(this).chat.send(text)))
        raise(this, 'messagesend', { text })
    },
    onRetry({ currentTarget: { dataset } }: Tap) {
      const { key = '' } = dataset
      void act(this as unknown as Actor, `retry-${key}`, () => storeOf(this).chat.retry(key))
    },
    onDiscard({ currentTarget: { dataset } }: Tap) {
      const { key = '' } = dataset
      void act(this as unknown as Actor, `discard-${key}`, () => storeOf(this).chat.discard(key))
    },
    onLike() {
      if (!this.data.online) return
      own(this).mine += 1
      this.fly(1)
      raise(this, 'like', { count: 1 })
      // Not an act(): the core batches likes, and a control that is pending between two taps would lose some.
      storeOf(this)
        .chat.like()
        .catch((thrown: unknown) => {
          fail(this as unknown as Actor, LiveError.from(thrown, 'network', 'chat-bar: the like was not sent'))
        })
    },
    fly(count: number) {
      const state = own(this)
      const hearts = this.data.hearts.slice()
      for (let i = 0; i < count; i++) {
        state.hearts += 1
        hearts.push({ id: state.hearts, path: state.hearts % 5 })
      }
      this.setData({ hearts: hearts.slice(-MAX_HEARTS) })
    },
    onHeartGone({ currentTarget: { dataset } }: Tap) {
      this.setData({ hearts: this.data.hearts.filter(({ id }) => id !== dataset.id) })
    },
  },
})
