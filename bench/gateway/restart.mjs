// kill -9 with a journal: the gateway is started again at once on the same port and folder.
import { sleep } from '../lib/processes.mjs'
import { rounded } from '../lib/stats.mjs'
import { benchKey, withScene } from './trial.mjs'

const TALK = 1500

/** @param engine another one shows that the check can fail: with `memory` everybody is told of a gap */
export function restart({ members, bundle, engine = 'journal' }) {
  return withScene(async (scene) => {
    const key = benchKey()
    const options = { bundle, key, folder: scene.folder() }
    const subject = { server: 'lianmai', options: { engine } }
    const first = await scene.server(subject, options)
    const client = scene.client()
    await client.ask('gather', { bundle, key, port: first.port, count: members })
    await sleep(TALK)
    const began = performance.now()
    await first.child.kill()
    const back = client.ask('back')
    await scene.server(subject, { ...options, port: first.port })
    const downSeconds = (performance.now() - began) / 1000
    const backSeconds = (await back) / 1000
    await sleep(TALK)
    const { problems, ...counts } = await client.ask('verdict')
    for (const problem of problems) console.error(`restart: ${problem}`)
    console.log(`restart: ${counts.resumed} of ${members} resumed, the last ${backSeconds.toFixed(1)} s after the kill`)
    return { downSeconds: rounded(downSeconds), backSeconds: rounded(backSeconds), ...counts }
  })
}
