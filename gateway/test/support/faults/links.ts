/** Faults of the network between people and gateway. */
import { Crew } from './crew'
import { GatewayProcess } from './gateway-process'
import { UNHURRIED } from './node-config'
import { conclude, type FaultOptions, type Outcome } from './outcome'
import { inScope } from './scope'
import { FaultProxy } from './proxy'

const MEMORY = { engine: { kind: 'memory' }, connections: UNHURRIED } as const

/** TCP connections cut at a random byte, mostly inside a frame, `runs` of them. */
export function cuts({ runs, rate = 200, log }: FaultOptions): Promise<Outcome> {
  return inScope(async (later) => {
    const node = await GatewayProcess.start(MEMORY, later)
    const proxy = await FaultProxy.start(() => node.address, later)
    const crew = await Crew.gather({ senders: 10, receivers: 10, rate, address: () => proxy.url }, later)
    crew.talk()
    // The handshake and the login take about 600 bytes; some are cut within them, too.
    proxy.set({ cutAfter: () => 100 + Math.floor(Math.random() * 30_000) })
    proxy.cutAll()
    for (let done = 0; done < runs; done += 100) {
      await proxy.cutsReach(Math.min(runs, done + 100))
      log?.(`${proxy.cuts} cuts`)
    }
    proxy.set({})
    await crew.flowing()
    const outcome = await conclude(
      crew,
      proxy.cuts,
      {},
      { reconnects: crew.all.reduce((n, c) => n + c.connections - 1, 0) },
    )
    return outcome
  })
}

/** The line goes dead without a word, for everybody, `runs` times; it is noticed by silence alone. */
export function halfOpen({ runs, rate = 200, log }: FaultOptions): Promise<Outcome> {
  return inScope(async (later) => {
    const connections = { ...UNHURRIED, heartbeat: 500 }
    const node = await GatewayProcess.start({ ...MEMORY, connections }, later)
    const proxy = await FaultProxy.start(() => node.address, later)
    const patience = { graceMs: 500 }
    const crew = await Crew.gather({ senders: 10, receivers: 5, rate, address: () => proxy.url, patience }, later)
    crew.talk()
    let noticedMs = 0
    for (let run = 0; run < runs; run++) {
      await crew.flowing()
      const noticed = Promise.all(crew.all.map((client) => client.reconnecting()))
      const at = performance.now()
      proxy.set({ swallow: true })
      await noticed
      noticedMs = Math.max(noticedMs, Math.round(performance.now() - at))
      proxy.set({})
      log?.(`${run + 1} times`)
    }
    await crew.flowing()
    return conclude(crew, runs, {}, { noticedMs })
  })
}
