const log = require('../../log')

/** setData by whole values, by paths, past the end of arrays, nested in observers. */
Component({
  data: { object: { a: 1, b: { c: 2 } }, list: [1, 2], nested: [{ id: 1, on: true }] },
  observers: {
    'object.**': (object) => log.push(`merge object ${JSON.stringify(object)}`),
    'list[1]': (value) => log.push(`merge list[1] ${value}`),
    'nested[0].on': (on) => log.push(`merge on ${on}`),
  },
  methods: {
    steps() {
      const note = () => log.push(JSON.stringify(this.data))
      this.setData({ 'object.b.d': 3 })
      note()
      this.setData({ object: { e: 4 } })
      note()
      this.setData({ 'list[3]': 9, 'list[1]': 5 })
      note()
      this.setData({ 'nested[0].on': false, 'nested[1]': { id: 2 } })
      note()
      this.setData({ 'made.deep[0].x': 1 })
      note()
      const given = { kept: 1 }
      this.setData({ given })
      given.kept = 2
      note()
    },
  },
})
