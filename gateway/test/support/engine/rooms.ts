/** Cursors, people, and what becomes of a room when its gateway needs it no more. */
import { by, step, textOf } from '../replica'
import { written, type Harness, type Open } from './harness'

const PROFILE = { name: 'Ann', role: 'audience' } as const

export function cursors(harness: Harness, open: Open): void {
  test('resumes who has nothing that is gone and misses nothing that is gone', async () => {
    const { log } = await open(await harness.start(3))
    expect(log.resumes([log.epoch, 0])).toBe(true)
    await log.append({ steps: [step(['1', '2', '3', '4', '5'])], at: 0 })
    expect([0, 1, 2, 3, 4, 5, 6].map((s) => log.resumes([log.epoch, s]))).toEqual(
      [false, false, true, true, true, true, false], // 3, 4 and 5 are kept
    )
    expect(log.resumes(['another', 5])).toBe(false)
  })

  test('reads on from a cursor, at most so many', async () => {
    const { log } = await open(await harness.start(4))
    await log.append({ steps: [step(['1', '2', '3', '4', '5', '6'])], at: 0 })
    expect(log.read(2, 3).map(textOf)).toEqual(['3', '4', '5'])
    expect(log.read(5, 100).map(textOf)).toEqual(['6'])
    expect(log.read(6, 100)).toEqual([])
  })
}

export function people(harness: Harness, open: Open): void {
  test('who takes a place moves whoever had it, and is counted once', async () => {
    const { log, replica } = await open(await harness.start(10))
    await log.places.take('ann', 'c1', PROFILE)
    await replica.counts.count(1)
    expect(log.places.online).toBe(1)
    await log.places.take('ann', 'c2', { ...PROFILE, name: 'Anna' })
    expect(await replica.moves.count(1)).toEqual([['ann', 'c2']])
    expect(await log.places.find('ann')).toEqual({ ...PROFILE, name: 'Anna' })
    expect(log.places.online).toBe(1)
  })

  test('only who has the place gives it up', async () => {
    const { log, replica } = await open(await harness.start(10))
    await log.places.take('ann', 'c1', PROFILE)
    await log.places.take('ann', 'c2', PROFILE)
    await log.places.take('bob', 'c3', { name: 'Bob', role: 'anchor', avatar: 'https://example.com/b.png' })
    expect(await log.places.drop('ann', 'c1')).toBe(false)
    expect(await log.places.missing(['ann', 'bob', 'eve'])).toEqual(['eve'])
    const counts = replica.counts.all.length
    expect(await log.places.drop('ann', 'c2')).toBe(true)
    await replica.counts.count(counts + 1)
    expect(log.places.online).toBe(1)
    expect(await log.places.find('ann')).toBeUndefined()
    expect(await log.places.find('bob')).toEqual({ name: 'Bob', role: 'anchor', avatar: 'https://example.com/b.png' })
    expect(await log.places.missing(['ann', 'bob', 'eve'])).toEqual(['ann', 'eve'])
    expect(await log.places.drop('ann', 'c2')).toBe(false)
  })

  test('likes add up', async () => {
    const { log, replica } = await open(await harness.start(10))
    log.places.like(3)
    log.places.like(4)
    await replica.counts.first(() => log.places.likes === 7)
    expect(log.places.likes).toBe(7)
  })

  test('an evicted room comes back empty, with another epoch', async () => {
    const engine = await harness.start(10)
    const first = await open(engine)
    await first.log.append({ steps: [step('a', by(1))], at: 0, basis: 0 })
    await engine.evict('Room_1')
    expect(await engine.abandoned()).toEqual([])
    const { log, replica } = await open(engine)
    expect(log.epoch).not.toBe(first.log.epoch)
    expect([replica.restored, replica.told.all, log.head, log.seen(by(1))]).toEqual([[undefined], [], 0, undefined])
    expect(log.resumes([first.log.epoch, 1])).toBe(false)
    expect(await log.append({ steps: [step('b')], at: 0, basis: 0 })).toEqual([written(1, 0)])
  })
}
