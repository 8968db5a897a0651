/**
 * What keeps a media tag running: one state machine for both tags, over an ask (where?), an apply (attributes) and a device
 * (start and stop).
 *
 *              begin            picture, sound, 1002        2007, 3001-3005
 *    idle ──────────▶ starting ───────────────────▶ live ◀────────────────▶ buffering
 *     ▲                  │   ▲  ◀─ due ─┐             │  picture again           │
 *     │ tag gone         │   │          │             │                          │
 *     │                  ├───┼──────▶ retrying(n) ◀───┴────── terminal code ─────┘
 *     │     refused,     ▼   │          │ n > max
 *     │     denied,    failed(reason) ◀─┘
 *     │     cannot           └── retry(), another network ──▶ starting
 *     │
 *     │   any of starting, live, buffering, retrying:
 *     │     sleep(), 5000, 6000 ──▶ suspended ── wake() ──▶ starting
 *     │     interrupted(true), 5001 ──▶ interrupted ── interrupted(false), wake() ──▶ starting
 *     └──   halt() ──▶ idle, stopped
 *
 * `retrying(n)` lasts until the picture is back, through the wait and through attempt n itself. The platform's own retries
 * show as `buffering`, and only after the tag has once been live.
 */
import { type ErrorReason, LiveError } from '../errors'
import { Timer } from './clock'
import { ATTRIBUTES_MS, type DriverParts, STOP_MS } from './driver-parts'
import { MAX_ATTEMPTS, retryDelay } from './recovery'
import type { MediaPhase, MediaState } from './types'

const ACTIVE: readonly MediaPhase[] = ['starting', 'live', 'buffering', 'retrying', 'suspended', 'interrupted']

export class Driver<Target> {
  /** Everything asynchronous remembers the run it belongs to; a new one makes all older ones void. */
  private run = 0
  private attempt = 0
  /** The tag was told to start: it has to be stopped before it starts again. */
  private started = false
  /** The start belongs to the current run: native events are about it. */
  private armed = false
  /** Everything is ready but the tag is not mounted yet. */
  private parked = false
  private heard = false
  private asleep = false
  private taken = false
  private lastError: LiveError | undefined
  private readonly timer: Timer

  constructor(private readonly parts: DriverParts<Target>) {
    this.timer = new Timer(parts.clock)
  }

  get phase(): MediaPhase {
    return this.parts.state().phase
  }

  /** There is something that runs or is meant to. */
  get active(): boolean {
    return ACTIVE.includes(this.phase)
  }

  /** Native events are about the tag's current start. */
  get listening(): boolean {
    return this.armed
  }

  /** Starts, or starts over. `target` spares the question; `now` stops the tag before the question, not after the answer. */
  begin({ fresh = false, target, now = false }: { fresh?: boolean; target?: Target; now?: boolean } = {}): void {
    const mine = this.supersede()
    if (this.asleep) return this.parts.enter({ phase: 'suspended' })
    if (now) void this.stopTag()
    if (this.taken) return this.parts.enter({ phase: 'interrupted' })
    const showing = !now && (this.phase === 'live' || this.phase === 'buffering')
    if (this.attempt === 0 && !showing) this.parts.enter({ phase: 'starting' })
    void this.go(mine, fresh, target)
  }

  /** Begins with all attempts ahead, as after something changed for the better. */
  restart(fresh: boolean): void {
    this.attempt = 0
    this.begin({ fresh })
  }

  /** A person asks for it, so the app is in the foreground and its sound free, whatever was heard of that. */
  retry(): void {
    if (!this.active && this.phase !== 'failed') return
    this.asleep = this.taken = false
    this.restart(true)
  }

  /** The tag has come; starts what waited for it. @returns false when nothing did. */
  resume(): boolean {
    if (!this.parked) return false
    this.launch()
    return true
  }

  /** Ends: stops the tag and leaves no timer. */
  halt(state: MediaState): void {
    this.supersede()
    this.attempt = 0
    void this.stopTag()
    this.parts.enter(state)
  }

  /** The tag is gone: there is nothing left to stop. */
  detached(): void {
    this.started = false
    this.halt({ phase: 'idle' })
  }

  /** Background: no device call is allowed there (errno 102), so the tag is repaired on {@link wake}. */
  sleep(): void {
    this.asleep = true
    this.hold('suspended')
  }

  /** Foreground. Counts as the end of an interruption too: its own event may be lost while scripts are suspended. */
  wake(): void {
    this.asleep = this.taken = false
    // Ended in the background, where it could not be told: it must not come back by itself.
    if (!this.active) void this.stopTag()
    if (this.phase === 'suspended' || this.phase === 'interrupted') this.restart(false)
    else this.networkChanged()
  }

  /** A call or another app took the sound, or gave it back. */
  interrupted(on: boolean): void {
    this.taken = on
    if (on && this.phase !== 'suspended') this.hold('interrupted')
    if (!on && this.phase === 'interrupted') this.restart(false)
  }

  /** Another network, or a look after an absence: what waits or has given up tries now. */
  networkChanged(): void {
    const gaveUp = this.phase === 'failed' && this.lastError?.recoverable === true && this.parts.persistent()
    if (gaveUp || this.phase === 'retrying' || this.phase === 'buffering') this.restart(true)
  }

  /** Netstatus says that media flows: good enough where a code is missing, but a late report must not end an interruption. */
  flowing(what: 'picture' | 'sound'): void {
    if (this.phase !== 'starting' && this.phase !== 'retrying' && this.phase !== 'buffering') return
    if (what === 'picture') this.alive()
    else this.sounded()
  }

  /** The media flows. */
  alive(): void {
    if (!this.armed) return
    this.attempt = 0
    this.heard = true
    this.timer.clear()
    this.parts.enter({ phase: 'live' })
  }

  /** A sound came; that is enough where no picture is expected. */
  sounded(): void {
    if (!this.armed) return
    this.heard = true
    if (this.parts.expects() === 'audio') this.alive()
  }

  /** This attempt is over: the next one waits its turn, if there is one. */
  lost(error: LiveError, code?: number): void {
    const { clock, maxAttempts = MAX_ATTEMPTS } = this.parts
    if (!error.recoverable || this.attempt >= maxAttempts) return this.fail(error, code)
    this.supersede()
    this.attempt += 1
    this.parts.enter({ phase: 'retrying', attempt: this.attempt })
    const delay = Math.max(retryDelay(this.attempt, clock.random()), error.waitMs ?? 0)
    this.timer.start(delay, () => this.begin({ fresh: true }))
  }

  /** Ends until somebody does something about it. */
  fail(error: LiveError, code?: number): void {
    this.lastError = error
    this.halt({ phase: 'failed', reason: error.reason, ...(code === undefined ? {} : { code }) })
    this.parts.error(error)
  }

  /** A failure that changes nothing here, but may concern a person. */
  report(thrown: unknown, reason: ErrorReason, message: string): void {
    this.parts.error(LiveError.from(thrown, reason, message))
  }

  private hold(phase: 'suspended' | 'interrupted'): void {
    if (!this.active) return
    this.supersede()
    this.parts.enter({ phase })
  }

  private supersede(): number {
    this.armed = this.parked = this.heard = false
    this.run += 1
    this.timer.clear()
    return this.run
  }

  private async go(mine: number, fresh: boolean, given?: Target): Promise<void> {
    let target: Target
    try {
      target = given ?? (await this.parts.ask(fresh))
    } catch (thrown) {
      if (mine !== this.run) return
      const error = LiveError.from(thrown, this.parts.failure, 'the provider gave no address')
      return this.parts.persistent() ? this.lost(error) : this.fail(error)
    }
    // Stopped only now: a tag never sees its attributes change while it runs, and the old picture stays until then.
    if (mine === this.run && this.started) await this.timer.wait(STOP_MS, this.stopTag())
    if (mine !== this.run) return this.parts.late(target)
    if (this.attempt === 0) this.parts.enter({ phase: 'starting' })
    this.parts.apply(target)
    await this.timer.wait(ATTRIBUTES_MS)
    if (mine === this.run) this.launch()
  }

  private launch(): void {
    const device = this.parts.device()
    this.parked = !device
    if (!device) return
    const mine = this.run
    this.started = this.armed = true
    const { startTimeout } = this.parts
    if (startTimeout !== undefined) this.timer.start(startTimeout, () => this.overdue())
    const starting = async () => device.start()
    starting().catch((thrown: unknown) => {
      const error = LiveError.from(thrown, 'device-failed', 'the native tag refused to start')
      this.parts.error(error)
      if (mine === this.run) this.lost(error)
    })
  }

  /** Sound without the expected picture is a stream without one; neither is a stream that does not come. */
  private overdue(): void {
    if (this.heard || this.parts.expects() === 'connection') this.alive()
    else
      this.lost(LiveError.of(this.parts.failure, 'no picture or sound after the start: check that somebody publishes'))
  }

  /** A refusal is reported, and no reason to wait. In the background the tag keeps its need to be stopped until {@link wake}. */
  private async stopTag(): Promise<void> {
    const device = this.parts.device()
    if (!this.started || !device || this.asleep) return
    this.started = false
    try {
      await device.stop()
    } catch (thrown) {
      this.report(thrown, 'device-failed', 'the native tag refused to stop')
    }
  }
}
