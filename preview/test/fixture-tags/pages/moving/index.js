const { note } = require('../../log')
Page({
  data: { x: 10, current: 0, pages: [1, 2, 3], rows: Array.from({ length: 20 }, (_, i) => i), into: '', refreshing: false, open: false },
  moves: 0,
  note,
  count() {
    this.moves += 1
  },
})
