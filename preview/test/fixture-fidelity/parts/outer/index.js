const log = require('../../log')

Component({
  relations: {
    '../inner/index': {
      type: 'child',
      linked: () => log.push('outer linked'),
    },
  },
  lifetimes: { attached: () => log.push('outer attached') },
  methods: {
    onSlot: (event) => log.push(`outer slot heard ${event.type}`),
    onCapture: (event) => log.push(`outer captured ${event.type}`),
  },
})
