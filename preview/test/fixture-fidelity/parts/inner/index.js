const log = require('../../log')

Component({
  relations: { '../outer/index': { type: 'parent', linked: () => log.push('inner linked') } },
  lifetimes: { attached: () => log.push('inner attached') },
  methods: {
    raise() {
      this.triggerEvent('quiet', { a: 1 })
      this.triggerEvent('bubble', { b: 2 }, { bubbles: true })
      this.triggerEvent('bubble', undefined, { bubbles: true, composed: true })
    },
  },
})
