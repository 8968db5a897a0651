/** What survives an orderly restart. */
import type { LogEngine } from '../../../src/room/log'
import { by, step } from '../replica'
import { kept, written, type Harness, type Open } from './harness'

export function stored(harness: Harness, reopen: () => Promise<LogEngine>, open: Open): void {
  test('a room comes back as it was: state, ring, receipts and last control event', async () => {
    const before = await open(await harness.start(4))
    const texts = Array.from({ length: 9 }, (_, i) => `${i + 1}`)
    await before.log.append({ steps: [step('1', by(1))], at: 1, basis: 0 })
    for (const text of texts.slice(1)) await before.log.append({ steps: [step(text)], at: 2 })
    await before.log.append({ steps: [step([], by(2))], at: 3 })
    const { log, replica } = await open(await reopen())
    expect(replica.texts).toEqual(texts)
    expect(replica.restored).toHaveLength(1)
    expect(replica.told.all.filter(({ own }) => own)).toEqual([])
    expect([log.head, log.tail]).toEqual([9, 6])
    expect(kept(log)).toEqual(kept(before.log))
    expect([log.seen(by(1)), log.seen(by(2)), log.seen(by(3))]).toEqual([{ s: 1, at: 1 }, { s: 9, at: 3 }, undefined])
    expect(await log.append({ steps: [step('no')], at: 4, basis: 9 })).toBe('conflict')
    expect(await log.append({ steps: [step('10')], at: 4, basis: 1 })).toEqual([written(10, 4)])
    expect(replica.told.all.at(-1)?.own).toBe(true)
  })

  test('cursors of before an orderly restart go on', async () => {
    const { log: before } = await open(await harness.start(4))
    await before.append({ steps: [step(['1', '2', '3', '4', '5', '6'])], at: 0 })
    let { log } = await open(await reopen())
    expect([1, 2, 6, 7].map((s) => log.resumes([before.epoch, s]))).toEqual([false, true, true, false])
    await log.append({ steps: [step('7')], at: 0 })
    const between = log.epoch
    ;({ log } = await open(await reopen()))
    expect([log.resumes([between, 7]), log.resumes([between, 8])]).toEqual([true, false])
    expect([2, 3, 6].map((s) => log.resumes([before.epoch, s]))).toEqual([false, true, true])
  })

  test('rooms that nobody has opened since are abandoned', async () => {
    const engine = await harness.start(4)
    const rooms = ['a', 'A', 'Room-2', 'CON', '_'.repeat(48)]
    for (const room of rooms) {
      const { log } = await open(engine, room)
      await log.append({ steps: [step(room)], at: 0 })
    }
    expect(await engine.abandoned()).toEqual([])
    const next = await reopen()
    expect((await next.abandoned()).sort()).toEqual([...rooms].sort())
    const { replica } = await open(next, 'A')
    expect(replica.texts).toEqual(['A'])
    expect((await next.abandoned()).sort()).toEqual(rooms.filter((room) => room !== 'A').sort())
  })
}
