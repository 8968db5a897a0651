const log = require('./log')

log.push('app')
App({ log })
