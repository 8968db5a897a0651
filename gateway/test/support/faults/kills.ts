/** Gateways that die: killed without a word, or told to stop, in the middle of talk, and started again. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Crew } from './crew'
import { GatewayProcess } from './gateway-process'
import { UNHURRIED, type NodeConfig } from './node-config'
import { conclude, type FaultOptions, type Outcome } from './outcome'
import { inScope } from './scope'
import type { Truth } from './record'

interface KillOptions extends FaultOptions {
  engine: NodeConfig['engine']
  signal?: 'SIGKILL' | 'SIGTERM'
  /** Gateways on that engine, killed in turn; people come back to any of them. Default 1. */
  nodes?: number
  truth?: Truth
  rooms?: NodeConfig['rooms']
}

/** How many further acknowledgements there are between two kills: at 200 a second, 50 to 500 ms. */
const between = (): number => 10 + Math.floor(Math.random() * 90)

export function kills(options: KillOptions): Promise<Outcome> {
  const { runs, rate = 200, engine, signal = 'SIGKILL', nodes: count = 1, truth, rooms, log } = options
  const config = { engine, connections: UNHURRIED, ...(rooms && { rooms }) }
  return inScope(async (later) => {
    const nodes = await Promise.all(Array.from({ length: count }, () => GatewayProcess.start(config, later)))
    const address = () => (nodes[Math.floor(Math.random() * count)] as GatewayProcess).url
    const crew = await Crew.gather({ senders: 10, receivers: 5, rate, address }, later)
    crew.talk()
    await crew.flowing()
    let restartMs = 0
    for (let run = 0; run < runs; run++) {
      await crew.progress(between())
      const began = performance.now()
      await (nodes[run % count] as GatewayProcess).restart(signal)
      restartMs = Math.max(restartMs, Math.round(performance.now() - began))
      await crew.flowing()
      if (run % 10 === 9) log?.(`${run + 1} kills, ${crew.acknowledgements} acknowledged`)
    }
    const crashes = nodes.reduce((sum, node) => sum + node.crashes, 0)
    // A stall is compared with the longest restart.
    return conclude(crew, runs, truth, { crashes, restartMs })
  })
}

/** One gateway and its journal. */
export function journalKills(options: FaultOptions, signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<Outcome> {
  return inScope(async (later) => {
    const dir = await mkdtemp(path.join(tmpdir(), 'lianmai-journal-'))
    later(() => rm(dir, { recursive: true, force: true }))
    const ring = 4096
    // Small, so that files are begun anew in the middle of it.
    const engine = { kind: 'journal', dir, rotateBytes: 64 * 1024 } as const
    return kills({ ...options, signal, engine, truth: { ring }, rooms: { ring } })
  })
}

/** The control: logs in memory die with the gateway, and everybody is told so. */
export function memoryKills(options: FaultOptions): Promise<Outcome> {
  return kills({ ...options, engine: { kind: 'memory' }, truth: { volatile: true } })
}
