import { randomBytes } from 'node:crypto'
import { RedisTimeout } from './failure'
import type { Keys } from './keys'
import type { Link } from './link'
import type { RedisSettings } from './options'
import { BEAT, BURY, UNLIST } from './scripts/nodes'
import { REAP } from './scripts/places'

/** Beats in a row without an answer, until the connection is taken for dead. */
const PATIENT_BEATS = 3
/** The client says that it is connecting for so long: it may wait for a greeting that nobody will answer, ms. */
const PATIENCE = 3_000

/** The gateways that share this Redis: who lives, and who has which room open. */
export class Nodes {
  readonly self = randomBytes(9).toString('base64url')
  private readonly rooms = new Set<string>()
  /** Time since each node's last beat, when this one's was last answered, ms. */
  private ages = new Map<string, number>()
  /** Until then nobody is taken for dead: Redis was away, for them as for us. */
  private lenientUntil = 0
  private timer: NodeJS.Timeout | undefined
  private unanswered = 0
  private answered = -Infinity
  private patientFrom = performance.now()
  private failed = false
  private closed = false
  private readonly burying = new Set<string>()

  constructor(
    private readonly link: Link,
    private readonly keys: Keys,
    private readonly settings: RedisSettings,
    /** Redis answers again after it did not, or had taken this gateway for dead. */
    private readonly onReturn: () => void,
  ) {}

  lives(node: string): boolean {
    if (node === this.self || this.lenient) return true
    return (this.ages.get(node) ?? Infinity) < this.settings.dead
  }

  /** Says that this gateway lives, from now on again and again. Rejects when the first time fails. */
  async start(): Promise<void> {
    await this.beat()
    this.beatLater()
  }

  /** Rejects when Redis cannot write. */
  async beat(): Promise<void> {
    const before = this.answered
    const [age = -1, ...all] = await this.sayBeat()
    const { dead } = this.settings
    // By Redis' clock and by ours: a beat that was given up may have been carried out late.
    const pause = Number(age) < 0 ? Infinity : Math.max(Number(age), performance.now() - before)
    if (pause > dead / 2) this.lenientUntil = performance.now() + dead
    this.ages = new Map()
    for (let i = 0; i < all.length; i += 2) this.ages.set(String(all[i]), Number(all[i + 1]))
    if (this.rooms.size > 0 && pause > dead) await this.enlist(...this.rooms)
    if (this.failed || pause > dead) this.onReturn()
    this.failed = false
    if (this.lenient) return
    for (const [node, since] of this.ages) if (since >= dead && node !== this.self) void this.bury(node)
  }

  /** This gateway has these rooms open. */
  async enlist(...rooms: string[]): Promise<void> {
    for (const room of rooms) this.rooms.add(room)
    await this.link.command(this.keys.nodes, ['SADD', this.keys.open(this.self), ...rooms])
    await this.link.command(this.keys.nodes, ['SADD', this.keys.rooms, ...rooms])
  }

  /** This gateway has it open no more. @returns whether another one has */
  async leave(room: string): Promise<boolean> {
    this.rooms.delete(room)
    await this.link.command(this.keys.nodes, ['SREM', this.keys.open(this.self), room])
    await this.beat()
    const command = (node: string): string[] => ['SISMEMBER', this.keys.open(node), room]
    const answers = await Promise.all(this.others().map((node) => this.link.command(this.keys.nodes, command(node))))
    return answers.includes(1)
  }

  /** Redis has forgotten this room. */
  async unlist(room: string): Promise<void> {
    const open = this.living().map((node) => this.keys.open(node))
    await this.link.run(UNLIST, [this.keys.nodes, this.keys.rooms, ...open], [room])
  }

  /** Rooms on the list that no living gateway has open. */
  async abandoned(): Promise<string[]> {
    await this.beat()
    const open = this.living().map((node) => this.keys.open(node))
    return (await this.link.command(this.keys.nodes, ['SDIFF', this.keys.rooms, ...open])) as string[]
  }

  /** This gateway is gone. */
  async retire(): Promise<void> {
    const keys = [this.keys.nodes, this.keys.rooms, this.keys.open(this.self)] as const
    await this.link.run(BURY, keys, [this.self, '0'])
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
  }

  private get lenient(): boolean {
    return performance.now() < this.lenientUntil
  }

  private others(): string[] {
    return Array.from(this.ages.keys()).filter((node) => node !== this.self && this.lives(node))
  }

  private living(): string[] {
    return [this.self, ...this.others()]
  }

  private async sayBeat(): Promise<(string | number)[]> {
    try {
      const answer = await this.link.run(BEAT, [this.keys.nodes], [this.self])
      this.unanswered = 0
      this.answered = this.patientFrom = performance.now()
      return answer as (string | number)[]
    } catch (error) {
      this.failed = true
      this.unanswered = error instanceof RedisTimeout ? this.unanswered + 1 : 0
      const now = performance.now()
      if (this.unanswered >= PATIENT_BEATS || now - this.patientFrom > PATIENCE) {
        this.unanswered = 0
        this.patientFrom = now
        this.link.rebuild('Redis does not answer')
      }
      throw error
    }
  }

  private beatLater(): void {
    if (this.closed) return
    const report = (error: unknown): void => this.settings.report('debug', 'redis.beat', { error: String(error) })
    this.timer = setTimeout(
      () =>
        void this.beat()
          .catch(report)
          .then(() => this.beatLater()),
      this.settings.beat,
    )
  }

  /** Empties a dead gateway's places. Several may do so at once, or one after another that died on the way. */
  private async bury(node: string): Promise<void> {
    if (this.burying.has(node)) return
    this.burying.add(node)
    try {
      const open = this.keys.open(node)
      const rooms = (await this.link.command(this.keys.nodes, ['SMEMBERS', open])) as string[]
      for (const room of rooms) await this.link.run(REAP, this.keys.of(room), [this.keys.room(room), node])
      await this.link.run(BURY, [this.keys.nodes, this.keys.rooms, open], [node, `${this.settings.dead}`])
      this.settings.report('info', 'redis.buried', { node, rooms: rooms.length })
    } catch (error) {
      this.settings.report('warn', 'redis.bury', { node, error: String(error) })
    } finally {
      this.burying.delete(node)
    }
  }
}
