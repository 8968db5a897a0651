import { Emitter } from '../emitter'
import { nextGrade, UNGRADED } from './quality'
import type { NativeEvent, PlayMode, PushMode, StreamId, TagAttributes } from '../provider/types'
import type { Grade, MediaEvents, MediaPhase, MediaState, NativeCode, NetStatus } from './types'

/** What the snapshots of both tags have. */
export interface MediaSnapshot {
  streamId: StreamId
  state: MediaState
  attributes: { mode: PlayMode | PushMode; maxCache?: number; extra: TagAttributes }
  grade: Grade
  stats: NetStatus
  volume: number
}

/** What a controller shows: one immutable snapshot, and an event when it changed. */
export interface Shown<S> {
  snapshot: S
  readonly events: Emitter<MediaEvents<S>>
  /** The last native codes, oldest first: a log to look at, so it is no part of the snapshot and no event tells of it. */
  readonly codes: NativeCode[]
}

/** What a snapshot starts from, and comes back to. */
export interface CellSpec<S extends MediaSnapshot> {
  streamId: StreamId
  attributes: S['attributes']
  /** What the attributes of a tag that is over are: no address. */
  over: Partial<S['attributes']>
}

/** The snapshot of a controller and the ways to change it. `change` goes out only when something did, with a fresh object. */
export interface Cell<S extends MediaSnapshot> {
  shown: Shown<S>
  /** Whether the tag is in one of the phases. */
  is(...phases: MediaPhase[]): boolean
  /** There is something that runs or is meant to. */
  active(): boolean
  /** Whether a change has to reach a running, or starting, tag. */
  running(): boolean
  patch(change: Partial<S>): void
  patchAttributes(change: Partial<S['attributes']>): void
  /** A new state. Grade and volume are only known while the media flows, the figures as long as somebody cares. */
  enter(state: MediaState): void
  /** One netstatus report: at most one `change`. */
  measured(stats: NetStatus, tag: NativeEvent['tag'], media: { audio: boolean; video: boolean }): void
  /** 0-100 in steps of 10: it ticks several times a second, and nobody sees a finer step. */
  sounded(volume: number): void
}

/** The first snapshot: idle, with what the tag's description starts from. */
export function createCell<S extends MediaSnapshot>({ streamId, attributes, over }: CellSpec<S>): Cell<S> {
  const events = new Emitter<MediaEvents<S>>()
  const nothing = { streamId, grade: 0, stats: {}, volume: 0 }
  const shown = {
    snapshot: { ...nothing, attributes, state: { phase: 'idle' } } as unknown as S,
    events,
    codes: [] as NativeCode[],
  }
  let graded = UNGRADED

  const is = (...phases: MediaPhase[]) => phases.includes(shown.snapshot.state.phase)

  const patch = (change: object) => {
    const next = { ...shown.snapshot, ...change }
    // Plain data whose keys stay in order, so that its text says whether it is the same.
    if (JSON.stringify(next) === JSON.stringify(shown.snapshot)) return
    shown.snapshot = next
    events.emit('change', next)
  }

  const patchAttributes = (change: object) => patch({ attributes: { ...shown.snapshot.attributes, ...change } })

  return {
    shown,
    is,
    active: () => !is('idle', 'failed', 'stopped'),
    running: () => is('starting', 'live', 'buffering', 'retrying'),
    patch,
    patchAttributes,
    enter(state) {
      const { phase } = state
      const flows = phase === 'live' || phase === 'buffering'
      if (!flows) graded = UNGRADED
      if (phase === 'idle' || phase === 'stopped')
        patch({ ...nothing, attributes: { ...shown.snapshot.attributes, ...over, extra: {} }, state })
      else patch({ ...(!flows && { grade: 0, volume: 0 }), state })
    },
    measured(stats, tag, media) {
      if (is('live', 'buffering')) graded = nextGrade(graded, stats, { ...shown.snapshot.attributes, ...media, tag })
      patch({ stats, grade: graded.grade })
    },
    sounded(volume) {
      if (is('live') && volume >= 0) patch({ volume: Math.round(Math.min(100, volume) / 10) * 10 })
    },
  }
}
