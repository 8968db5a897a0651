import { Emitter } from '../emitter'
import { isObject } from './is-object'
import { type GradeContext, nextGrade, UNGRADED } from './quality'
import type { StreamId } from '../provider/types'
import type { Grade, MediaEvents, MediaState, NetStatus } from './types'

/** Equal as plain data; snapshots are shallow, so this ends after two levels. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (!isObject(a) || !isObject(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && same(a[key], b[key]))
}

export interface MediaSnapshot {
  streamId: StreamId
  state: MediaState
  grade: Grade
  stats: NetStatus
  volume: number
}

/** The snapshot of a controller: `change` goes out only when something really changed, with a fresh object. */
export class MediaCell<S extends MediaSnapshot> {
  readonly events = new Emitter<MediaEvents<S>>()
  private graded = UNGRADED

  constructor(private current: S) {}

  get snapshot(): S {
    return this.current
  }

  patch(change: Partial<S>): void {
    const keys = (Object.keys(change) as (keyof S)[]).filter((key) => !same(this.current[key], change[key]))
    if (!keys.length) return
    const next = { ...this.current }
    for (const key of keys) next[key] = change[key] as S[keyof S]
    this.current = next
    this.events.emit('change', next)
  }

  /** A new state; grade and volume are only known while the media flows, the figures as long as somebody cares. */
  enter(state: MediaState, more: Partial<S> = {}): void {
    const flowing = state.phase === 'live' || state.phase === 'buffering'
    const over = state.phase === 'idle' || state.phase === 'stopped'
    if (!flowing) this.graded = UNGRADED
    const quiet = flowing ? {} : { grade: 0, volume: 0, ...(over ? { stats: {} } : {}) }
    this.patch({ ...quiet, ...more, state } as Partial<S>)
  }

  /** One netstatus report: at most one `change`. */
  stats(stats: NetStatus, context: GradeContext): void {
    const { phase } = this.current.state
    if (phase === 'live' || phase === 'buffering') this.graded = nextGrade(this.graded, stats, context)
    this.patch({ stats, grade: this.graded.grade } as Partial<S>)
  }

  /** 0-100 in steps of 10: it ticks several times a second, and nobody sees a finer step. */
  volume(detail: unknown): void {
    const raw = Number(isObject(detail) ? detail.volume : NaN)
    if (!Number.isFinite(raw) || this.current.state.phase !== 'live') return
    this.patch({ volume: Math.round(Math.min(100, Math.max(0, raw)) / 10) * 10 } as Partial<S>)
  }
}
