// The client process: one crowd or one herd, driven step by step.
import { answer, usage } from '../lib/processes.mjs'
import { Crowd } from './crowd.mjs'
import { Herd } from './herd.mjs'
import { colyseus } from './protocols/colyseus.mjs'
import { lianmai } from './protocols/lianmai.mjs'
import { plain } from './protocols/plain.mjs'
import { socketIo } from './protocols/socket-io.mjs'

const PROTOCOLS = { lianmai, plain, 'socket-io': socketIo, colyseus }
let crowd
let herd

answer({
  async join({ protocol, options, members, ports }) {
    crowd = new Crowd(await PROTOCOLS[protocol](options))
    return crowd.join(members, ports)
  },
  startLoop: () => crowd.startLoop(),
  counts: () => ({ ...usage(), delivered: crowd?.delivered ?? 0, frames: crowd?.frames ?? 0 }),
  stopLoop: () => crowd.stopLoop(),
  pace: ({ rate, seconds }) => crowd.pace(rate, seconds),
  problems: () => crowd.problems,

  async gather({ bundle, ...options }) {
    const { issueToken } = await import(bundle)
    herd = new Herd({ issueToken, ...options })
    await herd.join()
    herd.talk()
  },
  back: () => herd.back(),
  verdict: () => herd.verdict(),
})
