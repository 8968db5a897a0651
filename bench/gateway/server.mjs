// The server process: starts one subject, says how much processor time and memory it has taken.
import { queryObjects } from 'node:v8'
import { answer, usage } from '../lib/processes.mjs'
import { startColyseus } from './servers/colyseus.mjs'
import { startLianmai } from './servers/lianmai.mjs'
import { startSocketIo } from './servers/socket-io.mjs'
import { startWs } from './servers/ws.mjs'

const SERVERS = { lianmai: startLianmai, ws: startWs, 'socket-io': startSocketIo, colyseus: startColyseus }

const COUNTED = ['Room', 'Ring', 'Senders', 'Connection', 'Session']

answer({
  start: ({ server, ...options }) => SERVERS[server](options),
  usage,
  /** Objects of a room that is gone must be gone as well: counted on the heap, whoever holds them. */
  async census({ bundle }) {
    const gateway = await import(bundle)
    const count = (name) => queryObjects(gateway[name], { format: 'count' })
    return Object.fromEntries(COUNTED.map((name) => [`${name.toLowerCase()}Left`, count(name)]))
  },
})
