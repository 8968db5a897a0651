const log = require('../../log')

Component({
  properties: { value: Number },
  observers: { value: (value) => log.push(`child observes ${value}`) },
  lifetimes: {
    created: () => log.push('child created'),
    attached: () => log.push('child attached'),
    ready: () => log.push('child ready'),
    detached: () => log.push('child detached'),
  },
})
