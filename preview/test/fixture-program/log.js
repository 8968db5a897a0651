/** What ran, in order. */
module.exports = globalThis.log = []
