/** Several gateways on one store. */
import type { LogEngine } from '../../../src/room/log'
import { by, step } from '../replica'
import { again, kept, written, type Harness, type Open } from './harness'

const PROFILE = { name: 'Ann', role: 'audience' } as const

type Opened = Awaited<ReturnType<Open>>

export function shared(harness: Harness, second: () => Promise<LogEngine>, open: Open): void {
  async function two(): Promise<[Opened, Opened, LogEngine]> {
    const engine = await harness.start(10)
    const here = await open(engine)
    await here.log.append({ steps: [step('before', by(1))], at: 0, basis: 0 })
    return [here, await open(await second()), engine]
  }

  test('two gateways have one log', async () => {
    const [here, there] = await two()
    expect(there.replica.texts).toEqual(['before'])
    expect(there.log.epoch).toBe(here.log.epoch)
    expect(await there.log.append({ steps: [step('there', by(2))], at: 5 })).toEqual([written(2, 5)])
    await here.log.sync()
    expect(here.replica.texts).toEqual(['before', 'there'])
    expect(here.replica.told.all.map(({ own }) => own)).toEqual([true, false])
    expect(here.log.seen(by(2))).toEqual({ s: 2, at: 5 })
    expect(kept(here.log)).toEqual(kept(there.log))
  })

  test('a step that the other gateway wrote is not written again', async () => {
    const [, there] = await two()
    expect(await there.log.append({ steps: [step('before', by(1))], at: 5 })).toEqual([again(1, 0)])
    expect(there.replica.texts).toEqual(['before'])
  })

  test('of control steps on two gateways one is taken; the other was told it before it hears of the conflict', async () => {
    const [here, there] = await two()
    for (let basis = 1; basis < 20; basis++) {
      const results = await Promise.all(
        [here, there].map(async ({ log, replica }, i) => {
          const result = await log.append({ steps: [step(`${i}`)], at: 0, basis })
          expect(replica.s).toBe(basis + 1)
          return result
        }),
      )
      expect(results.filter((result) => result === 'conflict')).toHaveLength(1)
    }
    expect(there.replica.texts).toEqual(here.replica.texts)
  })

  test('both write at once: the same order for both, nothing twice', async () => {
    const [here, there] = await two()
    const appends = [here, there].flatMap(({ log }, i) =>
      Array.from({ length: 50 }, (_, n) => log.append({ steps: [step(`${i} ${n}`, by(n + 1, `g${i}`))], at: 0 })),
    )
    await Promise.all(appends)
    await Promise.all([here.log.sync(), there.log.sync()])
    expect(there.replica.texts).toEqual(here.replica.texts)
    expect(new Set(here.replica.texts).size).toBe(101)
    for (const i of [0, 1]) {
      const own = here.replica.texts.filter((text) => text.startsWith(`${i} `))
      expect(own).toEqual(Array.from({ length: 50 }, (_, n) => `${i} ${n}`))
    }
  })

  test('a place is moved from gateway to gateway, and counted over both', async () => {
    const [here, there] = await two()
    await here.log.places.take('ann', 'c1', PROFILE)
    await there.log.places.take('bob', 'c2', PROFILE)
    await Promise.all([here, there].map(({ log, replica }) => replica.counts.first(() => log.places.online === 2)))
    await there.log.places.take('ann', 'c3', PROFILE)
    expect(await here.replica.moves.count(1)).toEqual([['ann', 'c3']])
    expect(await here.log.places.drop('ann', 'c1')).toBe(false)
    expect(await here.log.places.find('bob')).toEqual(PROFILE)
    expect(await here.log.places.missing(['ann', 'bob', 'eve'])).toEqual(['eve'])
  })

  test('a room that another gateway has open is not forgotten', async () => {
    const [here, there, engine] = await two()
    await engine.evict('Room_1')
    expect(await engine.abandoned()).toEqual([])
    expect(await there.log.append({ steps: [step('on')], at: 0, basis: 1 })).toEqual([written(2, 0)])
    const { log, replica } = await open(engine)
    expect([log.epoch, replica.texts]).toEqual([here.log.epoch, ['before', 'on']])
  })
}
