const { note } = require('../../log')
Page({ note })
