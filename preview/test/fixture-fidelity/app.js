App({ globalData: { log: require('./log') } })
