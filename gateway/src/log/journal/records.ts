/**
 * The file format: one record a line, `checksum kind json`, e.g. `1c291ca3 E{"from":1,"control":0,"entries":[…]}`. The checksum is the
 * CRC-32 of what follows its space, so that a record which was only partly written, or was damaged since, is told from a good one.
 */
import { crc32 } from 'node:zlib'
import type { Stored } from '../../room/log'
import type { Memory } from '../../room/senders'
import type { PackedEntry, PackedEvents } from './packing'

export const FORMAT = 1

/** Cursors of earlier epochs that still hold: all events up to this seq are in the log as they were then. */
export type Chain = readonly (readonly [epoch: string, upTo: number])[]

/** `from`: seq of the first event. In a file first `header`; then, if the room had been stored, `state`, `senders` and `ring`; then `turn` and `group`. */
export interface Records {
  /** `since`: seq of the last event before this file's entries. */
  header: { format: number; room: string; epoch: string; chain: Chain; since: number }
  /** The room at {@link Records.header}'s `since`. */
  state: { stored: Stored; control: number }
  senders: [sender: string, memory: Memory][]
  /** Events up to `since`, for clients that come back. */
  ring: { from: number; events: PackedEvents }
  /** The log was opened again: from here on it has this epoch. */
  turn: { epoch: string; chain: Chain }
  /** What was written at once, all of it or nothing. `control`: seq of the last control event, then. */
  group: { from: number; control: number; entries: PackedEntry[] }
}

export type Kind = keyof Records

const LETTER: Readonly<Record<Kind, string>> = {
  header: 'H',
  state: 'S',
  senders: 'P',
  ring: 'R',
  turn: 'T',
  group: 'E',
}
const KINDS = new Map(Object.entries(LETTER).map(([kind, letter]) => [letter.charCodeAt(0), kind as Kind]))

const NEWLINE = 10
const SPACE = 32
const ZERO = 48
const A = 97
/** Of the checksum and its space. */
const PREFIX = 9

/** @param json must be one line, as JSON.stringify gives it */
export function encode(kind: Kind, json: string): Buffer {
  const line = Buffer.from(`00000000 ${LETTER[kind]}${json}\n`)
  const sum = crc32(line.subarray(PREFIX, line.length - 1))
  line.write(sum.toString(16).padStart(8, '0'), 'latin1')
  return line
}

export type Parsed = { [K in Kind]: { kind: K; value: Records[K] } }[Kind]

/** The record from `start` to the newline at `end`; undefined when it is none, or not as it was written. */
function parse(data: Buffer, start: number, end: number): Parsed | undefined {
  if (!isWhole(data, start, end)) return undefined
  const kind = KINDS.get(data[start + PREFIX] as number)
  return kind && ({ kind, value: JSON.parse(data.toString('utf8', start + PREFIX + 1, end)) as unknown } as Parsed)
}

function isWhole(data: Buffer, start: number, end: number): boolean {
  if (end - start <= PREFIX || data[start + PREFIX - 1] !== SPACE) return false
  return checksum(data, start) === crc32(data.subarray(start + PREFIX, end))
}

/** By hand: a text for every record would double what this costs. @returns no checksum when there is none */
function checksum(data: Buffer, start: number): number {
  let sum = 0
  for (let i = start; i < start + PREFIX - 1; i++) {
    const code = data[i] as number
    const digit = code >= A && code < A + 6 ? code - A + 10 : code >= ZERO && code < ZERO + 10 ? code - ZERO : NaN
    sum = sum * 16 + digit
  }
  return sum
}

/**
 * What comes after the records that can be believed. `torn`: the beginning of one, as a process leaves it that ended while it wrote.
 * `damaged`: anything else; a record is whole when its newline is there, and is then changed by nobody.
 */
export type Rest = 'nothing' | 'torn' | 'damaged'

/**
 * Gives the records to `take` in order, up to the first that is not as it was written or that `take` answers false.
 * @returns the bytes of what was taken, and what comes after them
 */
export function decode(data: Buffer, take: (record: Parsed, end: number) => boolean): { good: number; rest: Rest } {
  let good = 0
  while (good < data.length) {
    const end = data.indexOf(NEWLINE, good)
    if (end < 0) return { good, rest: 'torn' }
    const record = parse(data, good, end)
    if (!record || !take(record, end + 1)) return { good, rest: 'damaged' }
    good = end + 1
  }
  return { good, rest: 'nothing' }
}
