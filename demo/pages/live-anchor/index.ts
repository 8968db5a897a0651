import { config } from '../../shared/config'
import { texts } from '../../shared/i18n'
import { fetchToken, whoAmI } from '../../shared/session'

Page({
  data: { t: texts, url: config.url, room: '', name: '', token: '', failure: '', goLive: false },

  onLoad(query: Record<string, string | undefined>) {
    const name = query.name ? decodeURIComponent(query.name) : whoAmI().name
    this.setData({ room: query.room ?? 'demo', name, goLive: query.live === '1' })
    wx.setNavigationBarTitle({ title: texts.anchorTitle })
    void this.enter()
  },

  /** Also the retry button: a token is asked for each time, the old one may have expired. */
  async enter() {
    this.setData({ failure: '' })
    try {
      this.setData({ token: await fetchToken(this.data.room, 'anchor', this.data.name) })
    } catch (error) {
      this.setData({ failure: (error as Error).message })
    }
  },

  /** A token has an end; with a new one the room is entered again. */
  onLeft({ detail }: WechatMiniprogram.CustomEvent<{ reason: string }>) {
    if (detail.reason === 'token-expired') void this.enter()
  },

  onShareAppMessage() {
    return { title: texts.share, path: `/pages/live-viewer/index?room=${this.data.room}` }
  },

  onShareTimeline() {
    return { title: texts.share, query: `room=${this.data.room}` }
  },
})
