import { compareIds, type EntryId, type Placed } from './entry'

/** Entries written at once. */
export interface Piece {
  /** What stands before them. */
  before: EntryId
  last: EntryId
  /** Read only when they are needed: most pieces come twice, by the reply and by the channel. */
  entries(): readonly Placed[]
}

/** Puts pieces into their order, however they come, and drops what was there already. */
export class Sequence {
  private waiting: Piece[] = []

  constructor(private at: EntryId) {}

  /** The id of the last entry that was given out. */
  get last(): EntryId {
    return this.at
  }

  /** Pieces wait for what comes before them. */
  get torn(): boolean {
    return this.waiting.length > 0
  }

  /** @returns entries whose turn it is now, in order, each once */
  offer(piece: Piece): Placed[] {
    if (compareIds(piece.last, this.at) <= 0) return []
    this.waiting.push(piece)
    return this.next()
  }

  /** As {@link offer}, but nobody's turn comes yet. */
  keep(piece: Piece): void {
    this.waiting.push(piece)
  }

  /** Everything up to this id was given out otherwise. @returns as {@link offer} */
  skipTo(id: EntryId): Placed[] {
    this.at = id
    return this.next()
  }

  /** Forgets what waits: it will be read again. */
  clear(): void {
    this.waiting = []
  }

  private next(): Placed[] {
    const ready: Placed[] = []
    for (;;) {
      const index = this.waiting.findIndex(({ before }) => compareIds(before, this.at) <= 0)
      const [piece] = index < 0 ? [] : this.waiting.splice(index, 1)
      if (!piece) return ready
      if (compareIds(piece.last, this.at) <= 0) continue
      for (const entry of piece.entries()) if (compareIds(entry.id, this.at) > 0) ready.push(entry)
      this.at = piece.last
    }
  }
}
