/** Mixed into the panel: the sheet, and the controls that are the tag's own business. */
import { LiveError } from '../../src/index'
import { isGone } from '../shared/action'
import { storeOf } from '../shared/bind'
import { raiser } from '../shared/events'
import { call } from './device'
import type { PusherPanelEvents } from './events'
import { musicBehavior } from './music'
import { PANES } from './panes'
import { attempt, pick, setLevel, slidersOf, type Panel } from './picks'

const raise = raiser<PusherPanelEvents>()

interface Choice {
  currentTarget: { dataset: { name?: string; value?: unknown } }
}

interface Slide extends Choice {
  type: string
  detail: { value: number }
}

/** Controls that do something at once, and the handler that does it. */
const TAPS = {
  mic: 'onMic',
  camera: 'onCamera',
  flip: 'onFlip',
  torch: 'onTorch',
  mirror: 'onMirror',
  snapshot: 'onSnapshot',
  pip: 'onPip',
} as const

const isTap = (name: string): name is keyof typeof TAPS => name in TAPS

interface Extras extends Panel, Record<(typeof TAPS)[keyof typeof TAPS], () => void> {
  data: Panel['data'] & { open: string; shot: string; torch: boolean; look: { mirror: boolean; pip: boolean } }
}

/** How long a snapshot stands on the desk. */
const SHOT_MS = 5000
/** Milliseconds between two looks while a slider moves. */
const SLIDE_MS = 120

const timers = new WeakMap<object, ReturnType<typeof setTimeout>>()
const slid = new WeakMap<object, number>()
const self = (component: unknown) => component as Extras

/** The camera's most, asked each time: front and back differ. A camera that cannot zoom says so by refusing. */
async function askZoom(panel: Extras): Promise<void> {
  const answer = await call('getMaxZoom').catch(() => undefined)
  if (!isGone(panel)) panel.setData({ zoomMax: Math.round((answer?.maxZoom ?? 1) * 10) })
}

export const sheetBehavior = Behavior({
  behaviors: [musicBehavior],
  data: {
    /** Where the sliders stood when the page of the sheet opened. */
    opened: {} as Record<string, unknown>,
    /** Tenths, per cent, per cent. */
    levels: { zoom: 10, bgm: 100, own: 100 } as Record<string, number>,
    /** The page was opened from the sheet, and leads back there. */
    deep: false,
    /** The picture just taken. */
    shot: '',
  },
  lifetimes: {
    detached() {
      clearTimeout(timers.get(this) ?? 0)
    },
  },
  methods: {
    onControl({ currentTarget: { dataset } }: Choice) {
      const name = dataset.name ?? ''
      if (isTap(name)) self(this)[TAPS[name]]()
      else if (name === 'more' || name in PANES) this.openPane(name)
      else raise(this, 'custom', { name })
    },
    /** @param pane `more`, a name of PANES, or empty to close */
    openPane(pane: string) {
      const panel = self(this)
      panel.setData({ pane, deep: panel.data.open === 'more', opened: slidersOf(panel, pane) })
      if (pane === 'quality') void askZoom(panel)
    },
    onClose() {
      this.openPane('')
    },
    onBack() {
      this.openPane('more')
    },
    onSlide({ type, currentTarget: { dataset }, detail: { value } }: Slide) {
      const panel = self(this)
      const name = dataset.name ?? ''
      const now = Date.now()
      const moving = type === 'changing'
      if (moving && now - (slid.get(this) ?? 0) < SLIDE_MS) return
      slid.set(this, now)
      if (!pick(panel, name, value) && !moving) void setLevel(panel, name, value)
    },
    async onChoose({ currentTarget: { dataset } }: Choice) {
      const panel = self(this)
      const { name = '', value } = dataset
      if (name !== 'quality') return void pick(panel, name, value)
      const quality = value as 'SD' | 'HD' | 'FHD'
      if (await attempt(panel, name, () => storeOf(this).pusher.setQuality(quality)))
        raise(this, 'qualitychange', { quality })
    },
    async onTorch() {
      const panel = self(this)
      if (await attempt(panel, 'torch', () => call('toggleTorch'))) panel.setData({ torch: !panel.data.torch })
    },
    onMirror() {
      pick(self(this), 'mirror', !self(this).data.look.mirror)
    },
    onPip() {
      pick(self(this), 'pip', !self(this).data.look.pip)
    },
    onPipNative({ type }: { type: string }) {
      raise(this, 'pipchange', { on: type === 'enterpictureinpicture' })
    },
    async onSnapshot() {
      const panel = self(this)
      const take = async () => {
        const { tempImagePath: path, width, height } = await call('snapshot', { quality: 'raw' })
        if (!path) throw LiveError.of('device-failed', 'live-pusher snapshot: no picture came back')
        panel.setData({ shot: path })
        raise(this, 'snapshot', { path, width, height })
      }
      if (!(await attempt(panel, 'snapshot', take))) return
      clearTimeout(timers.get(this) ?? 0)
      timers.set(
        this,
        setTimeout(() => panel.setData({ shot: '' }), SHOT_MS),
      )
    },
    onShot() {
      wx.previewImage({ urls: [self(this).data.shot] })
    },
  },
})
