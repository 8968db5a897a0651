/** All of it, in any order: lines that are cut, dead, slow or late, gateways that are killed or stand still, Redis as well. */
import { setTimeout } from 'node:timers/promises'
import { Crew } from './crew'
import { GatewayProcess } from './gateway-process'
import { pick, seeded } from './junk'
import { UNHURRIED } from './node-config'
import { conclude, type FaultOptions, type Outcome } from './outcome'
import { FaultProxy } from './proxy'
import { ownRedis, redisConfig } from './redis-faults'
import { inScope } from './scope'

/** A fault lasts so long at most, ms: longer than a client's silence, and than Redis is waited for. */
const LONGEST = 2_000

export function storm({ runs, rate = 100, log }: FaultOptions): Promise<Outcome> {
  return inScope(async (later) => {
    const seed = Math.floor(Math.random() * 2 ** 31)
    const random = seeded(seed)
    const redis = await ownRedis(later)
    const wire = await FaultProxy.start(() => ({ host: '127.0.0.1', port: redis.port }), later)
    const config = redisConfig(wire.url.replace('ws:', 'redis:'), { connections: { ...UNHURRIED, heartbeat: 500 } })
    const nodes = [await GatewayProcess.start(config, later), await GatewayProcess.start(config, later)] as const
    const lines = [
      await FaultProxy.start(() => nodes[0].address, later),
      await FaultProxy.start(() => nodes[1].address, later),
    ] as const
    const address = () => pick(lines, Math.random).url
    const patience = { graceMs: 500 }
    const crew = await Crew.gather({ senders: 10, receivers: 5, rate, address, patience }, later)
    crew.talk()
    const weather = async (proxy: FaultProxy, set: Parameters<FaultProxy['set']>[0]): Promise<void> => {
      proxy.set(set)
      await setTimeout(random() * LONGEST)
      proxy.set({})
    }
    const line = () => pick([...lines, wire], random)
    const faults: Record<string, () => Promise<unknown>> = {
      cut: async () => line().cutAll(),
      tear: async () => weather(pick(lines, random), { cutAfter: () => 500 + Math.floor(random() * 5_000) }),
      dead: () => weather(line(), { swallow: true }),
      stall: () => weather(line(), { stalled: true }),
      late: () => weather(line(), { delay: random() * 200 }),
      slow: () => weather(pick(lines, random), { pace: 50_000 }),
      kill: () => pick(nodes, random).restart('SIGKILL'),
      stop: () => pick(nodes, random).restart('SIGTERM'),
      freeze: async () => {
        const node = pick(nodes, random)
        node.freeze()
        await setTimeout(random() * LONGEST)
        node.thaw()
      },
      redis: () => redis.restart(),
    }
    for (let run = 0; run < runs; run++) {
      // One after the other, or, every third time, two at once.
      const now = [pick(Object.keys(faults), random), ...(random() < 0.33 ? [pick(Object.keys(faults), random)] : [])]
      log?.(`${now.join(' and ')}; ${crew.acknowledgements} acknowledged`)
      await Promise.all([...new Set(now)].map((name) => faults[name]?.()))
      if (random() < 0.5) await crew.flowing()
    }
    await crew.flowing()
    return conclude(crew, runs, {}, { seed, crashes: nodes[0].crashes + nodes[1].crashes })
  })
}
