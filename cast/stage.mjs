/**
 * The demo's gateway and cast in a thread of their own: pictures go on while the preview compiles. Told `close`, it ends.
 *
 * `workerData`: `{ gateway: GatewayOptions, room, language, cast }`; tells `{ ready: { urls, ingest } }`, then
 * `{ stream: StreamInfo }` and `{ trouble: string }`.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { createGateway, randomKey } from '@lianmai/gateway'
import { startCast } from './index.mjs'

const { gateway: options, room, language, cast: wanted } = workerData
const key = randomKey()
const gateway = await createGateway({ ...options, dev: true, keys: [key] })
gateway.on('stream', (stream) => parentPort.postMessage({ stream }))

/** A play must not end the demo; each kind of failure is told once. */
const told = new Set()
function failed(error) {
  const trouble = `cast: ${error.message}: ${error.cause?.message ?? error.cause}`
  if (!told.has(trouble)) parentPort.postMessage({ trouble })
  told.add(trouble)
}

let cast
parentPort.once('message', async () => {
  await cast?.close()
  await gateway.close()
  parentPort.close()
})
try {
  if (wanted) cast = await startCast({ gateway, key, language, failed })
} catch (error) {
  await gateway.close()
  throw error
}
parentPort.postMessage({ ready: { urls: gateway.urls, ingest: gateway.ingestUrl(room, 'camera') } })
