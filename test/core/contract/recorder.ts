/** Keeps what a provider tells, and waits for what it will. */
import type { Emitter } from '../../../src/emitter'
import type { ProviderEvents } from '../../../src/provider/types'

/** Exhaustive by type: an event added to the contract breaks the build here. */
const EVENTS: Record<keyof ProviderEvents, true> = {
  reconnecting: true,
  resumed: true,
  snapshot: true,
  left: true,
  rights: true,
  userJoined: true,
  userLeft: true,
  userUpdated: true,
  streamAdded: true,
  streamUpdated: true,
  streamRemoved: true,
  message: true,
  counts: true,
  linkRequested: true,
  linkSettled: true,
  linkStarted: true,
  linkEnded: true,
  seats: true,
  allSilenced: true,
  pushTarget: true,
  carrier: true,
  error: true,
}

interface Entry {
  event: keyof ProviderEvents
  payload: unknown
  taken: boolean
}

export class Recorder {
  readonly entries: Entry[] = []
  private readonly waits = new Map<() => void, string>()

  constructor(events: Emitter<ProviderEvents>) {
    for (const event of Object.keys(EVENTS) as (keyof ProviderEvents)[]) {
      events.on(event, (payload) => {
        this.entries.push({ event, payload, taken: false })
        for (const check of [...this.waits.keys()]) check()
      })
    }
  }

  /** The first event of this name not yet taken that fits, now or later; takes it. jest's own time limit ends a wait in vain. */
  async next<K extends keyof ProviderEvents>(
    event: K,
    fits: (payload: ProviderEvents[K]) => boolean = () => true,
  ): Promise<ProviderEvents[K]> {
    const found = await this.wait(event, () => {
      const fitting = this.entries.find(
        (entry) => entry.event === event && !entry.taken && fits(entry.payload as ProviderEvents[K]),
      )
      // At once, or two who wait would get the same.
      if (fitting) fitting.taken = true
      return fitting
    })
    return found.payload as ProviderEvents[K]
  }

  /** The first of these names, now or later; takes nothing. */
  first(...events: ReadonlyArray<keyof ProviderEvents>): Promise<keyof ProviderEvents> {
    return this.wait(events.join(' or '), () => this.entries.find(({ event }) => events.includes(event))?.event)
  }

  /** Every payload of this name so far. */
  of<K extends keyof ProviderEvents>(event: K): ProviderEvents[K][] {
    return this.entries.filter((entry) => entry.event === event).map(({ payload }) => payload as ProviderEvents[K])
  }

  /** What is waited for in vain and what came instead; says why a test did not end. */
  get stuck(): string | undefined {
    if (!this.waits.size) return undefined
    const came = this.entries.map(
      ({ event, payload, taken }) => `${taken ? '' : '! '}${event} ${JSON.stringify(payload)}`,
    )
    return `still waits for ${[...this.waits.values()].join(', ')}; came:\n  ${came.join('\n  ')}`
  }

  private wait<T>(what: string, find: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const check = (): void => {
        const found = find()
        if (found === undefined) return
        this.waits.delete(check)
        resolve(found)
      }
      this.waits.set(check, what)
      check()
    })
  }
}
