getApp({ allowDefault: true }).early = true
Page({})
