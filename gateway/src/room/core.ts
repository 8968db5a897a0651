/** The engine of a room: one command after another is decided, written and applied. */
import { randomBytes } from 'node:crypto'
import type { LogEvent, UserId } from '../wire'
import { decide } from './decide'
import type { Producer, Receipt, RoomLog } from './log'
import { refuse, type Refusal, type RoomCommand } from './rules'
import { Serial } from './serial'
import type { RoomContext } from './settings'
import type { NewEvent, State } from './state'
import { Timers } from './timers'

/** A command that was carried out, now or (`dup`) before. */
export interface Done {
  receipt: Receipt
  dup: boolean
}

/** `wait`: ms after which the same command may succeed. */
export type Outcome = Done | (Refusal & { wait?: number })

/** What follows from events that are in the log. */
export interface Effects {
  /** Applies one event; `over`: the media connection it is about has ended by itself. */
  take(event: LogEvent, over: boolean): void
  /** All events of a command are applied. */
  taken(events: readonly LogEvent[]): void
}

/** How long a sender waits when the log cannot be written, ms. */
const BUSY_WAIT = 500

export class Core {
  readonly timers = new Timers()
  private readonly serial = new Serial()

  constructor(
    readonly room: string,
    readonly log: RoomLog,
    readonly state: State,
    readonly context: RoomContext,
    private readonly effects: Effects,
  ) {}

  /** Steps are running or waiting. */
  get busy(): boolean {
    return this.serial.pending > 0
  }

  /** Runs steps that belong together, with nobody else's between them. */
  alone<T>(steps: () => Promise<T>): Promise<T> {
    return this.serial.run(steps)
  }

  perform(actor: UserId, command: RoomCommand, producer?: Producer): Promise<Outcome> {
    return this.alone(() => this.step(actor, command, producer))
  }

  /** Only inside {@link alone}. */
  async step(actor: UserId, command: RoomCommand, producer?: Producer): Promise<Outcome> {
    const known = producer && this.known(producer)
    if (known) return known
    const now = this.context.now()
    const decision = decide(this.state, actor, command, {
      now,
      id: randomBytes(6).toString('base64url'),
      mark: producer ? `${producer.pk}:${producer.n}` : '',
      requestTtl: this.context.settings.requestTtl,
    })
    if (!Array.isArray(decision)) return decision
    if (decision.length === 0 && !producer) return this.unchanged()
    return this.write(decision, producer, command.k === 'dark')
  }

  /** Only inside {@link alone}. @param over the media connection of an ended stream is closed already */
  async write(events: readonly NewEvent[], producer?: Producer, over = false): Promise<Outcome> {
    try {
      const { written, receipt } = await this.log.append(events, this.context.now(), producer)
      for (const event of written) this.effects.take(event, over)
      this.effects.taken(written)
      return { receipt, dup: false }
    } catch (error) {
      this.context.report('error', 'log.append', { room: this.room, error: String(error) })
      return { ...refuse('busy', 'the room cannot be written right now'), wait: BUSY_WAIT }
    }
  }

  /** What there is to say to a command whose number was seen, or is behind one that was. */
  known(producer: Producer): Outcome | undefined {
    const seen = this.log.seen(producer)
    if (seen === 'past') return refuse('malformed', 'a later command was carried out already; numbers only go up')
    return seen && { receipt: seen, dup: true }
  }

  unchanged(): Done {
    return { receipt: { s: this.log.head, at: this.context.now() }, dup: false }
  }

  /** Something the room itself does. When the log is busy there is nobody to send it again, so the room does. */
  background(name: string, attempt: () => Promise<Outcome>): void {
    attempt().then(
      (outcome) => {
        if (!('wait' in outcome) || outcome.wait === undefined) return
        this.timers.set(`retry ${name}`, outcome.wait, () => this.background(name, attempt))
      },
      (error: unknown) =>
        this.context.report('error', 'room.failed', { room: this.room, step: name, error: String(error) }),
    )
  }
}
