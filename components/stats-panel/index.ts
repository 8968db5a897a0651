import { LiveError } from '../../src/index'
import { ACTION_DATA, act, actionBehavior, type Actor } from '../shared/action'
import { bindStore, storeOf } from '../shared/bind'
import { raiser } from '../shared/events'
import { runSeconds, secondsBehavior } from '../shared/seconds'
import type { StatsPanelEvents } from './events'
import { properties } from './props'
import { selectSections, selectWords, textOf } from './view'

interface Tap {
  currentTarget: { dataset: { id?: string } }
}

const raise = raiser<StatsPanelEvents>()

const bound = bindStore({
  properties,
  local: {
    ...ACTION_DATA,
    /** The second hand. Typed wider than secondsBehavior types it, or the compiler takes this behavior for a part of that one. */
    now: 0 as number | undefined,
    /** Which section is unfolded. */
    shown: 'room',
  },
  select: selectWords,
  ticking: selectSections,
})

/** As a promise; rejects where WeChat refuses, for example without the person's consent to clipboard use. */
function copy(data: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) =>
      reject(LiveError.of('unsupported', 'stats-panel: the clipboard took no text', { cause }))
    wx.setClipboardData({ data, success: () => resolve(), fail })
  })
}

Component({
  behaviors: [bound, actionBehavior, secondsBehavior],
  externalClasses: ['custom-class'],
  options: { virtualHost: true },
  observers: {
    open(open: boolean) {
      runSeconds(this, open)
    },
  },
  methods: {
    onToggle() {
      const open = !this.data.open
      this.setData({ open })
      raise(this, 'toggle', { open })
    },
    onSection({ currentTarget: { dataset } }: Tap) {
      const { id = '' } = dataset
      this.setData({ shown: id === this.data.shown ? '' : id })
    },
    async onCopy() {
      const text = textOf(storeOf(this))
      if (await act(this as unknown as Actor, 'copy', () => copy(text))) raise(this, 'copy', { text })
    },
  },
})
