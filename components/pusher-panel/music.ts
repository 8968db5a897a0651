/** Background music: the list, what plays, how far it is. The tag mixes it into what is pushed. */
import { LiveError } from '../../src/index'
import { fail } from '../shared/action'
import { call } from './device'
import { attempt, panelOf, raise, type Panel, type Tap } from './panel'

/** Milliseconds, as `bgmprogress` tells them. */
export interface Progress {
  progress?: number
  duration?: number
}

const NOTHING = { track: -1, playing: false, played: 0, total: 0 }

function turned(panel: Panel, on: boolean): void {
  const { bgm, track } = panel.data
  raise(panel, 'musicchange', { on, name: bgm[track]?.name ?? '' })
}

/** Puts the player back where nothing plays; the tag has stopped by itself. */
function over(panel: Panel): void {
  if (panel.data.playing) turned(panel, false)
  if (panel.data.track >= 0) panel.setData(NOTHING)
}

/** Mixed into the panel: the handlers of its music page. */
export const musicBehavior = Behavior({
  data: NOTHING,
  pageLifetimes: {
    show() {
      panelOf(this).hidden = false
    },
    hide() {
      panelOf(this).hidden = true
    },
  },
  methods: {
    async onTrack({ currentTarget: { dataset } }: Tap) {
      const panel = panelOf(this)
      const { bgm, track, playing } = panel.data
      const { index = -1 } = dataset
      const same = index === track
      const on = !(same && playing)
      const work = () => (same ? call(on ? 'resumeBGM' : 'pauseBGM') : call('playBGM', { url: bgm[index]?.url }))
      if (!(await attempt(panel, 'music', work))) return
      panel.setData(same ? { playing: on } : { ...NOTHING, track: index, playing: on })
      turned(panel, on)
    },
    async onStopMusic() {
      if (await attempt(panelOf(this), 'music', () => call('stopBGM'))) over(panelOf(this))
    },
    onMusicOver() {
      over(panelOf(this))
    },
    /** Whole seconds, and only while somebody looks at them: the platform tells many times a second. */
    onMusicProgress({ detail: { progress = 0, duration = 0 } }: { detail: Progress }) {
      const panel = panelOf(this)
      const played = Math.floor(progress / 1000)
      if (panel.hidden || panel.data.open !== 'music' || played === panel.data.played) return
      panel.setData({ played, total: Math.floor(duration / 1000) })
    },
    onMusicFailed() {
      const panel = panelOf(this)
      over(panel)
      fail(panel, LiveError.of('device-failed', 'live-pusher: the background music does not play (10003)'))
      panel.setData({ tried: 'music' })
    },
  },
})
