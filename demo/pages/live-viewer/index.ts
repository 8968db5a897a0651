import { ROOMS } from '../../shared/config'
import { fromLink, isTokenOver, pass, scene } from '../../shared/session'
import { dressBar } from '../../shared/settings'
import { gifts, isWide } from '../../shared/stage'
import { tally, type Summary } from '../../shared/tally'

/** Launch scene of a page opened from Moments: single-page mode, where live-pusher is disabled. */
const FROM_MOMENTS = 1154

let count: ReturnType<typeof tally> | undefined

Page({
  data: {
    ...{ ...scene(), room: '', name: '', token: '', failure: '', wide: false, single: false },
    gifts: gifts(),
    summary: undefined as Summary | undefined,
  },

  onLoad(query: Record<string, string | undefined>) {
    const single = wx.getLaunchOptionsSync().scene === FROM_MOMENTS
    this.setData({ ...scene(), ...fromLink(query, ROOMS.show), gifts: gifts(), single })
    this.onResize()
    dressBar(this.data.t.viewer)
    void this.enter()
  },

  /** Also the retry button: a token is asked for each time, the old one may have expired. */
  async enter() {
    this.setData({ failure: '' })
    this.setData(await pass(this.data.room, 'audience', this.data.name))
  },

  onJoined() {
    count?.stop()
    const counting = (count = tally())
    counting.onAir((on) => this.setData({ summary: on ? undefined : counting.summary() }))
  },

  onDone() {
    this.setData({ summary: undefined })
  },

  /** A token has an end; with a new one the room goes on, or is entered again. */
  onToken(event: WechatMiniprogram.CustomEvent<{ reason: string }>) {
    if (isTokenOver(event)) void this.enter()
  },

  onResize() {
    this.setData({ wide: isWide() })
  },

  onUnload() {
    count?.stop()
  },

  onShareAppMessage() {
    return { title: this.data.t.share, path: `/pages/live-viewer/index?room=${this.data.room}` }
  },

  onShareTimeline() {
    return { title: this.data.t.share, query: `room=${this.data.room}` }
  },
})
