/** Several redis-servers that belong together. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createClient } from '@redis/client'
import { freePort, redisServer, type RedisServer } from './redis'

export interface RedisSet {
  /** Address for the gateway. */
  url: string
  servers: RedisServer[]
  remove(): Promise<void>
}

/** Runs one command on one server. */
export async function ask({ url }: Pick<RedisServer, 'url'>, ...command: string[]): Promise<unknown> {
  const client = createClient({ url, socket: { reconnectStrategy: false } }).on('error', () => undefined)
  await client.connect()
  try {
    return await client.sendCommand(command)
  } finally {
    client.destroy()
  }
}

/** Asks until it is so, for 15 s. A server's own view of the others is told by no event. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (await condition().catch(() => false)) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`it did not come to this: ${String(condition)}`)
}

/** Three primaries, each with a third of the slots; and replicas of them, if asked for. */
export async function redisCluster(replicas = 0): Promise<RedisSet> {
  const start = async (): Promise<RedisServer> => {
    const timing = ['--cluster-node-timeout', '500', '--cluster-replica-validity-factor', '0']
    return redisServer({
      args: [
        '--cluster-enabled',
        'yes',
        '--cluster-port',
        `${await freePort()}`,
        ...timing,
        '--repl-diskless-sync-delay',
        '0',
      ],
    })
  }
  const servers = await Promise.all(Array.from({ length: 3 + replicas }, start))
  const primaries = servers.slice(0, 3)
  const [first] = primaries as [RedisServer]
  const ids = (await Promise.all(servers.map((server) => ask(server, 'CLUSTER', 'MYID')))) as string[]
  const busOf = async (server: RedisServer): Promise<string> =>
    String(await ask(server, 'CLUSTER', 'NODES')).replace(/^.*@(\d+)\s[\s\S]*$/, '$1')
  await Promise.all(
    primaries.map((server, i) => {
      const [from, to] = [Math.ceil((16_384 * i) / 3), Math.ceil((16_384 * (i + 1)) / 3) - 1]
      return ask(server, 'CLUSTER', 'ADDSLOTSRANGE', `${from}`, `${to}`)
    }),
  )
  await Promise.all(servers.map((server, i) => ask(server, 'CLUSTER', 'SET-CONFIG-EPOCH', `${i + 1}`)))
  for (const server of servers.slice(1)) {
    await ask(first, 'CLUSTER', 'MEET', '127.0.0.1', `${server.port}`, await busOf(server))
  }
  const knows = async (server: RedisServer): Promise<boolean> => {
    const info = String(await ask(server, 'CLUSTER', 'INFO'))
    return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${servers.length}`)
  }
  await Promise.all(servers.map((server) => until(() => knows(server))))
  await Promise.all(
    servers.slice(3).map(async (server, i) => {
      await until(async () => (await ask(server, 'CLUSTER', 'REPLICATE', ids[i % 3] as string)) === 'OK')
      await until(async () => String(await ask(server, 'INFO', 'replication')).includes('master_link_status:up'))
    }),
  )
  return {
    url: `redis+cluster://${primaries.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
    servers,
    remove: async () => void (await Promise.all(servers.map((server) => server.remove()))),
  }
}

/** A primary, a replica of it, and a sentinel that makes the replica the primary within a second. */
export async function redisSentinel(): Promise<RedisSet> {
  const primary = await redisServer({ args: ['--repl-diskless-sync-delay', '0'] })
  const replica = await redisServer({ args: ['--replicaof', '127.0.0.1', `${primary.port}`] })
  await until(async () => String(await ask(replica, 'INFO', 'replication')).includes('master_link_status:up'))
  const folder = await mkdtemp(path.join(tmpdir(), 'lianmai-sentinel-'))
  const port = await freePort()
  const config = [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${folder}`,
    `sentinel monitor rooms 127.0.0.1 ${primary.port} 1`,
    'sentinel down-after-milliseconds rooms 300',
    'sentinel failover-timeout rooms 3000',
  ]
  const file = path.join(folder, 'sentinel.conf')
  await writeFile(file, `${config.join('\n')}\n`)
  const server = process.env['REDIS_SERVER'] ?? 'redis-server'
  const sentinel: ChildProcess = spawn(server, [file, '--sentinel'], { stdio: 'ignore' })
  const it = { url: `redis://127.0.0.1:${port}` }
  await until(async () => String(await ask(it, 'INFO', 'sentinel')).includes('status=ok,address=127.0.0.1'))
  await until(async () => String(await ask(it, 'INFO', 'sentinel')).includes('slaves=1'))
  return {
    url: `redis+sentinel://127.0.0.1:${port}/rooms`,
    servers: [primary, replica],
    async remove() {
      const gone = once(sentinel, 'exit')
      sentinel.kill('SIGKILL')
      await gone
      await Promise.all([primary, replica].map((one) => one.remove()))
      await rm(folder, { recursive: true, force: true })
    },
  }
}
