import fc from 'fast-check'
import { chainOf, holds, keptOf } from '../../src/log/redis/chain'
import { Coalesced } from '../../src/log/redis/coalesced'
import { BadEntry, compareIds, decodeAll, encode, place, type Placed } from '../../src/log/redis/entry'
import { Outbox } from '../../src/log/redis/outbox'
import { Sequence, type Piece } from '../../src/log/redis/sequence'
import { by, step } from '../support/replica'

/** A log of entries with none to two events, cut into pieces. */
const logs = fc
  .array(fc.array(fc.nat(2), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 })
  .map((cuts) => {
    let seq = 0
    let empty = 0
    let before = '0-0'
    return cuts.map((counts): Piece & { all: Placed[] } => {
      const start = before
      const all = counts.map((count) => {
        seq += count
        empty = count > 0 ? 0 : empty + 1
        before = `${seq}-${empty}`
        return place(before, step(Array.from({ length: count }, () => 'x')), 0, 'o')
      })
      return { before: start, last: before, entries: () => all, all }
    })
  })

test('pieces that come twice, late and in any order are given out in order, each entry once, as soon as it can be', () => {
  const property = fc.property(
    logs.chain((pieces) =>
      fc.tuple(fc.constant(pieces), fc.shuffledSubarray([...pieces, ...pieces], { minLength: 0 })),
    ),
    ([pieces, offered]) => {
      const sequence = new Sequence('0-0')
      const given: Placed[] = []
      const come = new Set<Piece>()
      for (const piece of offered) {
        given.push(...sequence.offer(piece))
        come.add(piece)
        const gap = pieces.findIndex((one) => !come.has(one))
        const ready = gap < 0 ? pieces : pieces.slice(0, gap)
        expect(given).toEqual(ready.flatMap(({ all }) => all))
        expect(sequence.last).toBe(ready.at(-1)?.last ?? '0-0')
      }
      // Read from the log instead: what waited behind follows, what was read does not come again.
      const end = pieces[Math.floor(pieces.length / 2)]?.last ?? '0-0'
      if (compareIds(end, sequence.last) <= 0) return
      given.push(
        ...pieces
          .flatMap(({ all }) => all)
          .filter(({ id }) => compareIds(id, sequence.last) > 0 && compareIds(id, end) <= 0),
      )
      given.push(...sequence.skipTo(end))
      expect(given.map(({ id }) => id)).toEqual(given.map(({ id }) => id).toSorted(compareIds))
      expect(new Set(given.map(({ id }) => id)).size).toBe(given.length)
    },
  )
  fc.assert(property)
})

test('an entry reads as it was written', () => {
  const property = fc.property(fc.array(fc.string(), { maxLength: 3 }), fc.boolean(), (texts, known) => {
    const one = step(texts, known ? by(7) : undefined)
    const id = `${texts.length + 4}-0`
    expect(decodeAll(`[["${id}",${encode(one, 9, 'o')}]]`)).toEqual([place(id, one, 9, 'o')])
  })
  fc.assert(property)
  expect(() => decodeAll('[["1-0",{}]]')).toThrow(BadEntry)
  expect(() => decodeAll('[')).toThrow(BadEntry)
})

test('a cursor holds as far as no later epoch began before it', () => {
  const chain = chainOf('a 10 10-2;b 30 30-0;c 20 20-1;')
  expect(['a', 'b', 'c', 'd'].map((epoch) => keptOf(chain, epoch))).toEqual(['10-2', '20-1', '20-1', undefined])
  const now = { epoch: 'd', head: 25 }
  const cursors: [string, number][] = [
    ['a', 10],
    ['a', 11],
    ['b', 20],
    ['b', 21],
    ['c', 20],
    ['d', 25],
    ['d', 26],
    ['x', 1],
  ]
  expect(cursors.map((cursor) => holds(chain, now, cursor))).toEqual([
    true,
    false,
    true,
    false,
    true,
    true,
    false,
    false,
  ])
  expect(chainOf('')).toEqual([])
})

test('whoever asks while a job runs gets the next run, and all of them the same', async () => {
  const ends: (() => void)[] = []
  const job = new Coalesced(() => new Promise((resolve) => ends.push(resolve)))
  const first = job.run()
  const later = [job.run(), job.run()]
  expect(ends).toHaveLength(1)
  ends[0]?.()
  await first
  await Promise.resolve()
  expect(ends).toHaveLength(2)
  ends[1]?.()
  await Promise.all(later)
  expect(ends).toHaveLength(2)
})

test('messages of one turn go together, in the order of their calls, and never past a control step', async () => {
  const calls: [number, number | undefined][] = []
  const outbox = new Outbox(async (steps, basis) => {
    calls.push([steps.length, basis])
    return steps.map(([, at]) => ({ s: at, at, dup: false }))
  })
  const append = (at: number, basis?: number) =>
    outbox.append({ steps: [step('x'), step('y')], at, ...(basis !== undefined && { basis }) })
  const results = await Promise.all([append(1), append(2), append(3), append(4, 0), append(5)])
  expect(calls).toEqual([
    [2, undefined],
    [4, undefined],
    [2, 0],
    [2, undefined],
  ])
  expect(
    results.map((result) => (result === 'conflict' ? result : result.map((one) => (one === 'past' ? one : one.s)))),
  ).toEqual([1, 2, 3, 4, 5].map((s) => [s, s]))
})

test('a write that fails fails for each of those that went together', async () => {
  const outbox = new Outbox(() => Promise.reject(new Error('no')))
  const results = await Promise.allSettled([1, 2, 3].map((at) => outbox.append({ steps: [step('x')], at })))
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
})
