const log = require('../log')

/** One component that holds all parts; tests call its methods in turn. */
Component({
  data: { shown: true, count: 1, list: [{ id: 'a' }, { id: 'b' }], text: 'first', fed: { n: '3', on: 'yes', list: null } },
  lifetimes: {
    created() {
      log.push('story created')
    },
    attached() {
      log.push('story attached')
    },
    ready() {
      log.push('story ready')
    },
  },
  methods: {
    hide() {
      this.setData({ shown: false })
    },
    show() {
      this.setData({ shown: true })
    },
    count() {
      this.setData({ count: this.data.count + 1 }, () => log.push('story setData callback'))
      log.push('story after setData')
    },
    same() {
      this.setData({ count: this.data.count })
    },
    reorder() {
      this.setData({ list: [{ id: 'b' }, { id: 'c' }, { id: 'a' }] })
    },
    raise() {
      this.selectComponent('.inner').raise()
    },
    feed() {
      this.setData({ fed: { n: 'x', on: '', list: ['a'] } })
    },
    merge() {
      this.selectComponent('.merge').steps()
    },
    onBubble(event) {
      log.push(`story heard ${event.type} ${JSON.stringify(event.detail)}`)
    },
  },
})
