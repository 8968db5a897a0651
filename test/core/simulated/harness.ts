import {
  simulated,
  type SimulatedAction,
  type SimulatedClock,
  type SimulatedOptions,
  type SimulatedStep,
} from '../../../src/provider/simulated'
import type { JoinRequest, PlayOffer, ProviderEvents, RoomProvider } from '../../../src/provider/types'

export const START = 1_700_000_000_000

export class FakeClock implements SimulatedClock {
  private time = START
  private next = 1
  private timers = new Map<number, { at: number; run: () => void }>()

  setTimeout(run: () => void, ms: number): unknown {
    this.timers.set(this.next, { at: this.time + ms, run })
    return this.next++
  }

  clearTimeout(timer: unknown): void {
    this.timers.delete(timer as number)
  }

  now(): number {
    return this.time
  }

  get pending(): number {
    return this.timers.size
  }

  advance(ms: number): void {
    const until = this.time + ms
    for (;;) {
      const due = [...this.timers]
        .filter(([, { at }]) => at <= until)
        .sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0]
      if (!due) break
      this.timers.delete(due[0])
      this.time = due[1].at
      due[1].run()
    }
    this.time = until
  }
}

export interface Entry {
  at: number
  event: keyof ProviderEvents
  payload: unknown
}

/** Every event, exhaustive by type: one added to the contract breaks the build here. */
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

export function listen(provider: RoomProvider, clock: FakeClock): Entry[] {
  const log: Entry[] = []
  for (const event of Object.keys(EVENTS) as (keyof ProviderEvents)[]) {
    provider.events.on(event, (payload) => log.push({ at: clock.now() - START, event, payload }))
  }
  return log
}

export async function room(options: SimulatedOptions = {}, request: Partial<JoinRequest> = {}) {
  const clock = new FakeClock()
  const provider = simulated({ clock, ...options })({})
  const log = listen(provider, clock)
  const snapshot = await provider.join({ roomId: 'r', token: '', ...request })
  const of = <K extends keyof ProviderEvents>(event: K) =>
    log.filter((entry) => entry.event === event).map(({ payload }) => payload as ProviderEvents[K])
  const names = () => log.map(({ event }) => event)
  return { provider, clock, log, snapshot, of, names }
}

export const people = [
  { name: 'Alice', role: 'anchor' as const, hue: 210 },
  { name: 'Bob' },
  { name: 'Carol', present: false },
]

export const at = (ms: number, action: SimulatedAction): SimulatedStep => ({ at: ms, do: action })

/** The one address of a simulated stream. */
export function urlOf({ urls }: PlayOffer): string {
  const [url, ...more] = urls
  if (url === undefined || more.length) throw new Error(`one address expected, got ${JSON.stringify(urls)}`)
  return url
}

/** What a player of this URL hears at a moment (ms since 1970), as `simulated()` documents `speak`. */
export function hears(url: string, now: number): boolean {
  return new URL(url).searchParams.getAll('speak').some((text) => {
    const [start = '', period = '', ...spans] = text.split(',')
    const since = now - Number(start)
    const time = Number(period) > 0 ? since % Number(period) : since
    return spans.some((span) => {
      const [from = '', to = ''] = span.split('-')
      return time >= Number(from) && time < Number(to)
    })
  })
}
