import { explain } from '../../src/index'
import type { RoomStore } from '../../store/index'
import { bindStore } from '../shared/bind'
import { raiser } from '../shared/events'
import { resolveLang, texts } from '../shared/locale'
import type { QualityBadgeEvents } from './events'
import { KEYS } from './messages'
import { properties } from './props'

const raise = raiser<QualityBadgeEvents>()

/** What the grade is made of now, worst first; those as bad as the first one keep the grade where it is. */
function rowsOf(store: RoomStore, streamId: string) {
  const rows = figuresOf(store, streamId)
  return rows.map(({ figure, value, unit, grade }) => ({
    figure,
    value: `${Math.round(value)} ${unit}`,
    holds: grade < 5 && grade === rows[0]?.grade,
  }))
}

function figuresOf(store: RoomStore, streamId: string) {
  if (!streamId) {
    const { mode, enableCamera, enableMic } = store.pusher.attributes
    return explain(store.stats.pusher, { tag: 'live-pusher', mode, video: enableCamera, audio: enableMic })
  }
  const stream = store.stream(streamId)
  if (!stream) return []
  const { mode, video, audio, maxCache } = stream
  return explain(store.streamStats(streamId), { tag: 'live-player', mode, video, audio, maxCache })
}

const bound = bindStore({
  properties,
  select: (_store, { lang }) => ({ t: texts(resolveLang(lang), 'badge.', KEYS) }),
  ticking: (store, { streamId, grade, open, figures }) => ({
    // A grade that was passed in costs no setData of the badge's own.
    own: grade >= 0 ? 0 : ((streamId ? store.stream(streamId)?.grade : store.pusher.grade) ?? 0),
    rows: open && figures ? rowsOf(store, streamId) : [],
  }),
})

Component({
  behaviors: [bound],
  externalClasses: ['custom-class'],
  methods: {
    toggle() {
      const open = !this.data.open
      this.setData({ open })
      raise(this, open ? 'figuresopen' : 'figuresclose', { streamId: this.data.streamId })
    },
  },
})
