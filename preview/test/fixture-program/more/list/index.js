getApp().log.push('more/list')
Page({})
