/**
 * The judge of every fault: from what senders were promised and receivers were told, what was lost, doubled, out of order,
 * or passed over in silence. Pure, and itself tested by planting each of these.
 *
 * A receiver's record falls into lives: each begins with a snapshot and ends with the next one, a declared gap. What is
 * missing between two lives was declared; within a life nothing may be.
 */
import { livesOf, type Life } from './lives'
import type { Acknowledgement, Position, ReceiverRecord, Said, Truth } from './record'

export interface Verdict {
  acknowledged: number
  /** Acknowledged messages that a receiver should have and has not, once a receiver. */
  lost: number
  /** Deliveries of what had been delivered before. */
  doubled: number
  /** Deliveries behind a later one, of the same sender or in the log's order. */
  reordered: number
  /** Gaps declared. */
  gaps: number
  /** Holes and turns of the log that nobody declared; two readers with another message at the same place. */
  undeclared: number
  /** Gaps declared to who could have gone on. */
  wrong: number
  /** Acknowledged messages that a roll-back of the log took from everybody. */
  rolledBack: number
  /** The first few findings, in words. */
  findings: string[]
}

const FINDINGS = 12

export const placeOf = ({ epoch, s }: Position): string => `${epoch}:${s}`
const nameOf = ({ from, number }: Said): string => `${from}#${number}`

class Court {
  readonly verdict: Verdict = {
    ...{ acknowledged: 0, lost: 0, doubled: 0, reordered: 0, gaps: 0, undeclared: 0, wrong: 0, rolledBack: 0 },
    findings: [],
  }
  /** Place in a room -> the message everybody has to see there. */
  private readonly places = new Map<string, string>()

  constructor(private readonly truth: Truth) {}

  find(kind: 'lost' | 'doubled' | 'reordered' | 'undeclared' | 'wrong', what: string): void {
    this.verdict[kind]++
    if (this.verdict.findings.length < FINDINGS) this.verdict.findings.push(`${kind}: ${what}`)
  }

  /** Seq behind which the epoch's events are gone, by the time of a later epoch or in the end: a later restore may go deeper. */
  restoredTo(epoch: string, until?: string): number {
    const { restores = [], epochs = restores.map((restore) => restore.epoch) } = this.truth
    const end = until === undefined || !epochs.includes(until) ? Infinity : epochs.indexOf(until)
    const within = (at: number): boolean => at >= epochs.indexOf(epoch) && at < end
    if (!epochs.includes(epoch)) return Infinity
    return Math.min(...restores.filter((restore) => within(epochs.indexOf(restore.epoch))).map((restore) => restore.s))
  }

  agree(room: string, message: Said, who: string): void {
    if (message.s > this.restoredTo(message.epoch)) return
    // One log has one message at each place that stands, whatever the epoch was called then.
    const place = this.truth.volatile ? `${room} ${placeOf(message)}` : `${room} ${message.s}`
    const there = this.places.get(place) ?? nameOf(message)
    this.places.set(place, there)
    if (there !== nameOf(message)) this.find('undeclared', `${who}: ${nameOf(message)} at ${place}, where ${there} was`)
  }

  holes(life: Life, who: string): void {
    for (const hole of life.holes) this.find('undeclared', `${who}: ${hole}`)
    for (const { epoch, s, to } of life.turns) {
      if (s > this.restoredTo(epoch, to))
        this.find('undeclared', `${who}: went on from ${epoch}:${s}, which was rolled back`)
    }
  }

  gap(life: Life, next: Life, who: string): void {
    this.verdict.gaps++
    const { volatile = false, ring = Infinity } = this.truth
    const { epoch, s } = life.cursor
    const { start } = next
    const right = (volatile && start.epoch !== epoch) || s > this.restoredTo(epoch, start.epoch) || start.s - s >= ring
    if (!right) this.find('wrong', `${who}: a gap at ${epoch}:${s}, to ${start.epoch}:${start.s}`)
  }

  order(life: Life, who: string): void {
    const told = new Set<string>()
    const last = new Map<string, number>()
    let place = 0
    for (const message of life.messages) {
      const name = nameOf(message)
      if (told.has(name)) this.find('doubled', `${who}: ${name}`)
      else if (message.number < (last.get(message.from) ?? 0)) this.find('reordered', `${who}: ${name} too late`)
      else if (message.s <= place) this.find('reordered', `${who}: ${name} at ${message.s}, after ${place}`)
      told.add(name)
      last.set(message.from, Math.max(message.number, last.get(message.from) ?? 0))
      place = Math.max(place, message.s)
    }
  }

  /** Whether the log was called so while the life lasted, or before. */
  private within(life: Life, epoch: string): boolean {
    const { epochs, volatile } = this.truth
    if (!epochs || volatile) return life.epochs.includes(epoch)
    return epochs.indexOf(epoch) <= epochs.indexOf(life.cursor.epoch)
  }

  losses(life: Life, promised: readonly Acknowledgement[], who: string): void {
    const told = new Set(life.messages.map(nameOf))
    const spans = new Map<string, { first: number; last: number }>()
    for (const { from, number } of life.messages) {
      const span = spans.get(from)
      spans.set(from, { first: Math.min(number, span?.first ?? number), last: Math.max(number, span?.last ?? number) })
    }
    for (const message of promised) {
      if (told.has(nameOf(message)) || message.s > this.restoredTo(message.epoch)) continue
      const span = spans.get(message.from)
      const between = span !== undefined && message.number > span.first && message.number < span.last
      const due = message.s > life.start.s && message.s <= life.due && this.within(life, message.epoch)
      if (between || due) this.find('lost', `${who}: ${nameOf(message)}, acknowledged at ${placeOf(message)}`)
    }
  }
}

/** @param truth what is known of the fault; see {@link Truth} */
export function check(
  records: readonly ReceiverRecord[],
  acknowledgements: readonly Acknowledgement[],
  truth: Truth = {},
): Verdict {
  const court = new Court(truth)
  const { verdict } = court
  verdict.acknowledged = acknowledgements.length
  for (const message of acknowledgements) {
    if (message.s > court.restoredTo(message.epoch)) verdict.rolledBack++
    court.agree(message.room, message, 'the gateway')
  }
  for (const { receiver, room, facts } of records) {
    const promised = acknowledgements.filter((message) => message.room === room)
    const lives = livesOf(facts)
    for (const [index, life] of lives.entries()) {
      const next = lives[index + 1]
      for (const message of life.messages) court.agree(room, message, receiver)
      court.holes(life, receiver)
      court.order(life, receiver)
      court.losses(life, promised, receiver)
      if (next) court.gap(life, next, receiver)
    }
  }
  return verdict
}

/** Whether nothing at all was found; declared gaps that were right are no finding. */
export function isClean({ lost, doubled, reordered, undeclared, wrong }: Verdict): boolean {
  return lost + doubled + reordered + undeclared + wrong === 0
}
