/** A receiver's record, cut at its declared gaps. */
import type { Fact, Position, Said } from './record'

export interface Life {
  /** The snapshot it began with. */
  start: Position
  /** What the app has been told in it, the snapshot's history first. */
  messages: Said[]
  /** What the log was called meanwhile, in order. */
  epochs: string[]
  /** The last seq it has to have: open in the last life. */
  due: number
  /** Where the log went on under another epoch, `to`: the cursor under the old one. */
  turns: (Position & { to: string })[]
  /** Frames that did not follow on the one before, in words. */
  holes: string[]
  cursor: Position
}

function begin({ epoch, s, messages }: Extract<Fact, { t: 'snapshot' }>): Life {
  return {
    start: { epoch, s },
    messages: [...messages],
    epochs: [epoch],
    due: Infinity,
    turns: [],
    holes: [],
    cursor: { epoch, s },
  }
}

function resume(life: Life, epoch: string): void {
  if (epoch === life.cursor.epoch) return
  life.turns.push({ ...life.cursor, to: epoch })
  life.epochs.push(epoch)
  life.cursor.epoch = epoch
}

function follow(life: Life, { first, last, count }: Extract<Fact, { t: 'events' }>): void {
  const { epoch, s } = life.cursor
  if (first > s + 1) life.holes.push(`${epoch}: ${first} follows ${s}`)
  if (count !== last - first + 1) life.holes.push(`${epoch}: ${count} events from ${first} to ${last}`)
  life.cursor.s = Math.max(s, last)
}

/** @throws Error when the record does not begin with a snapshot: then it is the recorder that is wrong */
export function livesOf(facts: readonly Fact[]): Life[] {
  const lives: Life[] = []
  for (const fact of facts) {
    const life = lives.at(-1)
    if (fact.t === 'snapshot') {
      if (life) life.due = life.cursor.s
      lives.push(begin(fact))
      continue
    }
    if (!life) throw new Error(`a record begins with a snapshot, not with "${fact.t}"`)
    if (fact.t === 'message') life.messages.push(fact)
    if (fact.t === 'resumed') resume(life, fact.epoch)
    if (fact.t === 'events') follow(life, fact)
  }
  return lives
}
