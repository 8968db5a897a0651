/** Faults of Redis under two gateways: killed, and set back to an older state of its append-only file. */
import { cp, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { createClient } from '@redis/client'
import { freePort, RedisServer, redisServer, type RedisServerOptions } from '../redis'
import { Crew } from './crew'
import { GatewayProcess } from './gateway-process'
import { UNHURRIED, type NodeConfig } from './node-config'
import { conclude, type FaultOptions, type Outcome } from './outcome'
import type { Position } from './record'
import { inScope, type Later } from './scope'
import { kills } from './kills'

/** A gateway that is gone is noticed, and its people are missed, sooner than by default. */
export const redisConfig = (url: string, more: Partial<NodeConfig> = {}): NodeConfig => ({
  engine: { kind: 'redis', url, beat: 300, dead: 1500 },
  connections: UNHURRIED,
  ...more,
})

export async function ownRedis(later: Later, options: RedisServerOptions = {}): Promise<RedisServer> {
  const redis = await redisServer(options)
  later(() => redis.remove())
  return redis
}

/** Two gateways on it, and a crew that is on both. */
export async function site(
  url: string,
  rate: number,
  later: Later,
  more: Partial<NodeConfig> = {},
): Promise<{ nodes: GatewayProcess[]; crew: Crew }> {
  const nodes = await Promise.all([0, 1].map(() => GatewayProcess.start(redisConfig(url, more), later)))
  const address = () => (nodes[Math.floor(Math.random() * 2)] as GatewayProcess).url
  const crew = await Crew.gather({ senders: 10, receivers: 5, rate, address }, later)
  crew.talk()
  await crew.flowing()
  return { nodes, crew }
}

/** Two gateways, killed in turn. */
export function sharedKills(options: FaultOptions): Promise<Outcome> {
  return inScope(async (later) => {
    const { url } = await ownRedis(later)
    return kills({ ...options, engine: redisConfig(url).engine, nodes: 2 })
  })
}

/**
 * Redis killed, and started again on its append-only file, in the middle of talk.
 * @param down it stays away for so long at most, ms; else it comes back at once
 */
export function redisKills({ runs, rate = 200, log, down = 0 }: FaultOptions & { down?: number }): Promise<Outcome> {
  return inScope(async (later) => {
    const redis = await ownRedis(later)
    const { crew } = await site(redis.url, rate, later)
    let outageMs = 0
    for (let run = 0; run < runs; run++) {
      await crew.progress(10 + Math.floor(Math.random() * 90))
      const at = performance.now()
      await redis.kill()
      if (down > 0) await setTimeout(Math.random() * down)
      await redis.start()
      outageMs = Math.max(outageMs, performance.now() - at)
      await crew.flowing()
      if (run % 10 === 9) log?.(`${run + 1} kills, ${crew.acknowledgements} acknowledged`)
    }
    return conclude(crew, runs, {}, { outageMs: Math.round(outageMs) })
  })
}

/** Redis told to stop and started again: nothing is missing, and nobody is told that anything was. */
export function redisRestarts({ runs, rate = 200, log }: FaultOptions): Promise<Outcome> {
  return inScope(async (later) => {
    const redis = await ownRedis(later)
    const { crew } = await site(redis.url, rate, later)
    for (let run = 0; run < runs; run++) {
      await crew.progress(10 + Math.floor(Math.random() * 90))
      await redis.kill('SIGTERM')
      await redis.start()
      await crew.flowing()
      log?.(`${run + 1} restarts`)
    }
    return conclude(crew, runs)
  })
}

/** What a Redis on this append-only file would say of the room: read by a server of its own, which nobody else knows. */
async function standsAt(folder: string): Promise<Position> {
  const server = new RedisServer(await freePort(), path.dirname(folder), [
    ...['--appendonly', 'yes', '--appenddirname', path.basename(folder), '--appendfilename', 'appendonly.aof'],
  ])
  await server.start()
  const client = await createClient({ url: server.url }).connect()
  const [epoch, head] = await client.hmGet('{lianmai:room}:meta', ['epoch', 'head'])
  client.destroy()
  await server.kill()
  return { epoch: epoch ?? '', s: Number(head) }
}

/**
 * The append-only file is set back to what it was half a second of talk before, as a power cut or a replica that lags would:
 * everybody who has more than it is told so, and nobody else.
 */
export function rollBacks({ runs, rate = 200, log }: FaultOptions): Promise<Outcome> {
  return inScope(async (later) => {
    const redis = await ownRedis(later, { aof: 'always' })
    const { crew } = await site(redis.url, rate, later)
    const folder = path.join(redis.folder, 'appendonlydir')
    const copy = path.join(redis.folder, 'copy')
    const restores: Position[] = []
    for (let run = 0; run < runs; run++) {
      await crew.progress(20 + Math.floor(Math.random() * 80))
      redis.pause()
      await cp(folder, copy, { recursive: true })
      redis.resume()
      await crew.progress(100)
      await redis.kill()
      await rm(folder, { recursive: true })
      await cp(copy, folder, { recursive: true })
      restores.push(await standsAt(copy))
      await rm(copy, { recursive: true })
      await redis.start()
      await crew.flowing()
      log?.(`${run + 1} roll-backs`)
    }
    return conclude(crew, runs, { restores })
  })
}
