import fc from 'fast-check'
import { REMEMBERED } from '../../src/room/log'
import { memoryEngine } from '../../src/room/memory-log'
import type { NewEvent } from '../../src/room/state'

const event = (text: string): NewEvent => ({ u: 'ann', k: 'barrage', d: { text, name: 'Ann', m: '' } })
const by = (n: number, pk = 'pk') => ({ user: 'ann', pk, n })

test('numbers events without a hole and keeps the newest of them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.array(fc.nat(4), { maxLength: 20 }), async (size, batches) => {
      const log = await memoryEngine(size).open('r')
      let all = 0
      for (const batch of batches) {
        const { written, receipt } = await log.append(
          Array.from({ length: batch }, (_, i) => event(`${all + i}`)),
          7,
        )
        expect(written.map(({ s }) => s)).toEqual(Array.from({ length: batch }, (_, i) => all + i + 1))
        all += batch
        expect(receipt).toEqual({ s: all, at: 7 })
      }
      expect(log.head).toBe(all)
      expect(log.tail).toBe(Math.max(1, all - size + 1))
      const kept = log.read(log.tail - 1, Infinity)
      expect(kept.map(({ s }) => s)).toEqual(Array.from({ length: Math.min(all, size) }, (_, i) => log.tail + i))
      for (const { s, d } of kept) expect(d).toMatchObject({ text: `${s - 1}` })
    }),
  )
})

test('remembers the last commands of a sender, and that older ones are over', async () => {
  const log = await memoryEngine(10).open('r')
  for (let n = 1; n <= REMEMBERED + 2; n++) await log.append([event(`${n}`)], n, by(n))
  expect(log.seen(by(2))).toBe('past')
  expect(log.seen(by(3))).toEqual({ s: 3, at: 3 })
  expect(log.seen(by(REMEMBERED + 2))).toEqual({ s: REMEMBERED + 2, at: REMEMBERED + 2 })
  expect(log.seen(by(REMEMBERED + 3))).toBeUndefined()
  expect(log.seen(by(3, 'other launch'))).toBeUndefined()
})

test('a number that was skipped is over once a later one is in', async () => {
  const log = await memoryEngine(10).open('r')
  await log.append([event('5')], 0, by(5))
  expect(log.seen(by(4))).toBe('past')
})

test('a command without events has its receipt too', async () => {
  const log = await memoryEngine(10).open('r')
  await log.append([event('a')], 0)
  expect((await log.append([], 9, by(1))).receipt).toEqual({ s: 1, at: 9 })
  expect(log.seen(by(1))).toEqual({ s: 1, at: 9 })
})

test('an evicted room comes back with another epoch', async () => {
  const engine = memoryEngine(10)
  const first = await engine.open('r')
  expect((await engine.open('r')).epoch).toBe(first.epoch)
  await engine.evict('r')
  expect((await engine.open('r')).epoch).not.toBe(first.epoch)
})
