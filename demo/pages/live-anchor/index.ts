import { getRoom } from 'lianmai'
import { ROOMS } from '../../shared/config'
import { fromLink, isTokenOver, pass, scene } from '../../shared/session'
import { dressBar, saveSettings, settings } from '../../shared/settings'
import { endForAll, gifts, isWide } from '../../shared/stage'
import { tally, type Summary } from '../../shared/tally'

let count: ReturnType<typeof tally> | undefined

Page({
  data: {
    ...{ ...scene(), room: '', name: '', token: '', failure: '', wide: false, goLive: false, closes: false },
    gifts: gifts(),
    summary: undefined as Summary | undefined,
  },

  onLoad(query: Record<string, string | undefined>) {
    this.setData({ ...scene(), ...fromLink(query, ROOMS.mine), gifts: gifts(), goLive: query.live === '1' })
    this.onResize()
    dressBar(this.data.t.anchor)
    void this.enter()
  },

  /** Also the retry button: a token is asked for each time, the old one may have expired. */
  async enter() {
    this.setData({ failure: '' })
    this.setData(await pass(this.data.room, 'anchor', this.data.name))
  },

  onJoined() {
    void getRoom().pusher.setQuality(settings().quality)
  },

  onQuality({ detail }: WechatMiniprogram.CustomEvent<{ quality: 'SD' | 'HD' | 'FHD' }>) {
    saveSettings(detail)
  },

  onLive() {
    count?.stop()
    count = tally()
    this.setData({ summary: undefined })
  },

  onOver({ detail }: WechatMiniprogram.CustomEvent<{ seconds: number }>) {
    this.setData({ summary: count?.summary(detail.seconds), closes: getRoom().capabilities.close })
    count?.stop()
  },

  onDone() {
    this.setData({ summary: undefined })
  },

  /** Out with everybody; coming in again opens the room anew. */
  async onClose() {
    if (await endForAll(this.data.t.notClosed)) this.onDone()
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
