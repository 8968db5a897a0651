/** Real redis-server processes on random ports, each in a temp folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

const REDIS_SERVER = process.env['REDIS_SERVER'] ?? 'redis-server'

export interface RedisServerOptions {
  /** When the append-only file reaches the disk; `none`: there is no such file, a restart loses everything. Default `everysec`. */
  aof?: 'everysec' | 'always' | 'none'
  /** More of its command line, e.g. `--maxmemory`, `4mb`. */
  args?: readonly string[]
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function said(process: ChildProcess, words: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = ''
    const listen = (chunk: Buffer): void => {
      output += chunk.toString()
      if (words.test(output)) resolve()
    }
    process.stdout?.on('data', listen)
    process.stderr?.on('data', listen)
    process.once('error', reject)
    process.once('exit', () => reject(new Error(`redis-server ended before it was ready:\n${output}`)))
  })
}

/** One server; its data outlive its process until {@link RedisServer.remove}. */
export class RedisServer {
  readonly url: string
  private process: ChildProcess | undefined

  constructor(
    readonly port: number,
    /** Where its files are: `appendonlydir/` and the like. */
    readonly folder: string,
    private readonly args: readonly string[],
  ) {
    this.url = `redis://127.0.0.1:${port}`
  }

  get pid(): number | undefined {
    return this.process?.pid
  }

  /** Resolves when it has loaded its data and takes connections. */
  async start(): Promise<void> {
    const base = ['--port', `${this.port}`, '--bind', '127.0.0.1', '--dir', this.folder, '--save', '']
    this.process = spawn(REDIS_SERVER, [...base, ...this.args], { stdio: ['ignore', 'pipe', 'pipe'] })
    await said(this.process, /Ready to accept connections/)
  }

  /** Resolves when the process is gone. */
  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const process = this.process
    if (!process) return
    this.process = undefined
    const gone = once(process, 'exit')
    process.kill(signal)
    await gone
  }

  /** `kill -9` and a new process on the same data. */
  async restart(): Promise<void> {
    await this.kill()
    await this.start()
  }

  /** The process stands still, its connections stay open. */
  pause(): void {
    this.process?.kill('SIGSTOP')
  }

  resume(): void {
    this.process?.kill('SIGCONT')
  }

  async remove(): Promise<void> {
    await this.kill()
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** A started server. */
export async function redisServer({ aof = 'everysec', args = [] }: RedisServerOptions = {}): Promise<RedisServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lianmai-redis-'))
  const durable = aof === 'none' ? ['--appendonly', 'no'] : ['--appendonly', 'yes', '--appendfsync', aof]
  const server = new RedisServer(await freePort(), folder, [...durable, ...args])
  await server.start()
  return server
}
