/** Processes that stand still, and come back as if nothing had been: SIGSTOP of the gateway, and of people. */
import { Crew } from './crew'
import { CrewProcess } from './crew-process'
import { GatewayProcess } from './gateway-process'
import { UNHURRIED, type NodeConfig } from './node-config'
import { conclude, judge, type FaultOptions, type Outcome } from './outcome'
import { inScope } from './scope'
import { inOrder } from './epochs'

/** Short, so that a silence is noticed within a second or two. */
const HEARTBEAT = 500
const PATIENCE = { graceMs: 500 }

const CONFIG: NodeConfig = {
  engine: { kind: 'memory' },
  connections: { ...UNHURRIED, heartbeat: HEARTBEAT },
  rooms: { grace: 200 },
}

/** The gateway stands still until everybody has noticed, `runs` times. */
export function frozenGateway({ runs, rate = 200, log }: FaultOptions): Promise<Outcome> {
  return inScope(async (later) => {
    const node = await GatewayProcess.start(CONFIG, later)
    const crew = await Crew.gather(
      { senders: 10, receivers: 5, rate, address: () => node.url, patience: PATIENCE },
      later,
    )
    crew.talk()
    let noticedMs = 0
    for (let run = 0; run < runs; run++) {
      await crew.flowing()
      const at = performance.now()
      const noticed = crew.all.map((client) => client.reconnecting())
      node.freeze()
      await Promise.all(noticed)
      noticedMs = Math.max(noticedMs, performance.now() - at)
      node.thaw()
      log?.(`frozen ${run + 1} times`)
    }
    await crew.flowing()
    const outcome = await conclude(crew, runs, {}, { noticedMs: Math.round(noticedMs) })
    return outcome
  })
}

/** Ten people's process stands still until the gateway has dropped them, `runs` times. */
export function frozenClients({ runs, rate = 200, log }: FaultOptions): Promise<Outcome> {
  return inScope(async (later) => {
    const node = await GatewayProcess.start(CONFIG, later)
    const options = { rate: rate / 2, patience: PATIENCE }
    const crew = await Crew.gather({ ...options, senders: 5, receivers: 5, address: () => node.url }, later)
    const frozen = await CrewProcess.gather({ ...options, senders: 5, receivers: 5, url: node.url, prefix: 'f' }, later)
    const [witness] = crew.receivers
    crew.talk()
    let droppedMs = 0
    for (let run = 0; run < runs; run++) {
      await Promise.all([crew.flowing(), frozen.flowing()])
      const at = performance.now()
      const gone = witness?.leaves(10, 'f')
      frozen.freeze()
      await gone
      droppedMs = Math.max(droppedMs, performance.now() - at)
      frozen.thaw()
      log?.(`frozen ${run + 1} times`)
    }
    await Promise.all([crew.flowing(), frozen.flowing()])
    const last = { ...(await crew.quiet()), ...(await frozen.quiet()) }
    await crew.hear(last)
    const testimony = await frozen.finish(last)
    const epochs = inOrder([crew.epochs, testimony.epochs])
    return judge(runs, [crew.evidence, testimony], { epochs }, { droppedMs: Math.round(droppedMs) })
  })
}
