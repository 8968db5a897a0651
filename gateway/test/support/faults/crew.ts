/** People in one room who talk all the time: numbered messages at a steady pace, everybody's ears on record. */
import { issueToken } from '../../../src/index'
import { RecordedClient, type ClientOptions } from './client'
import { inOrder } from './epochs'
import { FAULT_KEY } from './node-config'
import type { Acknowledgement, ReceiverRecord, Said } from './record'
import type { Later } from './scope'

export interface CrewOptions {
  senders: number
  /** People who only listen; senders listen as well. */
  receivers: number
  /** Messages a second, of all senders together. */
  rate: number
  address: ClientOptions['address']
  room?: string
  /** Appended to every message, to make it longer. */
  padding?: string
  patience?: ClientOptions['patience']
  token?(user: string): ClientOptions['token']
  /** Before everybody's name: several crews in one room. */
  prefix?: string
}

/** Messages that one sender may have on their way; the kit's outbox takes 256. */
const MOST_WAITING = 200
/** A last word that has not arrived after this is lost, ms. */
const PATIENCE = 20_000
/** Longer than the kit's longest wait for another attempt: whoever is not served by then is forgotten, ms. */
const STUCK = 60_000

/** What the checker judges by. */
export interface Evidence {
  records: ReceiverRecord[]
  acknowledgements: Acknowledgement[]
}

export const tokenOf = (sub: string, role: 'audience' | 'anchor' = 'audience', more: object = {}): string =>
  issueToken(FAULT_KEY, { sub, role, rooms: ['*'], ...more })

export class Crew {
  /** How long messages took to be acknowledged, and to be told to each receiver, ms. */
  readonly acknowledged: number[] = []
  readonly delivered: number[] = []
  private readonly spokenAt = new Map<string, number>()
  private readonly said = new Map<RecordedClient, number>()
  private readonly watchers = new Set<() => void>()
  private timer: NodeJS.Timeout | undefined
  private turn = 0

  private constructor(
    private readonly options: CrewOptions,
    readonly senders: readonly RecordedClient[],
    readonly receivers: readonly RecordedClient[],
  ) {
    for (const client of this.all) client.onMessage = (message) => this.heard(message)
  }

  /** Everybody is in the room when this resolves. */
  static async gather(options: CrewOptions, later: Later): Promise<Crew> {
    const { senders, receivers, room = 'room', address, patience, token = tokenOf, prefix = '' } = options
    const make = (user: string) =>
      new RecordedClient({ room, user, address, token: token(user), ...(patience && { patience }) })
    const crew = new Crew(
      options,
      Array.from({ length: senders }, (_, i) => make(`${prefix}s${i}`)),
      Array.from({ length: receivers }, (_, i) => make(`${prefix}r${i}`)),
    )
    later(() => crew.leave())
    await Promise.all(crew.all.map((client) => client.join()))
    return crew
  }

  get all(): RecordedClient[] {
    return [...this.senders, ...this.receivers]
  }

  get acknowledgements(): number {
    return this.senders.reduce((sum, { acknowledgements }) => sum + acknowledgements.length, 0)
  }

  /** All epochs that anybody saw, oldest first. */
  get epochs(): string[] {
    return inOrder(this.all.map(({ epochs }) => [...epochs]))
  }

  talk(): void {
    // Several at a time where the pace is higher than the timer's.
    const every = Math.max(5, 1000 / this.options.rate)
    const each = (this.options.rate * every) / 1000
    let due = 0
    this.timer = setInterval(() => {
      for (due += each; due >= 1; due--) this.speak()
    }, every)
  }

  hush(): void {
    clearInterval(this.timer)
  }

  /** Resolves after so many further acknowledgements. */
  async progress(count: number): Promise<void> {
    const aim = this.acknowledgements + count
    await this.until(() => this.acknowledgements >= aim, true)
  }

  /** Resolves when everybody is in the room, and every sender has been acknowledged something that was said from now on. */
  async flowing(): Promise<void> {
    const before = this.senders.map((client) => this.said.get(client) ?? 0)
    const served = ({ acknowledgements }: RecordedClient, i: number): boolean =>
      (acknowledgements.at(-1)?.number ?? 0) > (before[i] as number)
    await this.until(() => this.senders.every(served) && this.all.every(({ inside }) => inside))
  }

  /** Falls silent: everything is decided, and everybody has said a last word. @returns the last numbers, by sender */
  async quiet(): Promise<Record<string, number>> {
    this.hush()
    await Promise.all(this.senders.map((client) => client.until(() => client.waits === 0)))
    await Promise.all(this.senders.map((client) => this.say(client)))
    return Object.fromEntries(this.senders.map((client) => [client.user, this.said.get(client) ?? 0]))
  }

  /** Waits until everybody here has heard all these last words, but not for ever: what does not come is lost. */
  async hear(last: Readonly<Record<string, number>>): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, PATIENCE)))
    await Promise.race([Promise.all(this.all.map((client) => hears(client, last))), enough])
    clearTimeout(timer)
  }

  async finish(): Promise<void> {
    await this.hear(await this.quiet())
  }

  async leave(): Promise<void> {
    this.hush()
    await Promise.all(this.all.map((client) => client.leave()))
  }

  get evidence(): Evidence {
    return {
      records: this.all.map(({ user, options, facts }) => ({ receiver: user, room: options.room, facts })),
      acknowledgements: this.senders.flatMap(({ acknowledgements }) => acknowledgements),
    }
  }

  private speak(): void {
    const client = this.senders[this.turn++ % this.senders.length]
    if (client && client.waits < MOST_WAITING) void this.say(client)
  }

  private async say(client: RecordedClient): Promise<void> {
    const number = (this.said.get(client) ?? 0) + 1
    this.said.set(client, number)
    const at = performance.now()
    this.spokenAt.set(`${client.user}#${number}`, at)
    if (await client.say(number, this.options.padding)) this.acknowledged.push(performance.now() - at)
    for (const wake of [...this.watchers]) wake()
  }

  private heard({ from, number }: Said): void {
    const at = this.spokenAt.get(`${from}#${number}`)
    if (at !== undefined) this.delivered.push(performance.now() - at)
  }

  /** How everybody stands, for who has to find out why nothing moves. */
  private standing(): string {
    return this.senders
      .map(
        ({ user, waits, connections, left }) => `${user}: ${waits} wait, ${connections} connections, ${left ?? 'here'}`,
      )
      .join('; ')
  }

  /** @param moving as long as anything is acknowledged there is hope */
  private async until(condition: () => boolean, moving = false): Promise<void> {
    if (condition()) return
    let done = (): void => undefined
    await new Promise<void>((resolve, reject) => {
      const stuck = () => reject(new Error(`waited ${STUCK} ms for others; ${this.standing()}`))
      let timer = setTimeout(stuck, STUCK)
      const wake = () => {
        if (moving) {
          clearTimeout(timer)
          timer = setTimeout(stuck, STUCK)
        }
        if (condition()) resolve()
      }
      this.watchers.add(wake)
      done = () => {
        clearTimeout(timer)
        this.watchers.delete(wake)
      }
    }).finally(() => done())
  }
}

async function hears(client: RecordedClient, last: Readonly<Record<string, number>>): Promise<void> {
  const missing = new Map(Object.entries(last))
  let read = 0
  await client.until(() => {
    for (; read < client.facts.length; read++) {
      const fact = client.facts[read]
      const told = fact?.t === 'message' ? [fact] : fact?.t === 'snapshot' ? fact.messages : []
      for (const { from, number } of told) if (missing.get(from) === number) missing.delete(from)
    }
    return missing.size === 0
  })
}
