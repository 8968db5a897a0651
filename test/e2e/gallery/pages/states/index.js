Page({
  data: {
    lang: '',
    theme: 'auto',
    rooms: [
      'loading',
      'reconnecting',
      'full',
      'refused',
      'kicked',
      'banned',
      'replaced',
      'room-closed',
      'token-expired',
      'quiet',
    ],
  },
  onLoad(query) {
    this.setData(query)
  },
  onReady() {
    // I leave the last one myself; the one after it, below, has a name that is taken.
    this.selectComponent('#quiet')
      .join()
      .then(() => this.selectComponent('#quiet').leave())
  },
})
