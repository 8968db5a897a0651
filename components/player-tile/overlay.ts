/** What stands over each picture unless a page names its own `tile-overlay`: nothing. It has the properties one may declare. */
Component({
  properties: {
    room: String,
    streamId: String,
    userId: String,
    name: String,
    phase: String,
    compact: Boolean,
    rendererFailed: Boolean,
  },
})
