/** Mixed into the panel: the sheet, and the controls that are the tag's own business. */
import { LiveError } from '../../src/index'
import { isGone } from '../shared/action'
import { storeOf } from '../shared/bind'
import { call } from './device'
import { LEVELS, PANES, SLIDERS, type QUALITIES } from './panes'
import { attempt, panelOf, pick, raise, type Panel, type Tap } from './panel'

interface Slide extends Tap {
  type: string
  detail: { value: number }
}

/** How long a snapshot stands on the desk. */
const SHOT_MS = 5000
/** Milliseconds between two looks while a slider moves. */
const SLIDE_MS = 120

async function snapshot(panel: Panel): Promise<void> {
  const picture = { path: '', width: 0, height: 0 }
  const take = async () => {
    const { tempImagePath: path, width, height } = await call('snapshot', { quality: 'raw' })
    if (!path) throw LiveError.of('device-failed', 'live-pusher snapshot: no picture came back')
    Object.assign(picture, { path, width, height })
  }
  if (!(await attempt(panel, 'snapshot', take))) return
  panel.setData({ shot: picture.path })
  raise(panel, 'snapshot', picture)
  clearTimeout(panel.timer ?? 0)
  panel.timer = setTimeout(() => panel.setData({ shot: '' }), SHOT_MS)
}

/** Controls that do something at once. */
const TAPS = new Map<string, (panel: Panel) => unknown>([
  [
    'mic',
    async (panel) => {
      const on = !panel.data.enableMic
      if (await attempt(panel, 'mic', () => storeOf(panel).pusher.setMic(on))) raise(panel, 'micchange', { on })
    },
  ],
  [
    'camera',
    async (panel) => {
      const on = !panel.data.enableCamera
      if (await attempt(panel, 'camera', () => storeOf(panel).pusher.setCamera(on)))
        raise(panel, 'camerachange', { on })
    },
  ],
  [
    'flip',
    async (panel) => {
      // Torch and zoom belong to one camera.
      if (await attempt(panel, 'flip', () => storeOf(panel).pusher.switchCamera()))
        panel.setData({ torch: false, zoomMax: 0, levels: { ...panel.data.levels, zoom: LEVELS.zoom } })
    },
  ],
  [
    'torch',
    async (panel) => {
      if (await attempt(panel, 'torch', () => call('toggleTorch'))) panel.setData({ torch: !panel.data.torch })
    },
  ],
  ['mirror', (panel) => pick(panel, 'mirror', !panel.data.look.mirror)],
  ['pip', (panel) => pick(panel, 'pip', !panel.data.look.pip)],
  ['snapshot', snapshot],
])

/** Levels that are no attribute of the tag but a call. The docs ask for music's volume as a string, for my own as a number. */
const SET: Readonly<Record<string, (value: number) => Promise<void>>> = {
  zoom: (value) => call('setZoom', { zoom: value / 10 }),
  bgm: (value) => call('setBGMVolume', { volume: String(value / 100) }),
  own: (value) => call('setMICVolume', { volume: value / 100 }),
}

/** The camera's most, asked each time: front and back differ. A camera that cannot zoom says so by refusing. */
async function askZoom(panel: Panel): Promise<void> {
  const answer = await call('getMaxZoom').catch(() => undefined)
  if (!isGone(panel)) panel.setData({ zoomMax: Math.round((answer?.maxZoom ?? 1) * 10) })
}

export const sheetBehavior = Behavior({
  lifetimes: {
    detached() {
      clearTimeout(panelOf(this).timer ?? 0)
    },
  },
  methods: {
    onControl({ currentTarget: { dataset } }: Tap) {
      const { name = '', own } = dataset
      const run = TAPS.get(name)
      if (own) raise(this, 'custom', { name })
      else if (run) void run(panelOf(this))
      else this.openPane(name)
    },
    /** @param pane `more`, a name of PANES, or empty to close */
    openPane(pane: string) {
      const panel = panelOf(this)
      const { look, levels, open } = panel.data
      const values: Record<string, unknown> = { ...look, ...levels }
      const sliders = (PANES.get(pane) ?? []).filter((name) => SLIDERS[name])
      // A slider that is set while a finger moves it jumps: it is told where it stood when its page opened.
      const opened = Object.fromEntries(sliders.map((name) => [name, values[name]]))
      panel.setData({ pane, deep: open === 'more', opened })
      if (pane === 'quality') void askZoom(panel)
    },
    onClose() {
      this.openPane('')
    },
    onBack() {
      this.openPane('more')
    },
    async onSlide({ type, currentTarget: { dataset }, detail: { value } }: Slide) {
      const panel = panelOf(this)
      const { name = '' } = dataset
      const now = Date.now()
      const moving = type === 'changing'
      if (moving && now - (panel.slid ?? 0) < SLIDE_MS) return
      panel.slid = now
      if (pick(panel, name, value) || moving || !SET[name]) return
      if (await attempt(panel, name, () => SET[name]!(value)))
        panel.setData({ levels: { ...panel.data.levels, [name]: value } })
    },
    async onChoose({ currentTarget: { dataset } }: Tap) {
      const panel = panelOf(this)
      const { name = '', value } = dataset
      if (pick(panel, name, value)) return
      const quality = value as (typeof QUALITIES)[number]
      if (await attempt(panel, name, async () => storeOf(panel).pusher.setQuality(quality)))
        raise(panel, 'qualitychange', { quality })
    },
    onPipNative({ type }: { type: string }) {
      raise(this, 'pipchange', { on: type === 'enterpictureinpicture' })
    },
    onShot() {
      wx.previewImage({ urls: [panelOf(this).data.shot] })
    },
  },
})
