/** What a room's log must answer, in the fewest words: compared with engines on random histories. */
import fc from 'fast-check'
import type { Append, RoomLog, Written } from '../../src/room/log'
import { by, step } from './replica'

type Answer = Awaited<ReturnType<RoomLog['append']>>

export class LogModel {
  readonly texts: string[] = []
  control = 0
  private readonly done = new Map<string, Map<number, { s: number; at: number }>>()

  append({ steps, at, basis }: Append): Answer {
    if (basis !== undefined && basis !== this.control) return 'conflict'
    return steps.map((one): Written | 'past' => {
      const { pk = '', n = 0 } = one.producer ?? {}
      const sender = this.done.get(pk) ?? new Map<number, { s: number; at: number }>()
      const before = sender.get(n)
      if (one.producer && before) return { ...before, dup: true }
      if (one.producer && n < Math.max(...sender.keys())) return 'past'
      for (const event of one.events) this.texts.push((event.d as { text: string }).text)
      const s = this.texts.length
      if (basis !== undefined && one.events.length > 0) this.control = s
      if (one.producer) this.done.set(pk, sender.set(n, { s, at }))
      return { s, at, dup: false }
    })
  }
}

/** An append as it is drawn; which number its basis is depends on what came before. */
export interface Drawn {
  steps: { texts: string[]; sender: number; n: number }[]
  basis: 'none' | 'last' | 'stale'
}

/** Steps of no to two events by nobody or one of two senders, whose numbers come again and out of order. */
export const drawnAppend: fc.Arbitrary<Drawn> = fc.record({
  steps: fc.array(
    fc.record({ texts: fc.array(fc.string(), { maxLength: 2 }), sender: fc.nat(2), n: fc.integer({ min: 1, max: 6 }) }),
    { maxLength: 3 },
  ),
  basis: fc.constantFrom('none', 'none', 'last', 'stale'),
})

export function toAppend({ steps, basis }: Drawn, at: number, control: number): Append {
  const producers = [undefined, 'a', 'b']
  return {
    at,
    steps: steps.map(({ texts, sender, n }) => {
      const pk = producers[sender]
      return step(texts, pk === undefined ? undefined : by(n, pk))
    }),
    ...(basis === 'last' && { basis: control }),
    ...(basis === 'stale' && { basis: control + 1 }),
  }
}
