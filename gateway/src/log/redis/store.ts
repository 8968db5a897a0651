/** One room in Redis: its scripts, with their arguments and answers in this program's words. */
import { randomBytes } from 'node:crypto'
import type { Step, Stored, Written } from '../../room/log'
import type { Memory } from '../../room/senders'
import { chainOf, type Chain } from './chain'
import { compareIds, decodeText, encode, place, type EntryId, type Origin, type Placed } from './entry'
import type { Keys, RoomKeys } from './keys'
import type { Link } from './link'
import type { Script } from './script'
import { APPEND, DISCARD, FORGET, LOAD, LOOK, STORE } from './scripts/log'
import type { RedisSettings } from './options'

/** What a gateway knows of a log when it asks. */
export interface Known {
  epoch: string
  head: number
}

export interface Standing {
  epoch: string
  last: EntryId
  /** Seq of the state that is kept. */
  stored: number
}

export interface Looked extends Standing {
  chain: Chain
  counts: string
}

export interface Loaded extends Looked {
  head: number
  state: Stored | undefined
  senders: [sender: string, memory: Memory][]
  entries: Placed[]
}

/** A step and its time. */
export type Timed = readonly [step: Step, at: number]

export interface Appended extends Standing {
  /** One a step. Undefined: a conflict. */
  results: (Written | 'past')[] | undefined
  before: EntryId
  entries: Placed[]
}

const PAGE = 1024

type StreamEntry = [id: EntryId, fields: [p: 'p', before: EntryId, d: 'd', json: string]]
type LookReply = [epoch: string, last: EntryId, stored: number, chain: string, counts: string]
type LoadReply = [...LookReply, number, string | null, string[], string[], StreamEntry[]]

export class RoomStore {
  readonly channel: string
  private readonly keys: RoomKeys

  constructor(
    private readonly link: Link,
    keys: Keys,
    private readonly settings: RedisSettings,
    room: string,
  ) {
    this.channel = keys.room(room)
    this.keys = keys.of(room)
  }

  async append(steps: readonly Timed[], basis: number | undefined, known: Known, origin: Origin): Promise<Appended> {
    const flat = steps.flatMap(([step, at]) => {
      const { producer, events } = step
      const sender = producer ? [`${producer.user} ${producer.pk}`, `${producer.n}`] : ['', '']
      return [`${at}`, ...sender, `${events.length}`, encode(step, at, origin)]
    })
    const args = [...this.common(known), `${basis ?? ''}`, `${this.settings.ring}`, ...flat]
    const reply = (await this.run(APPEND, args)) as [number, string, EntryId, EntryId, number, ...(string | number)[]]
    const [conflict, epoch, before, last, stored, ...answers] = reply
    const entries: Placed[] = []
    const results = steps.map(([step, at], index): Written | 'past' => {
      const [kind, a, b] = answers.slice(3 * index, 3 * index + 3)
      if (kind === 'w') entries.push(place(String(b), step, at, origin))
      return kind === 'p' ? 'past' : { s: Number(a), at: kind === 'w' ? at : Number(b), dup: kind === 'd' }
    })
    return { epoch, before, last, stored, entries, results: conflict ? undefined : results }
  }

  /** @param tell the counts to everybody */
  async look(known: Known, likes: number, tell: boolean): Promise<Looked> {
    const args = [...this.common(known), `${likes}`, tell ? '1' : '0']
    return lookedOf((await this.run(LOOK, args)) as LookReply)
  }

  async load(known: Known): Promise<Loaded> {
    const [epoch, last, stored, chain, counts, head, state, memories, heard, stream] = (await this.run(
      LOAD,
      this.common(known),
    )) as LoadReply
    return {
      ...lookedOf([epoch, last, stored, chain, counts]),
      head,
      state: state === null ? undefined : (JSON.parse(state) as Stored),
      senders: sendersOf(memories, heard),
      entries: stream.map(([id, [, , , json]]) => decodeText(id, json)),
    }
  }

  /** What comes after an entry, up to another one. @returns undefined when what comes next is not kept any more */
  async range(after: EntryId, to: EntryId): Promise<Placed[] | undefined> {
    const found: Placed[] = []
    let from = after
    while (compareIds(from, to) < 0) {
      const command = ['XRANGE', this.keys[1], `(${from}`, '+', 'COUNT', `${PAGE}`]
      const page = (await this.link.command(this.keys[1], command)) as StreamEntry[]
      for (const [id, [, before, , json]] of page) {
        if (before !== from) return undefined
        found.push(decodeText(id, json))
        from = id
      }
      if (page.length === 0) return undefined
    }
    return found
  }

  /** @returns the seq of the state that is kept now */
  async store(epoch: string, { s, state }: Stored): Promise<number> {
    const json = JSON.stringify({ s, state } satisfies Stored)
    return Number(await this.run(STORE, [this.channel, epoch, `${s}`, json, `${this.settings.ring}`]))
  }

  async discard(epoch: string, last: EntryId): Promise<void> {
    await this.run(DISCARD, [epoch, last])
  }

  /** @returns whether the room is forgotten */
  async forget(epoch: string, last: EntryId): Promise<boolean> {
    return (await this.run(FORGET, [epoch, last])) === 1
  }

  run(script: Script, args: readonly string[]): Promise<unknown> {
    return this.link.run(script, this.keys, args)
  }

  command(command: readonly string[]): Promise<unknown> {
    return this.link.command(this.channel, command)
  }

  get placesKey(): string {
    return this.keys[5]
  }

  get ttl(): string {
    return `${this.settings.ttl}`
  }

  private common({ epoch, head }: Known): string[] {
    return [this.channel, randomBytes(9).toString('base64url'), this.ttl, epoch, `${head}`]
  }
}

function lookedOf([epoch, last, stored, chain, counts]: LookReply): Looked {
  return { epoch, last, stored, chain: chainOf(chain), counts }
}

/** @param memories `sender`, `n count`, and `sender i`, `n s at`, in any order */
function sendersOf(memories: readonly string[], heard: readonly string[]): [string, Memory][] {
  const all = new Map<string, Memory>(heard.map((sender) => [sender, []]))
  for (let i = 0; i < memories.length; i += 2) {
    const [user, pk, slot] = (memories[i] ?? '').split(' ')
    if (slot === undefined) continue
    const [n = 0, s = 0, at = 0] = (memories[i + 1] ?? '').split(' ').map(Number)
    all.get(`${user} ${pk}`)?.push({ n, receipt: { s, at } })
  }
  for (const memory of all.values()) memory.sort((a, b) => a.n - b.n)
  return Array.from(all)
}
