/**
 * The client's place in the room's log, the cursor `(epoch, seq)`: every event is applied exactly once and without a
 * hole, or the loss is announced.
 *
 * - `snap` sets the cursor, `e` moves it one by one; what is behind it is a repetition and is dropped.
 * - `res` says that the server knows the cursor. It names the epoch that counts from now on (an epoch can change while
 *   the sequence goes on) and the head to catch up with.
 * - A hole, or a head behind the cursor (the server lost what this client has), cannot be mended by waiting: the cursor
 *   is forgotten and `broken` asks for a snapshot.
 */
import type { Cursor, LogEvent } from './wire'

export interface InboxEvents {
  event(event: LogEvent, epoch: string): void
  /** Everything missed since the reconnect has been applied. */
  caughtUp(): void
  /** The cursor is worth nothing; only a snapshot helps. */
  broken(): void
}

export interface Inbox {
  /** Undefined until the first snapshot, and from `broken` to the next. */
  readonly cursor: Cursor | undefined
  /** A snapshot stands at `seq`. */
  place(epoch: string, seq: number): void
  resume(epoch: string, head: number): void
  /** @param last sequence number of the last of `events` */
  apply(events: readonly LogEvent[], last: number): void
  clear(): void
}

export function createInbox(on: InboxEvents): Inbox {
  let cursor: Cursor | undefined
  /** What a resume has to reach; undefined when there is nothing to catch up with. */
  let head: number | undefined

  function lose(): void {
    cursor = head = undefined
    on.broken()
  }

  function check(): void {
    if (!cursor || head === undefined || cursor[1] < head) return
    head = undefined
    on.caughtUp()
  }

  return {
    get cursor() {
      return cursor
    },
    place(epoch, seq) {
      cursor = [epoch, seq]
      head = undefined
    },
    resume(epoch, to) {
      if (!cursor || to < cursor[1]) return lose()
      cursor = [epoch, cursor[1]]
      head = to
      check()
    },
    apply(events, last) {
      for (const event of events) {
        // Gone while a listener of the event before left the room, or never there.
        if (!cursor) return
        if (event.s <= cursor[1]) continue
        if (event.s > cursor[1] + 1) return lose()
        cursor = [cursor[0], event.s]
        on.event(event, cursor[0])
      }
      if (cursor && cursor[1] < last) lose()
      else check()
    },
    clear() {
      cursor = head = undefined
    },
  }
}
