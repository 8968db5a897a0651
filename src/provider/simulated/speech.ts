/**
 * Who speaks when. Like `freeze` it travels in the play URL, because only the player can let it be heard:
 * `speak=<start>,<period>,<from>-<to>,<from>-<to>...`, any number of them. `start` is ms since 1970; the windows are ms after
 * it, and come again every `period` ms unless that is 0. Whoever plays the URL reports sound inside of a window, silence outside.
 */
import { hashOf, randomOf } from './random'

/** One window, ms after the start. */
export type Span = readonly [from: number, to: number]

/** A talker's pattern repeats after this, ms. */
const PERIOD = 12_000
const TURNS = 3

/** The `speak` parameter, with the `&`; empty when nothing is said. */
export function speakParameter(start: number, period: number, spans: readonly Span[]): string {
  if (!spans.length) return ''
  return `&speak=${[start, period, ...spans.map(([from, to]) => `${from}-${to}`)].join(',')}`
}

/** @param share of the time, 0-1; the same windows for the same name and seed */
export function talk(start: number, name: string, seed: number, share: number): string {
  const random = randomOf(hashOf(name) ^ seed)
  const turn = PERIOD / TURNS
  const spans = Array.from({ length: TURNS }, (_, index): Span => {
    const length = Math.round(turn * Math.min(1, share * (0.6 + random() * 0.8)))
    const from = index * turn + Math.round(random() * (turn - length))
    return [from, from + length]
  })
  return speakParameter(start, PERIOD, share > 0 ? spans : [])
}
