/** A gateway in a process of its own, to be killed, stopped and started again on the same port. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { programOf } from './bundle'
import type { Figures, NodeConfig } from './node-config'
import type { Later } from './scope'

const living = new Set<ChildProcess>()
process.once('exit', () => living.forEach((child) => child.kill('SIGKILL')))

export class GatewayProcess {
  /** What it printed on stderr, all lives together; the newest end of it. */
  printed = ''
  /** Times it ended without having been told to. */
  crashes = 0
  private child: ChildProcess | undefined
  private ended: Promise<unknown> = Promise.resolve()
  private ending = false
  private port = 0

  private constructor(readonly config: NodeConfig) {}

  static async start(config: NodeConfig, later: Later): Promise<GatewayProcess> {
    const node = new GatewayProcess(config)
    later(() => node.end('SIGKILL'))
    await node.start()
    return node
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`
  }

  get address(): { host: string; port: number } {
    return { host: '127.0.0.1', port: this.port }
  }

  get pid(): number {
    return this.child?.pid ?? 0
  }

  /** Starts it, on the port it had before. */
  async start(): Promise<void> {
    const config: NodeConfig = { ...this.config, port: this.port }
    const child = fork(programOf('node-main'), [JSON.stringify(config)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    this.child = child
    living.add(child)
    this.ending = false
    child.stderr?.on('data', (chunk: Buffer) => (this.printed = (this.printed + chunk.toString()).slice(-8_000)))
    this.ended = once(child, 'exit').then(() => {
      living.delete(child)
      if (this.ending) return
      this.crashes++
      process.stderr.write(`a gateway ended by itself: ${this.printed}\n`)
    })
    const answer = await Promise.race([once(child, 'message'), this.ended])
    if (!Array.isArray(answer)) throw new Error(`the gateway did not start: ${this.printed}`)
    this.port = (answer[0] as { port: number }).port
  }

  /** Ends it and waits until it is gone. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.ending = true
    this.child?.kill(signal)
    await this.ended
  }

  async restart(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    await this.end(signal)
    await this.start()
  }

  freeze(): void {
    this.child?.kill('SIGSTOP')
  }

  thaw(): void {
    this.child?.kill('SIGCONT')
  }

  /**
   * What the process says of its memory and sockets.
   * @param when `collected`: behind a garbage collection, which takes it some ms
   */
  async figures(when: 'now' | 'collected' = 'now'): Promise<Figures> {
    const child = this.child as ChildProcess
    const answer = once(child, 'message')
    child.send(when)
    return (await answer)[0] as Figures
  }

  /** Resident memory, bytes. */
  rss(): number {
    const pages = readFileSync(`/proc/${this.pid}/statm`, 'utf8').split(' ')[1]
    return Number(pages) * 4096
  }
}
