import { texts } from '../../shared/i18n'
import { whoAmI } from '../../shared/session'

const ROOM = /^[A-Za-z0-9_-]{1,48}$/

Page({
  data: { t: texts, room: 'demo', name: '', badRoom: false },

  onLoad() {
    this.setData({ name: whoAmI().name })
  },

  onRoom({ detail }: WechatMiniprogram.Input) {
    this.setData({ room: detail.value, badRoom: !ROOM.test(detail.value) })
  },

  onName({ detail }: WechatMiniprogram.Input) {
    this.setData({ name: detail.value })
    wx.setStorageSync('me', { ...whoAmI(), name: detail.value })
  },

  open({ currentTarget }: WechatMiniprogram.TouchEvent) {
    if (this.data.badRoom) return
    wx.navigateTo({ url: `/pages/${currentTarget.dataset.page as string}/index?room=${this.data.room}` })
  },

  onShareAppMessage() {
    return { title: texts.share, path: '/pages/home/index' }
  },
})
