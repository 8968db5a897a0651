import { readCameras } from '../../shared/cameras'
import { providers } from '../../shared/config'
import { scene, whoAmI } from '../../shared/session'
import { dressBar, saveSettings, settings, type Settings } from '../../shared/settings'

const CHOICES = [
  {
    name: 'lang',
    label: 'language',
    options: [
      { value: '', label: 'auto' },
      { value: 'zh', label: '', text: '中文' },
      { value: 'en', label: '', text: 'English' },
    ],
  },
  { name: 'theme', label: 'theme', options: ['auto', 'light', 'dark'].map((value) => ({ value, label: value })) },
  { name: 'quality', label: 'quality', options: ['SD', 'HD', 'FHD'].map((value) => ({ value, label: value })) },
]

const SERVER = /^wss?:\/\/[^\s/]+/

Page({
  data: {
    ...scene(),
    choices: CHOICES,
    providers: providers(),
    chosen: settings(),
    name: '',
    placeholder: '',
    badServer: false,
    badCameras: false,
  },

  onLoad() {
    this.refresh()
  },

  refresh() {
    const { url, ...look } = scene()
    this.setData({ ...look, chosen: settings(), placeholder: url, name: whoAmI().name })
    dressBar(this.data.t.settings)
  },

  onChoose({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { name: keyof Settings; value: string }>) {
    const { name, value } = currentTarget.dataset
    saveSettings({ [name]: value })
    this.refresh()
  },

  onName({ detail }: WechatMiniprogram.Input) {
    saveSettings({ name: detail.value.trim() })
  },

  /** Saved as soon as it could be one: the next page that opens uses it. */
  onServer({ detail }: WechatMiniprogram.Input) {
    const server = detail.value.trim()
    const badServer = server !== '' && !SERVER.test(server)
    this.setData({ badServer })
    if (!badServer) saveSettings({ server })
  },

  /** A camera a line; the wall that opens next plays them. */
  onCameras({ detail }: WechatMiniprogram.Input) {
    const badCameras = readCameras(detail.value) === undefined
    this.setData({ badCameras })
    if (!badCameras) saveSettings({ cameras: detail.value })
  },

  onShareAppMessage() {
    return { title: this.data.t.title, path: '/pages/home/index' }
  },
})
