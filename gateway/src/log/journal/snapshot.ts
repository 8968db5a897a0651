import type { Stored } from '../../room/log'
import type { Ring } from '../../room/ring'
import type { Senders } from '../../room/senders'
import { packEvents } from './packing'
import { encode, FORMAT, type Chain } from './records'

/** Items of a list in one record: what is turned to JSON without a pause. */
const CHUNK = 512

export interface Source {
  room: string
  epoch: string
  chain: Chain
  stored: Stored
  control: number
  senders: Senders
  ring: Ring
}

export function header(room: string, epoch: string, chain: Chain, since: number): Buffer {
  return encode('header', JSON.stringify({ format: FORMAT, room, epoch, chain, since }))
}

/**
 * The records a file begins with, of the room as it is now: what changes later is copied here, what does not is encoded
 * when it is asked for, so that a room with much to remember does not hold up the others.
 */
export function snapshot({ room, epoch, chain, stored, control, senders, ring }: Source): Iterable<Buffer> {
  const first = [header(room, epoch, chain, stored.s), encode('state', JSON.stringify({ stored, control }))]
  const remembered = senders.dump().map(([sender, memory]) => [sender, memory.slice()])
  const events = ring.read(ring.tail - 1, Infinity)
  return (function* records() {
    yield* first
    for (const chunk of chunks(remembered)) yield encode('senders', JSON.stringify(chunk))
    for (const chunk of chunks(events))
      yield encode('ring', JSON.stringify({ from: chunk[0]?.s, events: packEvents(chunk) }))
  })()
}

function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += CHUNK) yield items.slice(start, start + CHUNK)
}
