/** What happened, in order; the same module in the preview and in the simulator. */
module.exports = []
