/**
 * The demo's gateway, cast and preview in a process that a test tells what goes wrong. `process.argv[2]`: JSON
 * `{ table, language }`. Commands come as messages `{ id, act, args }` and are answered by `{ id }` or `{ id, error }`.
 */
import { createGateway, randomKey } from '@lianmai/gateway'
import { startCast } from '../../cast/index.mjs'
import { createPreview } from '../../preview/dist/index.js'

const { table, language } = JSON.parse(process.argv[2])
const key = randomKey()
let gateway
let cast
/** Where each stream plays from, by room and id. */
const playing = new Map()

/** @param ports those it had before a restart */
async function play(ports = { port: 0, rtmpPort: 0 }) {
  gateway = await createGateway({ ...ports, dev: true, keys: [key] })
  gateway.on('stream', ({ room, streamId, flv }) => playing.set(`${room}/${streamId}`, flv))
  // What a person fails at while the gateway is being taken away is no failure.
  cast = await startCast({ gateway, key, language, table, failed: (error) => console.error(error) })
}

await play()
const { urls } = gateway
const preview = await createPreview({
  folder: 'demo',
  port: 0,
  language,
  ext: { gateway: urls.ws },
  mediaMap: { [urls.rtmp]: urls.ws, [urls.http]: urls.ws },
})

const someone = (id, room) => cast.people.find(({ who }) => who.id === id && who.room === room)

const ACTS = {
  camera: (id, state) => cast.cameras[id].set(state),
  leave: (id, room) => someone(id, room).leave(),
  say: (id, room, text) => someone(id, room).say(text),
  address: (stream) => playing.get(stream),
  async restart() {
    await cast.close()
    await gateway.close()
    await play({ port: Number(new URL(urls.http).port), rtmpPort: Number(new URL(urls.rtmp).port) })
  },
  async close() {
    await cast.close()
    await Promise.all([preview.close(), gateway.close()])
  },
}

process.on('message', async ({ id, act, args }) => {
  try {
    const value = await ACTS[act](...args)
    process.send({ id, value })
  } catch (error) {
    process.send({ id, error: error.stack ?? String(error) })
  }
  if (act === 'close') process.exit()
})
process.send({ ready: preview.url })
