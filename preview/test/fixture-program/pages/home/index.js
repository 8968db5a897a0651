getApp().log.push('pages/home')
Page({
  data: { size: '', level: 1, heard: '' },
  onShow() {
    this.getTabBar().setData({ selected: 0 })
  },
  onResize({ size }) {
    this.setData({ size: size.windowWidth > size.windowHeight ? 'wide' : 'tall' })
  },
  fromWxs(detail) {
    this.setData({ heard: JSON.stringify(detail) })
  },
  next() {
    this.setData({ level: this.data.level + 1 })
  },
})
