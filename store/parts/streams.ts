import { action, computed, makeObservable, observable, type ObservableMap } from 'mobx-miniprogram'
import type { NetStatus, PlayerSnapshot, Room, Stream, StreamId } from '../../src/index'
import type { StreamView } from '../types'
import type { UsersStore } from './users'

/** Figures tick apart from the view: only an opened badge reads them. */
interface StreamBox {
  view: StreamView
  figures: { stats: NetStatus }
  off: () => void
}

function media({ state, attributes, grade, volume }: PlayerSnapshot) {
  return {
    phase: state.phase,
    failure: state.phase === 'failed' ? state.reason : '',
    attempt: state.phase === 'retrying' ? state.attempt : 0,
    grade,
    volume,
    muted: attributes.muted,
    src: attributes.src,
    mode: attributes.mode,
    minCache: attributes.minCache,
    maxCache: attributes.maxCache,
    extra: attributes.extra,
  }
}

/** Remote streams: one box of observable primitives a stream, so that a volume tick wakes who reads that volume only. */
export class StreamsStore {
  private readonly boxes: ObservableMap<StreamId, StreamBox> = observable.map({}, { deep: false })

  constructor(private readonly users: UsersStore) {
    makeObservable<this, 'sync'>(this, { ids: computed.struct, sync: action })
  }

  /** Ids in join order; a box that stays keeps its place. */
  get ids(): readonly StreamId[] {
    return Array.from(this.boxes.keys())
  }

  get(streamId: StreamId): StreamView | undefined {
    return this.boxes.get(streamId)?.view
  }

  stats(streamId: StreamId): NetStatus {
    return this.boxes.get(streamId)?.figures.stats ?? {}
  }

  private sync(room: Room): void {
    const me = room.session.snapshot.me?.id
    const remote = room.streams.snapshot.filter((stream) => stream.userId !== me)
    const kept = new Set(remote.map((stream) => stream.id))
    this.boxes.forEach((box, id) => {
      if (!kept.has(id)) this.remove(id, box)
    })
    for (const stream of remote) {
      const named = { ...stream, name: this.users.names[stream.userId] ?? stream.userId }
      const box = this.boxes.get(stream.id)
      if (box) Object.assign(box.view, named)
      else this.boxes.set(stream.id, this.open(room, named))
    }
  }

  private open(room: Room, stream: Stream & { name: string }): StreamBox {
    const player = room.player(stream.id)
    const view: StreamView = observable(
      { ...stream, ...media(player.snapshot) },
      { extra: observable.struct },
      { deep: false },
    )
    const figures = observable({ stats: player.snapshot.stats }, { stats: observable.struct })
    const change = action((snapshot: PlayerSnapshot) => {
      Object.assign(view, media(snapshot))
      figures.stats = snapshot.stats
    })
    return { view, figures, off: player.events.on('change', change) }
  }

  private remove(id: StreamId, box: StreamBox): void {
    box.off()
    this.boxes.delete(id)
  }

  /**
   * Names come from the users and "mine" from the session, whichever of the three is told first.
   * @returns undo
   */
  attach(room: Room): () => void {
    const sync = () => this.sync(room)
    sync()
    const offs = [room.streams.onChange(sync), room.users.onChange(sync)]
    let me = room.session.snapshot.me?.id
    offs.push(
      room.session.onChange((session) => {
        if (session.me?.id === me) return
        me = session.me?.id
        sync()
      }),
    )
    return action(() => {
      offs.forEach((off) => off())
      this.boxes.forEach((box, id) => this.remove(id, box))
    })
  }
}
