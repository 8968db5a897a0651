import type { ErrorReason, LiveError } from '../errors'
import type { NativeEvent } from '../provider/types'
import { systemClock } from './clock'
import type { NativeCode } from './codes'
import { Driver } from './driver'
import type { DriverParts } from './driver-parts'
import { applyEffect, codeOf, tagError } from './effects'
import type { Lifecycle, PlayerPorts, PusherPorts } from './ports'
import { netStatusOf } from './netstatus'
import { MediaCell, type MediaSnapshot } from './snapshot'
import type { MediaState, NetStatus } from './types'

type Own = 'clock' | 'maxAttempts' | 'state' | 'enter' | 'error'

/** What both controllers are: a snapshot, a driver, and native events that move the driver. */
export abstract class MediaController<S extends MediaSnapshot, Target> implements Lifecycle {
  protected readonly cell: MediaCell<S>
  protected readonly driver: Driver<Target>

  constructor(
    private readonly tag: NativeEvent['tag'],
    private readonly common: Pick<PlayerPorts | PusherPorts, 'native' | 'clock' | 'maxAttempts'>,
    initial: S,
    private readonly parts: Omit<DriverParts<Target>, Own>,
  ) {
    this.cell = new MediaCell(initial)
    this.driver = new Driver<Target>({
      ...parts,
      clock: common.clock ?? systemClock,
      maxAttempts: common.maxAttempts,
      state: () => this.snapshot.state,
      enter: (state) => this.enter(state),
      error: (error) => this.failed(error),
    })
  }

  get snapshot(): S {
    return this.cell.snapshot
  }

  get events() {
    return this.cell.events
  }

  native(type: NativeEvent['type'], detail: unknown): void {
    this.common.native({ tag: this.tag, streamId: this.snapshot.streamId, type, detail })
    const code = codeOf(detail)
    switch (type) {
      case 'statechange':
        return this.effect(code, detail)
      case 'netstatus':
        if (this.driver.active) this.netstatus(netStatusOf(detail))
        return
      case 'audiovolumenotify':
        return this.cell.volume(detail)
      case 'error':
        // A refused camera comes as a state code and as an error, with the same number.
        if (this.lookup(code).effect.startsWith('denied')) this.effect(code, detail)
        else tagError(this.driver, this.tag, detail)
    }
  }

  sleep(): void {
    this.driver.sleep()
  }

  wake(): void {
    this.driver.wake()
  }

  interrupted(on: boolean): void {
    this.driver.interrupted(on)
  }

  networkChanged(): void {
    this.driver.networkChanged()
  }

  /** The tag's code table. */
  protected abstract lookup(code: number): NativeCode
  protected abstract netstatus(stats: NetStatus): void
  /** What else a state changes: a tag that is over has no address. */
  protected abstract enter(state: MediaState): void

  protected failed(error: LiveError): void {
    this.events.emit('error', error)
  }

  /** Lets a promise go its way without being waited for; its rejection is reported. */
  protected report(work: Promise<unknown>, reason: ErrorReason, message: string): void {
    work.catch((thrown: unknown) => this.driver.report(thrown, reason, message))
  }

  /** Whether a change has to reach a running, or starting, tag. */
  protected get running(): boolean {
    const { phase } = this.snapshot.state
    return phase === 'starting' || phase === 'live' || phase === 'buffering' || phase === 'retrying'
  }

  private effect(code: number, detail: unknown): void {
    const { failure, expects } = this.parts
    applyEffect(this.driver, code, this.lookup(code), {
      detail,
      failure,
      expects,
      enter: (state) => this.enter(state),
    })
  }
}
