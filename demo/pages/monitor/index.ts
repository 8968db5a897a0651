import { cameras, wallProvider } from '../../shared/cameras'
import { ROOMS, type Provider } from '../../shared/config'
import { fromLink, isTokenOver, pass, scene } from '../../shared/session'
import { dressBar } from '../../shared/settings'
import { isWide } from '../../shared/stage'

/** Cameras on a page while on patrol, and seconds until the next page. */
const PATROL = { size: 4, seconds: 8 }

Page({
  data: {
    ...{ ...scene(), room: '', name: '', token: '', failure: '', wide: false },
    cameras: cameras(),
    provider: wallProvider() as Provider | 'url',
    patrol: PATROL,
    patrolling: false,
    pictures: [] as string[],
  },

  onLoad(query: Record<string, string | undefined>) {
    const own = { cameras: cameras(), provider: wallProvider() }
    this.setData({ ...scene(), ...fromLink(query, ROOMS.wall), ...own })
    this.setData({ patrolling: query.patrol === '1' })
    this.onResize()
    dressBar(this.data.t.monitor)
    void this.enter()
  },

  /** Also the retry button: a token is asked for each time, the old one may have expired. */
  async enter() {
    this.setData({ failure: '' })
    // Addresses of one's own need no pass.
    const { provider, room, name } = this.data
    if (provider === 'url') return this.setData({ token: 'none' })
    this.setData(await pass(room, 'audience', name, provider))
  },

  onMode({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { patrol: boolean }>) {
    this.setData({ patrolling: currentTarget.dataset.patrol })
  },

  /** The last few are kept on the page; a camera's file is gone with the mini-program unless it is saved. */
  onSnapshot({ detail }: WechatMiniprogram.CustomEvent<{ tempImagePath: string }>) {
    this.setData({ pictures: [detail.tempImagePath, ...this.data.pictures].slice(0, 8) })
  },

  onPicture({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { src: string }>) {
    wx.previewImage({ current: currentTarget.dataset.src, urls: this.data.pictures })
  },

  /** A token has an end; with a new one the room goes on, or is entered again. */
  onToken(event: WechatMiniprogram.CustomEvent<{ reason: string }>) {
    if (isTokenOver(event)) void this.enter()
  },

  onResize() {
    this.setData({ wide: isWide() })
  },

  onShareAppMessage() {
    return { title: this.data.t.monitor, path: `/pages/monitor/index?room=${this.data.room}` }
  },
})
