const log = require('../../log')

/** What attributes become by the property's type. */
Component({
  properties: { n: Number, on: Boolean, list: Array, any: null, text: { type: String, value: 'default' } },
  observers: {
    'n, on, list'(n, on, list) {
      log.push(`fed ${typeof n} ${n}, ${typeof on} ${on}, ${JSON.stringify(list)}`)
    },
  },
})
