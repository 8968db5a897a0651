Page({
  data: { lang: '', theme: 'auto' },
  onLoad(query) {
    this.setData(query)
  },
})
