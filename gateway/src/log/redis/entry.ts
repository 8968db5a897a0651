/** Entries as the stream and the channel carry them. Seqs are not in them: the script that writes them gives them their ids. */
import type { Entry, Step } from '../../room/log'
import type { NewEvent } from '../../room/state'
import type { LogEvent } from '../../wire'

/** `<seq of the last event>-<n>`; `n` tells apart what ends at the same seq. */
export type EntryId = string

export const NO_ENTRY: EntryId = '0-0'

export function seqOf(id: EntryId): number {
  return Number(id.slice(0, id.indexOf('-')))
}

/** Negative: `a` is before `b`. */
export function compareIds(a: EntryId, b: EntryId): number {
  return seqOf(a) - seqOf(b) || Number(a.slice(a.indexOf('-') + 1)) - Number(b.slice(b.indexOf('-') + 1))
}

/** An entry and where it came from: {@link Origin} is one opening of the room by one gateway. */
export interface Placed {
  id: EntryId
  origin: Origin
  entry: Entry
}

export type Origin = string

/** Short names, because Redis keeps thousands of them. */
interface Written {
  o: Origin
  at: number
  p?: [user: string, pk: string, n: number]
  ev: readonly NewEvent[]
}

export function encode({ events, producer }: Step, at: number, origin: Origin): string {
  const p = producer && ([producer.user, producer.pk, producer.n] as Written['p'])
  return JSON.stringify({ o: origin, at, ...(p && { p }), ev: events } satisfies Written)
}

/** What stands in the log under this id. */
export function place(id: EntryId, { events, producer }: Step, at: number, origin: Origin): Placed {
  const first = seqOf(id) - events.length + 1
  const numbered = events.map((event, index): LogEvent => ({ s: first + index, at, ...event }))
  return { id, origin, entry: { at, events: numbered, ...(producer && { producer }) } }
}

export function decode(id: EntryId, written: Written): Placed {
  const { o, at, p, ev } = written
  return place(id, { events: ev, ...(p && { producer: { user: p[0], pk: p[1], n: p[2] } }) }, at, o)
}

/** What stands there was not written by a gateway. */
export class BadEntry extends Error {}

function decoded<T>(text: string, read: (value: unknown) => T): T {
  try {
    return read(JSON.parse(text))
  } catch (cause) {
    throw new BadEntry(`this is no entry of a room's log: ${String(cause)}`, { cause })
  }
}

export function decodeText(id: EntryId, json: string): Placed {
  return decoded(json, (value) => decode(id, value as Written))
}

/** @param body `[[id, entry], …]` */
export function decodeAll(body: string): Placed[] {
  return decoded(body, (value) => (value as [EntryId, Written][]).map(([id, written]) => decode(id, written)))
}
