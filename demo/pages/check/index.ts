import { ROOMS } from '../../shared/config'
import { pass, scene, whoAmI } from '../../shared/session'
import { dressBar } from '../../shared/settings'
import { isWide } from '../../shared/stage'

/** Where to afterwards, unless the link says so: `?next=` and a page of the app, encoded. */
const NEXT = `/pages/live-anchor/index?room=${ROOMS.mine}`

Page({
  data: {
    ...{ ...scene(), room: '', name: '', token: '', failure: '', wide: false },
    next: '',
    features: ['publish', 'play'],
    /** Something has to be put right first; whoever knows better may go on, and is told again there. */
    blocked: false,
  },

  onLoad(query: Record<string, string | undefined>) {
    const { id, name } = whoAmI()
    const next = query.next ? decodeURIComponent(query.next) : NEXT
    this.setData({ ...scene(), room: `check-${id}`, name, next })
    this.onResize()
    dressBar(this.data.t.check)
    void this.enter()
  },

  /** A room of one's own: the picture is the one that others would see, and the server has answered. */
  async enter() {
    this.setData({ failure: '' })
    this.setData(await pass(this.data.room, 'speaker', this.data.name))
  },

  onResult({ detail }: WechatMiniprogram.CustomEvent<{ state: string }>) {
    this.setData({ blocked: detail.state === 'blocked' })
  },

  goOn() {
    wx.redirectTo({ url: this.data.next })
  },

  onResize() {
    this.setData({ wide: isWide() })
  },

  onShareAppMessage() {
    return { title: this.data.t.check, path: '/pages/check/index' }
  },
})
