import type { Client, Connect, Listener } from './client'
import { failure, RedisFailure, RedisTimeout } from './failure'
import type { RedisSettings } from './options'
import { run, type Script } from './script'

/** First and longest wait between two attempts to connect anew, ms. */
const RETRY = [50, 500] as const
const COMPLAIN_EVERY = 5_000

/**
 * The way to Redis. The client mends its connections by itself; what it cannot see (a connection that is open and dead) is mended
 * here, by a new client. Errors are {@link RedisFailure}s.
 */
export class Link {
  private client: Client | undefined
  private readonly listeners = new Map<string, Listener>()
  private building: Promise<void> | undefined
  private readonly ending = new AbortController()
  private quietUntil = 0
  private why = 'it is being connected'

  constructor(
    private readonly connect: Connect,
    private readonly settings: RedisSettings,
    /** A connection stands again: something may have been missed. */
    private readonly onUp: () => void,
  ) {}

  /** Rejects when Redis cannot be reached, or is not one that will do. */
  async open(): Promise<void> {
    try {
      this.client = await this.connectClient()
    } catch (error) {
      throw failure(error)
    }
  }

  run(script: Script, keys: readonly [string, ...string[]], args: readonly string[]): Promise<unknown> {
    return this.timed(() => run((key, command) => this.standing().command(key, command), script, keys, args))
  }

  /** @param key decides which server of a cluster is asked */
  command(key: string, command: readonly string[]): Promise<unknown> {
    return this.timed(() => this.standing().command(key, command))
  }

  /** One listener a channel. Goes on listening however often the connection is lost. */
  async listen(channel: string, listener: Listener): Promise<void> {
    this.listeners.set(channel, listener)
    try {
      await this.timed(() => this.standing().subscribe(channel, listener))
    } catch (error) {
      this.listeners.delete(channel)
      throw error
    }
  }

  async unlisten(channel: string): Promise<void> {
    const listener = this.listeners.get(channel)
    this.listeners.delete(channel)
    if (listener && this.client) await this.timed(() => this.standing().unsubscribe(channel, listener))
  }

  /** Something is wrong with the client that it does not see. */
  rebuild(why: string): void {
    if (this.building || this.closed) return
    this.settings.report('warn', 'redis.rebuild', { why })
    this.why = why
    this.client?.destroy()
    this.client = undefined
    this.building = this.build().finally(() => (this.building = undefined))
  }

  async close(): Promise<void> {
    this.ending.abort()
    this.why = 'the engine is closed'
    this.client?.destroy()
    this.client = undefined
    await this.building
  }

  private get closed(): boolean {
    return this.ending.signal.aborted
  }

  private standing(): Client {
    if (!this.client) throw new RedisFailure(`Redis is away: ${this.why}`)
    return this.client
  }

  private connectClient(): Promise<Client> {
    return this.connect({
      ready: () => this.onUp(),
      error: (error) => this.complain(error),
      lost: (why) => this.rebuild(why),
      signal: this.ending.signal,
    })
  }

  /** Attempts to connect fail many times a second: the first is said, and then one every few seconds. */
  private complain(error: unknown): void {
    this.why = error instanceof Error ? error.message : String(error)
    const now = performance.now()
    if (now < this.quietUntil) return
    this.quietUntil = now + COMPLAIN_EVERY
    this.settings.report('warn', 'redis.connection', { error: this.why })
  }

  private async build(): Promise<void> {
    for (let wait: number = RETRY[0]; !this.closed; wait = Math.min(2 * wait, RETRY[1])) {
      let client: Client | undefined
      try {
        client = await this.connectClient()
        const { subscribe } = client
        await Promise.all(
          Array.from(this.listeners, ([channel, listener]) => subscribe.call(client, channel, listener)),
        )
        if (this.closed) client.destroy()
        else this.client = client
        return this.onUp()
      } catch (error) {
        client?.destroy()
        this.complain(error)
        await new Promise((resolve) => setTimeout(resolve, wait).unref())
      }
    }
  }

  /** The client's own time limit ends where a command is on the wire. */
  private timed<T>(start: () => Promise<T>): Promise<T> {
    const { timeout } = this.settings
    return new Promise<T>((resolve, reject) => {
      // An answer that is there already counts, when it was this program that had no time.
      const timer = setTimeout(() => setImmediate(() => reject(new RedisTimeout(timeout))), timeout)
      const fail = (error: unknown): void => {
        clearTimeout(timer)
        reject(failure(error))
      }
      try {
        start().then((value) => {
          clearTimeout(timer)
          resolve(value)
        }, fail)
      } catch (error) {
        fail(error)
      }
    })
  }
}
