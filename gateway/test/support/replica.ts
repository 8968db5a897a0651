/** A follower that keeps everything it was told, and complaints about what must not be told. */
import type { Entry, Follower, Producer, Step, Stored } from '../../src/room/log'
import type { NewEvent } from '../../src/room/state'
import type { LogEvent, UserId } from '../../src/wire'
import { Log } from './events'

interface Told {
  entry: Entry
  own: boolean
}

export class Replica implements Follower {
  readonly restored: (Stored | undefined)[] = []
  readonly told = new Log<Told>()
  readonly moves = new Log<[user: UserId, connection: string]>()
  readonly counts = new Log<'counted'>()
  readonly turns = new Log<'turned'>()
  /** What a log must never do to its follower. */
  readonly faults: string[] = []
  /** Every text since the room began, in order: the state that the events fold to. */
  texts: string[] = []
  s = 0

  restore(stored: Stored | undefined): void {
    this.restored.push(stored)
    this.s = stored?.s ?? 0
    this.texts = [...((stored?.state as string[] | undefined) ?? [])]
  }

  entries(entries: readonly Entry[], own: boolean): void {
    if (this.restored.length === 0) this.faults.push('entries before restore')
    for (const entry of entries) {
      for (const event of entry.events) this.event(event)
      this.told.add({ entry, own })
    }
  }

  turned(): void {
    this.turns.add('turned')
  }

  moved(user: UserId, connection: string): void {
    this.moves.add([user, connection])
  }

  counted(): void {
    this.counts.add('counted')
  }

  dump(): Stored {
    return { s: this.s, state: [...this.texts] }
  }

  private event(event: LogEvent): void {
    if (event.s !== this.s + 1) this.faults.push(`seq ${event.s} after ${this.s}`)
    this.s = event.s
    this.texts.push(textOf(event))
  }
}

export function textOf({ k, d }: LogEvent): string {
  if (k !== 'barrage') throw new Error(`nobody wrote a ${k}`)
  return d.text
}

export const message = (text: string): NewEvent => ({ u: 'ann', k: 'barrage', d: { text, name: 'Ann', m: '' } })

export const by = (n: number, pk = 'pk'): Producer => ({ user: 'ann', pk, n })

/** A step of as many events as there are texts. */
export const step = (texts: string | readonly string[], producer?: Producer): Step => ({
  events: [texts].flat().map(message),
  ...(producer && { producer }),
})
