import type { Entry, Follower } from '../../room/log'
import { Ring } from '../../room/ring'
import { Senders } from '../../room/senders'
import { keptOf, type Chain } from './chain'
import { compareIds, NO_ENTRY, seqOf, type EntryId, type Origin, type Placed } from './entry'
import { Sequence, type Piece } from './sequence'
import type { Loaded } from './store'

/** What this gateway has of a room's log, and its follower, always in step with each other. */
export class Replica {
  /** Empty before the first {@link load}. */
  epoch = ''
  chain: Chain = []
  readonly ring: Ring
  readonly senders = new Senders()
  private readonly sequence = new Sequence(NO_ENTRY)
  private held = false

  constructor(
    size: number,
    private readonly follower: Follower,
    private readonly origin: Origin,
    /** Entries were told. */
    private readonly told: (entries: readonly Placed[]) => void,
  ) {
    this.ring = new Ring(size)
  }

  get last(): EntryId {
    return this.sequence.last
  }

  /** Entries have come whose forerunners have not. */
  get torn(): boolean {
    return this.sequence.torn
  }

  /** By the channel or an answer. */
  offer(piece: Piece): void {
    if (this.held) this.sequence.keep(piece)
    else this.tell(this.sequence.offer(piece))
  }

  /** Read from the log, while what is offered is held back or not. */
  add(piece: Piece): void {
    this.tell(this.sequence.offer(piece))
  }

  /** What is offered waits: it may be of an epoch that is over. */
  hold(held: boolean): void {
    this.held = held
  }

  /** Begins anew. @returns false when the log has a hole: nothing was changed */
  load({ epoch, chain, head, last, state, senders, entries }: Loaded): boolean {
    const from = state?.s ?? 0
    const fresh = entries.filter(({ id }) => seqOf(id) > from)
    if (fresh.reduce((count, { entry }) => count + entry.events.length, 0) !== head - from) return false
    const known = this.known(epoch, chain)
    const events = entries.flatMap(({ entry }) => entry.events)
    this.ring.clear((events[0]?.s ?? head + 1) - 1)
    for (const event of events) this.ring.push(event)
    this.senders.restore(senders)
    if (this.epoch !== epoch) this.sequence.clear()
    const turned = this.epoch !== '' && this.epoch !== epoch
    this.epoch = epoch
    this.chain = chain
    this.follower.restore(state)
    this.pass(fresh, (id) => compareIds(id, known) > 0)
    const waited = this.sequence.skipTo(last)
    if (turned) this.follower.turned()
    this.tell(waited)
    return true
  }

  /** The epoch is another one, and everything that was told is in it. */
  turn(epoch: string, chain: Chain): void {
    this.sequence.clear()
    this.epoch = epoch
    this.chain = chain
    this.follower.turned()
  }

  /** The last entry that the follower was told and that is still in the log. */
  private known(epoch: string, chain: Chain): EntryId {
    const kept = epoch === this.epoch ? this.last : (keptOf(chain, this.epoch) ?? NO_ENTRY)
    return compareIds(kept, this.last) < 0 ? kept : this.last
  }

  private tell(placed: readonly Placed[]): void {
    if (placed.length === 0) return
    for (const { id, entry } of placed) {
      for (const event of entry.events) this.ring.push(event)
      if (entry.producer) this.senders.remember(entry.producer, { s: seqOf(id), at: entry.at })
    }
    this.pass(placed, () => true)
    this.told(placed)
  }

  /** @param fresh the follower was not told it in an earlier life */
  private pass(placed: readonly Placed[], fresh: (id: EntryId) => boolean): void {
    let run: Entry[] = []
    let own = false
    const flush = (): void => {
      if (run.length > 0) this.follower.entries(run, own)
      run = []
    }
    for (const { id, origin, entry } of placed) {
      const mine = origin === this.origin && fresh(id)
      if (mine !== own) flush()
      own = mine
      run.push(entry)
    }
    flush()
  }
}
