/** Background music: the list, what plays, how far it is. The tag mixes it into what is pushed. */
import { raiser } from '../shared/events'
import { call } from './device'
import type { PusherPanelEvents } from './events'
import type { Track } from './props'
import { attempt, told, type Panel } from './picks'

const raise = raiser<PusherPanelEvents>()

/** Milliseconds, as `bgmprogress` tells them. */
export interface Progress {
  progress?: number
  duration?: number
}

interface Player extends Panel {
  data: Panel['data'] & { bgm: Track[]; track: number; playing: boolean; played: number; open: string }
}

export interface TrackTap {
  currentTarget: { dataset: { index?: number } }
}

const NOTHING = { track: -1, playing: false, played: 0, total: 0 }
const hidden = new WeakSet<object>()

function turn(player: Player, on: boolean): void {
  const { bgm, track } = player.data
  raise(player, 'musicchange', { on, name: bgm[track]?.name ?? '' })
}

/** Puts the player back where nothing plays; the tag has stopped by itself. */
export function musicOver(player: Player): void {
  if (player.data.track < 0) return
  if (player.data.playing) turn(player, false)
  player.setData(NOTHING)
}

async function play(player: Player, index: number): Promise<void> {
  const track = player.data.bgm[index]
  if (!track || !(await attempt(player, 'music', () => call('playBGM', { url: track.url })))) return
  player.setData({ ...NOTHING, track: index, playing: true })
  turn(player, true)
}

async function pause(player: Player): Promise<void> {
  const on = !player.data.playing
  if (!(await attempt(player, 'music', () => call(on ? 'resumeBGM' : 'pauseBGM')))) return
  player.setData({ playing: on })
  turn(player, on)
}

/** Mixed into the panel: the handlers of its music page. */
export const musicBehavior = Behavior({
  data: NOTHING,
  pageLifetimes: {
    show() {
      hidden.delete(this)
    },
    hide() {
      hidden.add(this)
    },
  },
  methods: {
    onTrack({ currentTarget: { dataset } }: TrackTap) {
      const player = this as unknown as Player
      const index = dataset.index ?? -1
      void (index === player.data.track ? pause(player) : play(player, index))
    },
    async onStopMusic() {
      const player = this as unknown as Player
      if (await attempt(player, 'music', () => call('stopBGM'))) musicOver(player)
    },
    onMusicOver() {
      musicOver(this as unknown as Player)
    },
    /** Whole seconds, and only while somebody looks at them: the platform tells many times a second. */
    onMusicProgress({ detail: { progress = 0, duration = 0 } }: { detail: Progress }) {
      const player = this as unknown as Player
      const played = Math.floor(progress / 1000)
      if (hidden.has(this) || player.data.open !== 'music' || played === player.data.played) return
      player.setData({ played, total: Math.floor(duration / 1000) })
    },
    onMusicFailed() {
      const player = this as unknown as Player
      musicOver(player)
      told(player, 'music', 'the background music does not play (10003)')
    },
  },
})
