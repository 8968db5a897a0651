/** The engine of a room: commands are decided on the replica, written, and applied when the log tells them. */
import { randomBytes } from 'node:crypto'
import type { User, UserId } from '../wire'
import { decide } from './decide'
import type { Append, Producer, Receipt, RoomLog, Step, Written } from './log'
import { refuse, type Context, type Decision, type Refusal, type RoomCommand } from './rules'
import { Serial } from './serial'
import type { RoomContext } from './settings'
import { isMessage, type State } from './state'
import { Timers } from './timers'

/** A command that was carried out, now or (`dup`) before. */
export interface Done {
  receipt: Receipt
  dup: boolean
}

/** `wait`: ms after which the same command may succeed. */
export type Outcome = Done | (Refusal & { wait?: number })
export type Busy = Refusal & { wait: number }

/** A command, who gives it, and what only the room knows about them. */
export interface Job {
  actor: UserId
  command: RoomCommand
  producer?: Producer | undefined
  /** The customer's backend acts. */
  system?: boolean | undefined
  /** What an actor who is not here is called. */
  name?: string | undefined
  /** Whom it is about, if here and not listed. */
  someone?: User | undefined
}

/** How long a sender waits when the log cannot be written, ms. */
const BUSY_WAIT = 500
/** Decisions again, because others wrote meanwhile, before the sender is asked to wait. */
const ATTEMPTS = 64
const AT_ONCE = 256

const PAST = refuse('malformed', 'a later command was carried out already; numbers only go up')

interface Waiting {
  job: Job
  done(outcome: Outcome): void
}

export class Core {
  readonly timers = new Timers()
  /** Set when the room is open. */
  log!: RoomLog
  /** Counts what the log has told. */
  version = 0
  private readonly serial = new Serial()
  private messages: Waiting[] = []

  constructor(
    readonly room: string,
    readonly state: { now: State },
    readonly context: RoomContext,
    /** Somebody who is here and not listed. */
    private readonly guest: (user: UserId) => User | undefined,
  ) {}

  /** Steps are running or waiting. */
  get busy(): boolean {
    return this.serial.pending > 0
  }

  perform(job: Job): Promise<Outcome> {
    return isMessage(job.command.k) ? this.say(job) : this.serial.run(() => this.step(job))
  }

  /** Messages do not look at each other: all that wait are written at once. */
  private say(job: Job): Promise<Outcome> {
    return new Promise((done) => {
      this.messages.push({ job, done })
      if (this.messages.length > 1) return
      void this.serial.run(() => this.talk())
    })
  }

  private async talk(): Promise<void> {
    const waiting = this.messages.splice(0, AT_ONCE)
    if (this.messages.length > 0) void this.serial.run(() => this.talk())
    const outcome = await this.ask(() => this.tell(waiting))
    if (outcome) for (const { done } of waiting) done(outcome)
  }

  private async tell(waiting: readonly Waiting[]): Promise<void> {
    const steps: Step[] = []
    const written: Waiting[] = []
    const again: Waiting[] = []
    for (const one of waiting) {
      const decision = this.known(one.job.producer) ?? this.decide(one.job)
      if (Array.isArray(decision) && !decision.every(({ k }) => isMessage(k))) again.push(one)
      else if (Array.isArray(decision)) {
        steps.push({ events: decision, ...(one.job.producer && { producer: one.job.producer }) })
        written.push(one)
      } else if ('receipt' in decision) one.done(decision)
      else again.push(one)
    }
    const results = steps.length > 0 ? await this.append({ steps, at: this.context.now() }) : []
    written.forEach(({ done }, index) => done('code' in results ? results : outcomeOf(results[index] as Result)))
    // A refusal is looked at once more, alone.
    for (const { job, done } of again) done(await this.step(job))
  }

  /** Runs steps that belong together, with nobody else's between them. */
  alone<T>(steps: () => Promise<T>): Promise<T> {
    return this.serial.run(steps)
  }

  /** Only inside {@link alone}. */
  async step(job: Job): Promise<Outcome> {
    const { producer, command } = job
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const known = this.known(producer)
      if (known) return known
      const decision = this.decide(job)
      if (!Array.isArray(decision)) {
        // A no is only as good as the replica, and a resend may be in the log through another gateway.
        const synced = await this.synced()
        if (synced === 'same') return this.known(producer) ?? decision
        if (synced !== 'more') return synced
        continue
      }
      if (decision.length === 0 && !producer) return this.unchanged()
      const basis =
        isMessage(command.k) && decision.every(({ k }) => isMessage(k)) ? {} : { basis: this.state.now.control }
      const steps = [{ events: decision, ...(producer && { producer }) }]
      const results = await this.append({ steps, at: this.context.now(), ...basis })
      if ('code' in results) return results
      if (results[0] !== undefined) return outcomeOf(results[0])
      this.context.meter.conflicts++
    }
    return { ...refuse('busy', 'too many people change this room at once'), wait: BUSY_WAIT }
  }

  /** What there is to say to a command whose number was seen, or is behind one that was. */
  known(producer: Producer | undefined): Outcome | undefined {
    const seen = producer && this.log.seen(producer)
    if (seen === 'past') return PAST
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
      (error: unknown) => this.fault(name, error),
    )
  }

  /** @returns what was asked of the log, or why it cannot be asked now */
  async ask<T>(question: () => Promise<T>): Promise<T | Busy> {
    try {
      return await question()
    } catch (error) {
      return this.unavailable(error)
    }
  }

  /** The log cannot be written or read now. */
  unavailable(error: unknown): Busy {
    this.context.report('error', 'log.unavailable', { room: this.room, error: String(error) })
    return { ...refuse('busy', 'the room cannot be written right now'), wait: BUSY_WAIT }
  }

  private decide({ actor, command, producer, system, name, someone }: Job): Decision {
    const context: Context = {
      now: this.context.now(),
      newId: () => randomBytes(6).toString('base64url'),
      mark: producer ? `${producer.pk}:${producer.n}` : '',
      requestTtl: this.context.settings.requestTtl,
      listed: this.context.settings.listed,
      guest: this.state.now.users.has(actor) ? undefined : this.guest(actor),
      someone,
      system,
      name,
    }
    return decide(this.state.now, actor, command, context)
  }

  /** @returns no result: a conflict */
  private async append(append: Append): Promise<readonly Result[] | Busy> {
    const began = performance.now()
    try {
      const results = await this.log.append(append)
      this.context.meter.appended(performance.now() - began)
      return results === 'conflict' ? [] : results
    } catch (error) {
      this.context.meter.unavailable++
      return this.unavailable(error)
    }
  }

  private synced(): Promise<'same' | 'more' | Busy> {
    const before = this.version
    return this.ask(async () => {
      await this.log.sync()
      return before === this.version ? 'same' : 'more'
    })
  }

  private fault(step: string, error: unknown): void {
    this.context.report('error', 'room.failed', { room: this.room, step, error: String(error) })
  }
}

type Result = Written | 'past'

function outcomeOf(result: Result): Outcome {
  if (result === 'past') return PAST
  const { dup, s, at } = result
  return { receipt: { s, at }, dup }
}
