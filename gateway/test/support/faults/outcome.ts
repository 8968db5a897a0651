/** What a fault's runs come to: one row of bench/out/faults.json. */
import { check } from './checker'
import type { Crew, Evidence } from './crew'
import type { Truth } from './record'

export interface FaultOptions {
  /** How often the fault is done. */
  runs: number
  /** Messages a second meanwhile. Default 200. */
  rate?: number
  /** Told how it goes, in a few words. */
  log?(text: string): void
}

export interface Outcome {
  runs: number
  acknowledged: number
  lost: number
  doubled: number
  reordered: number
  gaps: number
  undeclared: number
  wrong: number
  /** What else was seen: times in ms, memory in bytes, counts. */
  figures: Record<string, number>
  /** What was wrong, in words; empty when nothing was. */
  findings: string[]
}

/** A row for what is not about messages. */
export function outcome(runs: number, figures: Record<string, number>, findings: readonly string[]): Outcome {
  const nothing = { acknowledged: 0, lost: 0, doubled: 0, reordered: 0, gaps: 0, undeclared: 0, wrong: 0 }
  return { runs, ...nothing, figures, findings: [...findings] }
}

/** Share `part` of the values is at most this. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0) * 10) / 10
}

/** Judges what several crews of one gateway have on record. */
export function judge(
  runs: number,
  evidence: readonly Evidence[],
  truth: Truth,
  figures: Record<string, number> = {},
): Outcome {
  const acknowledgements = evidence.flatMap((part) => part.acknowledgements)
  const verdict = check(
    evidence.flatMap((part) => part.records),
    acknowledgements,
    truth,
  )
  const { acknowledged, lost, doubled, reordered, gaps, undeclared, wrong, rolledBack, findings } = verdict
  const dups = acknowledgements.filter(({ dup }) => dup).length
  const counts = { runs, acknowledged, lost, doubled, reordered, gaps, undeclared, wrong }
  return { ...counts, figures: { dups, rolledBack, ...figures }, findings }
}

/** Lets everybody finish, and judges what they have on record. */
export async function conclude(
  crew: Crew,
  runs: number,
  truth: Truth = {},
  figures: Record<string, number> = {},
): Promise<Outcome> {
  await crew.finish()
  const stallMs = Math.round(crew.acknowledged.reduce((most, ms) => Math.max(most, ms), 0))
  const refused = crew.senders.reduce((sum, client) => sum + client.refused, 0)
  const known = { epochs: crew.epochs, ...truth }
  const outcome = judge(runs, [crew.evidence], known, { stallMs, refused, ...figures })
  const refusals = new Set(crew.senders.flatMap((client) => [...client.refusals]))
  return { ...outcome, findings: [...outcome.findings, ...refusals] }
}
