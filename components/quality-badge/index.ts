import { bindStore } from '../shared/bind'
import { raiser } from '../shared/events'
import { resolveLang, texts, translate } from '../shared/locale'
import type { QualityBadgeEvents } from './events'
import { figureRows, type FigureRow } from './figures'
import type { QualityBadgeKey } from './messages'
import './messages'
import { properties } from './props'

const raise = raiser<QualityBadgeEvents>()

const GRADES: readonly QualityBadgeKey[] = [
  'badge.grade-0',
  'badge.grade-1',
  'badge.grade-2',
  'badge.grade-3',
  'badge.grade-4',
  'badge.grade-5',
]

const bound = bindStore({
  properties,
  local: { open: false },
  select(_store, { lang }) {
    const language = resolveLang(lang)
    return {
      t: texts(language, 'badge.', ['badge.fps', 'badge.bitrate', 'badge.size', 'badge.jitter']),
      grades: GRADES.map((key) => translate(language, key)),
    }
  },
  ticking(store, { streamId, grade, open }) {
    const stats = streamId ? store.streamStats(streamId) : store.stats.pusher
    return {
      // A grade that was passed in costs no setData of the badge's own.
      own: grade >= 0 ? 0 : ((streamId ? store.stream(streamId)?.grade : store.pusher.grade) ?? 0),
      rows: open ? figureRows(stats) : ([] as FigureRow[]),
    }
  },
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
