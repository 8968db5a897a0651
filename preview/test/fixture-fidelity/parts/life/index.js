const log = require('../../log')

const base = Behavior({
  properties: { name: String },
  data: { from: 'base', shared: { base: 1, both: 'base' } },
  observers: { count: (count) => log.push(`base observes count ${count}`) },
  lifetimes: {
    created: () => log.push('base created'),
    attached: () => log.push('base attached'),
    detached: () => log.push('base detached'),
  },
  methods: { who: () => 'base', baseOnly: () => 'base only' },
})

Component({
  behaviors: [base],
  properties: {
    count: {
      type: Number,
      value: 0,
      observer(value, before) {
        log.push(`life count ${before} to ${value}`)
      },
    },
  },
  data: { from: 'life', shared: { life: 1, both: 'life' }, doubled: 0 },
  observers: {
    count(count) {
      log.push(`life observes count ${count}`)
      this.setData({ doubled: count * 2 })
    },
    'doubled, name'(doubled, name) {
      log.push(`life observes ${doubled} ${name}`)
    },
  },
  lifetimes: {
    created() {
      log.push(`life created ${this.data.count} ${this.data.from}`)
    },
    attached() {
      log.push(`life attached ${this.data.count} ${this.who()} ${this.baseOnly()} ${JSON.stringify(this.data.shared)}`)
    },
    ready: () => log.push('life ready'),
    detached: () => log.push('life detached'),
  },
  methods: { who: () => 'life' },
})
