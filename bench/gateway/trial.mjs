// One subject, one number of members, once: servers on core 0, clients (and Redis) on core 1.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sleep, startChild } from '../lib/processes.mjs'
import { startRedis } from '../lib/redis.mjs'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const SERVER_CORE = 0
const CLIENT_CORE = 1
/** Messages a second while latency is measured. */
export const PACE = 5
const WARM_UP = 700

/** Everything that has to be ended afterwards, in the order it was begun. */
class Scene {
  ends = []
  /** Rejects when a process ends that nobody ended: the others would wait for it. */
  broken = new Promise((_resolve, reject) => (this.break = reject))

  process(file, options) {
    const child = startChild(here(file), options)
    child.broken.catch((error) => this.break(error))
    this.ends.push(() => child.kill())
    return child
  }

  async server(subject, options, flags) {
    const child = this.process('server.mjs', { core: SERVER_CORE, flags })
    const port = await child.ask('start', { server: subject.server, ...subject.options, ...options })
    return { child, port }
  }

  client(file = 'client.mjs') {
    return this.process(file, { core: CLIENT_CORE })
  }

  async redis() {
    const redis = await startRedis({ core: CLIENT_CORE })
    this.ends.push(() => redis.close())
    return redis
  }

  folder() {
    const folder = mkdtempSync(path.join(tmpdir(), 'lianmai-bench-'))
    this.ends.push(() => rmSync(folder, { recursive: true, force: true }))
    return folder
  }

  async end() {
    for (const end of this.ends.reverse()) await end()
  }
}

export const benchKey = () => ({ kid: 'bench', secret: randomBytes(32).toString('base64url') })

/** @param use gets the scene; whatever happens, all processes are ended */
export async function withScene(use) {
  const scene = new Scene()
  try {
    return await Promise.race([use(scene), scene.broken])
  } finally {
    await scene.end()
  }
}

/** @param seconds `loop` and `pace`: how long throughput and latency are measured. @returns the figures, and what went wrong */
export function trial({ subject, members, bundle, seconds, profile }) {
  return withScene(async (scene) => {
    const key = benchKey()
    const engine = subject.options.engine
    const redis = engine === 'redis' ? await scene.redis() : undefined
    const options = { bundle, key, redis: redis?.url, ...(engine === 'journal' && { folder: scene.folder() }) }
    const flags = profile ? ['--cpu-prof', `--cpu-prof-dir=${path.resolve(profile)}`] : []
    const servers = []
    for (let node = 0; node < subject.nodes; node++) servers.push(await scene.server(subject, options, flags))
    const client = scene.client()
    const meter = new Meter(servers, client, redis)
    const before = await meter.memory()
    const arriving = await meter.look()
    const ports = servers.map(({ port }) => port)
    const joined = await client.ask('join', { protocol: subject.protocol, options: { bundle, key }, members, ports })
    const arrived = await meter.look()
    await sleep(WARM_UP)
    const after = await meter.memory()
    const loop = await throughput(client, meter, seconds.loop)
    const paced = await latency(client, meter, seconds.pace)
    const problems = await client.ask('problems')
    if (profile) await Promise.all(servers.map(({ child }) => child.exit()))
    return {
      figures: {
        ...loop,
        ...paced,
        rssPerConnection: (after - before) / joined.inside / 1024,
        joinSeconds: joined.seconds,
        joinCpuMs: (Meter.between(arriving, arrived).nodes / joined.inside) * 1000,
        refused: joined.refused,
      },
      problems,
    }
  })
}

/** What all processes together have used, between two looks. */
class Meter {
  constructor(servers, client, redis) {
    this.servers = servers
    this.client = client
    this.redis = redis
  }

  async memory() {
    const all = await Promise.all(this.servers.map(({ child }) => child.ask('usage', { gc: true })))
    return all.reduce((sum, { rss }) => sum + rss, 0)
  }

  async look() {
    const [client, redis, ...servers] = await Promise.all([
      this.client.ask('counts'),
      this.redis?.usage(),
      ...this.servers.map(({ child }) => child.ask('usage')),
    ])
    return { client, redis, servers }
  }

  /** Shares are of one core; `nodes`: all gateways together. */
  static between(a, b) {
    const seconds = b.client.at - a.client.at
    const nodes = b.servers.reduce((sum, { cpu }, i) => sum + cpu - a.servers[i].cpu, 0)
    return { seconds, nodes, client: b.client.cpu - a.client.cpu, redis: b.redis && b.redis.cpu - a.redis.cpu }
  }
}

async function throughput(client, meter, seconds) {
  await client.ask('startLoop')
  await sleep(WARM_UP)
  const before = await meter.look()
  await sleep(seconds * 1000)
  const after = await meter.look()
  await client.ask('stopLoop')
  const spent = Meter.between(before, after)
  const delivered = after.client.delivered - before.client.delivered
  return {
    deliveredPerSecond: delivered / spent.seconds,
    deliveredPerCpuSecond: delivered / spent.nodes,
    perFrame: delivered / (after.client.frames - before.client.frames),
    cpu: spent.nodes / spent.seconds,
    clientCpu: spent.client / spent.seconds,
    ...(spent.redis === undefined ? {} : { redisCpu: spent.redis / spent.seconds }),
  }
}

async function latency(client, meter, seconds) {
  const before = await meter.look()
  const { p50, p99 } = await client.ask('pace', { rate: PACE, seconds })
  const after = await meter.look()
  const spent = Meter.between(before, after)
  return {
    p50,
    p99,
    pacedCpu: spent.nodes / spent.seconds,
    ...(spent.redis === undefined ? {} : redisPerMessage(before.redis, after.redis, seconds * PACE)),
  }
}

function redisPerMessage(before, after, messages) {
  return {
    redisBytesIn: (after.bytesIn - before.bytesIn) / messages,
    redisBytesOut: (after.bytesOut - before.bytesOut) / messages,
  }
}
