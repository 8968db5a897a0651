/** Notes an event as `type` of the element's id with its detail; the test reads what has been noted. */
exports.note = function (event) {
  const { type, detail, currentTarget } = event
  getApp().globalData.log.push(`${currentTarget.id} ${type} ${JSON.stringify(detail)}`)
}
