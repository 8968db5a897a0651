import { getRoom } from 'lianmai'
import { inhabited, ROOMS } from '../../shared/config'
import { pass, scene, whoAmI } from '../../shared/session'
import { dressBar } from '../../shared/settings'

/** Where each card leads, in the order of the page. */
const CARDS = [
  { page: 'live-anchor', query: `room=${ROOMS.mine}`, name: 'anchor' },
  { page: 'monitor', query: `room=${ROOMS.wall}`, name: 'monitor' },
  { page: 'call', query: '', name: 'call' },
  { page: 'meeting', query: `room=${ROOMS.meeting}&host=1`, name: 'meeting' },
  { page: 'check', query: '', name: 'check' },
  { page: 'settings', query: '', name: 'settings' },
] as const

let stopLooking = () => {}

Page({
  data: { ...scene(), cards: CARDS, show: ROOMS.show, token: '', online: 0, first: '' },

  onLoad() {
    void this.peek()
  },

  /** Name, language, theme and provider may have been changed meanwhile. */
  onShow() {
    const now = scene()
    const moved = now.provider !== this.data.provider || now.url !== this.data.url
    this.setData({ ...now, ...(moved && { token: '', first: '', online: 0 }) })
    if (moved) void this.peek()
    dressBar(this.data.t.title)
  },

  onUnload() {
    stopLooking()
  },

  /** The show of the moment, without its sound. Without a server, or anybody in it, the card is a card. */
  async peek() {
    if (!inhabited()) return
    const { provider, url } = this.data
    const { token } = await pass(ROOMS.show, 'audience', whoAmI().name)
    // Settings may have been changed while the server thought.
    if (provider === this.data.provider && url === this.data.url) this.setData({ token })
  },

  /** The first picture of the show, and how many watch. */
  onJoined() {
    const { session, streams } = getRoom('peek').room!
    const look = () => this.setData({ online: session.snapshot.online, first: streams.snapshot[0]?.id ?? '' })
    const offs = [session.onChange(look), streams.onChange(look)]
    look()
    stopLooking()
    stopLooking = () => offs.forEach((off) => off())
  },

  open({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { page: string; query: string }>) {
    const { page, query } = currentTarget.dataset
    wx.navigateTo({ url: `/pages/${page}/index?${query}` })
  },

  onShareAppMessage() {
    return { title: this.data.t.share, path: '/pages/home/index' }
  },
})
