import type { Follower, LogEngine, RoomLog } from '../../room/log'
import { addressOf } from './address'
import { connector } from './client'
import { keysOf, type Keys } from './keys'
import { Link } from './link'
import { RedisLog } from './log'
import { Nodes } from './nodes'
import { settingsOf, type RedisOptions, type RedisSettings } from './options'
import { checkServer } from './server-check'
import { RoomStore } from './store'

/** Rooms that are compared with Redis at a time when it is back. */
const AT_ONCE = 32

class RedisEngine implements LogEngine {
  readonly link: Link
  readonly nodes: Nodes
  private readonly logs = new Map<string, RedisLog>()
  private readonly leaving = new Map<string, Promise<void>>()
  private opened = 0
  private healing = false
  private healAgain = false

  constructor(
    private readonly settings: RedisSettings,
    private readonly keys: Keys,
    connect: ConstructorParameters<typeof Link>[0],
  ) {
    this.link = new Link(connect, settings, () => this.heal())
    this.nodes = new Nodes(this.link, keys, settings, () => this.heal())
  }

  async open(room: string, follower: Follower): Promise<RoomLog> {
    await this.leaving.get(room)
    const store = new RoomStore(this.link, this.keys, this.settings, room)
    const origin = `${this.nodes.self}.${++this.opened}`
    const log = new RedisLog(store, this.settings, follower, this.nodes, origin, (why) => this.link.rebuild(why))
    try {
      await this.nodes.enlist(room)
      await this.link.listen(store.channel, (message) => log.hear(message))
      await log.sync()
    } catch (error) {
      log.close()
      await this.part(room, store.channel)
      throw error
    }
    this.logs.set(room, log)
    log.refreshLater()
    return log
  }

  async abandoned(): Promise<string[]> {
    const rooms = await this.nodes.abandoned()
    const stored = await Promise.all(
      rooms.map((room) => {
        const [meta] = this.keys.of(room)
        return this.link.command(meta, ['EXISTS', meta])
      }),
    )
    // Their time to live is over.
    const gone = rooms.filter((_, index) => stored[index] === 0)
    await Promise.all(gone.map((room) => this.nodes.unlist(room)))
    return rooms.filter((_, index) => stored[index] !== 0)
  }

  async evict(room: string): Promise<void> {
    const log = this.logs.get(room)
    if (!log) return
    this.logs.delete(room)
    log.close()
    const leaving = this.leave(room, log).finally(() => this.leaving.delete(room))
    // Whoever opens it again meanwhile waits, and does not care how it ended.
    this.leaving.set(
      room,
      leaving.catch(() => undefined),
    )
    await leaving
  }

  async health(): Promise<{ ok: true } | { ok: false; why: string }> {
    try {
      await this.nodes.beat()
      return { ok: true }
    } catch (error) {
      return { ok: false, why: error instanceof Error ? error.message : String(error) }
    }
  }

  async close(): Promise<void> {
    this.nodes.close()
    const logs = Array.from(this.logs.values())
    this.logs.clear()
    for (const log of logs) log.close()
    try {
      await eachOf(logs, (log) => log.places.leave())
      await this.nodes.retire()
    } catch (error) {
      // Its lease runs out, and then another gateway cleans up.
      this.settings.report('warn', 'redis.close', { error: String(error) })
    }
    await this.link.close()
  }

  private async leave(room: string, log: RedisLog): Promise<void> {
    const store = new RoomStore(this.link, this.keys, this.settings, room)
    const [isOpenElsewhere] = await Promise.all([this.nodes.leave(room), this.link.unlisten(store.channel)])
    if (isOpenElsewhere) return
    if (await store.forget(log.epoch, log.last)) await this.nodes.unlist(room)
  }

  /** It could not be opened. */
  private async part(room: string, channel: string): Promise<void> {
    try {
      await Promise.all([this.nodes.leave(room), this.link.unlisten(channel)])
    } catch (error) {
      this.settings.report('debug', 'redis.part', { room, error: String(error) })
    }
  }

  /** Something may have been missed, and places may have been taken. */
  private heal(): void {
    for (const log of this.logs.values()) log.places.doubt()
    if (this.healing) {
      this.healAgain = true
      return
    }
    this.healing = true
    this.healAgain = false
    void eachOf(Array.from(this.logs.values()), (log) => log.refresh()).then(() => {
      this.healing = false
      if (this.healAgain) this.heal()
    })
  }
}

/** A few at a time; the first failure ends it. */
async function eachOf<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values()
  const worker = async (): Promise<void> => {
    for (const item of rest) await work(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

/**
 * Logs in Redis (7 or newer) or Valkey, for any number of gateways with the same prefix on it. Redis should have its append-only
 * file on. `appendfsync always`: what was acknowledged survives the end of Redis' process and of its machine. `everysec`: the machine
 * takes the last second with it, and so does the process when it ends while the disk is slow (Redis then holds its writes back for
 * up to 2 s). Whatever is lost is told to those who had it.
 *
 * @throws TypeError for an option that cannot be; RedisFailure when it cannot be reached or is none that will do
 */
export async function redisEngine(options: RedisOptions): Promise<LogEngine> {
  const settings = settingsOf(options)
  const address = addressOf(settings.url)
  const keys = keysOf(settings.prefix)
  const engine = new RedisEngine(settings, keys, connector(address, settings))
  try {
    await engine.link.open()
    await checkServer(engine.link, address, keys.nodes)
    await engine.nodes.start()
    return engine
  } catch (error) {
    await engine.close()
    throw error
  }
}
