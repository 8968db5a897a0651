import { getRoom } from 'lianmai'
import { ROOMS } from '../../shared/config'
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

  /** Name, language and theme may have been changed meanwhile. */
  onShow() {
    this.setData(scene())
    dressBar(this.data.t.title)
  },

  onUnload() {
    stopLooking()
  },

  /** The show of the moment, without its sound. Without a server the card is a card. */
  async peek() {
    const { token } = await pass(ROOMS.show, 'audience', whoAmI().name)
    this.setData({ token })
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
