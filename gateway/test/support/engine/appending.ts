/** Order, "already done", compare-and-set. */
import fc from 'fast-check'
import { REMEMBERED } from '../../../src/room/log'
import { drawnAppend, LogModel, toAppend } from '../log-model'
import { by, step, textOf } from '../replica'
import { again, kept, written, type Harness, type Open } from './harness'

export function numbering(harness: Harness, open: Open): void {
  const sizes = fc.integer({ min: 1, max: 9 })
  test('an empty room begins with nothing', async () => {
    const { log, replica } = await open(await harness.start(10))
    expect(replica.restored).toEqual([undefined])
    expect(replica.told.all).toEqual([])
    expect([log.head, log.tail, kept(log)]).toEqual([0, 1, []])
    expect(log.epoch).toMatch(/^[\w-]{6,}$/)
  })

  test('numbers events without a hole and keeps the newest of them', async () => {
    const property = fc.asyncProperty(sizes, fc.array(fc.nat(4), { maxLength: 20 }), async (ring, batches) => {
      const { log, replica } = await open(await harness.start(ring))
      const texts: string[] = []
      for (const batch of batches) {
        const fresh = Array.from({ length: batch }, (_, i) => `${texts.length + i}`)
        texts.push(...fresh)
        expect(await log.append({ steps: [step(fresh)], at: 7 })).toEqual([written(texts.length, 7)])
      }
      expect([log.head, log.tail]).toEqual([texts.length, Math.max(1, texts.length - ring + 1)])
      expect(kept(log).map(textOf)).toEqual(texts.slice(-ring))
      expect(kept(log).map(({ s }) => s)).toEqual(texts.map((_, i) => i + 1).slice(-ring))
      expect(replica.texts).toEqual(texts)
      await harness.stop()
    })
    await fc.assert(property, { numRuns: harness.runs ?? 100 })
  })

  test('a batch has a result a step, and its follower an entry a step', async () => {
    const { log, replica } = await open(await harness.start(10))
    const steps = [step(['a', 'b'], by(1)), step([], by(2)), step('c')]
    expect(await log.append({ steps, at: 9 })).toEqual([written(2, 9), written(2, 9), written(3, 9)])
    expect(replica.told.all.map(({ entry, own }) => [entry.at, entry.events.map(textOf), entry.producer, own])).toEqual(
      [
        [9, ['a', 'b'], by(1), true],
        [9, [], by(2), true],
        [9, ['c'], undefined, true],
      ],
    )
    expect(kept(log).map(({ s, at, u, k }) => ({ s, at, u, k }))).toEqual(
      [1, 2, 3].map((s) => ({ s, at: 9, u: 'ann', k: 'barrage' })),
    )
    expect(await log.append({ steps: [], at: 10 })).toEqual([])
  })

  test('concurrent appends are taken in the order of their calls, and told before they resolve', async () => {
    const { log, replica } = await open(await harness.start(100))
    const results = await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        const result = await log.append({ steps: [step(`${i}`, by(i + 1))], at: i })
        expect(replica.texts.slice(0, i + 1)).toHaveLength(i + 1)
        expect(log.seen(by(i + 1))).toEqual({ s: i + 1, at: i })
        return result
      }),
    )
    expect(results).toEqual(Array.from({ length: 50 }, (_, i) => [written(i + 1, i)]))
    expect(replica.texts).toEqual(Array.from({ length: 50 }, (_, i) => `${i}`))
  })

  test('texts arrive as they were sent, whatever is in them', async () => {
    const { log, replica } = await open(await harness.start(10))
    const texts = ['', '\n\r\0', '连麦🎤', '"\\u0041"', '\u2028', '{}', `${'x'.repeat(8000)}`]
    await log.append({ steps: [step(texts)], at: 0 })
    expect(replica.texts).toEqual(texts)
    expect(kept(log).map(textOf)).toEqual(texts)
  })

  test('rooms know nothing of each other', async () => {
    const engine = await harness.start(10)
    const [lower, upper] = [await open(engine, 'room'), await open(engine, 'ROOM')]
    await lower.log.append({ steps: [step('a', by(1))], at: 0, basis: 0 })
    expect([upper.log.head, upper.log.seen(by(1)), upper.replica.texts]).toEqual([0, undefined, []])
    expect(await upper.log.append({ steps: [step('b', by(1))], at: 0, basis: 0 })).toEqual([written(1, 0)])
    expect(lower.replica.texts).toEqual(['a'])
    expect(upper.log.epoch).not.toBe(lower.log.epoch)
  })

  test('an engine that can write says so', async () => {
    expect(await (await harness.start(10)).health()).toEqual({ ok: true })
  })
}

export function idempotence(harness: Harness, open: Open): void {
  test('a step is written once, also when it comes twice in one batch or in two at a time', async () => {
    const { log, replica } = await open(await harness.start(10))
    expect(await log.append({ steps: [step('a', by(1)), step('a', by(1))], at: 1 })).toEqual([
      written(1, 1),
      again(1, 1),
    ])
    const twice = [2, 3].map((at) => log.append({ steps: [step('b', by(2)), step('c', by(3))], at }))
    expect(await Promise.all(twice)).toEqual([
      [written(2, 2), written(3, 2)],
      [again(2, 2), again(3, 2)],
    ])
    expect(await log.append({ steps: [step('a', by(1)), step('d', by(4))], at: 4 })).toEqual([
      again(1, 1),
      written(4, 4),
    ])
    expect(replica.texts).toEqual(['a', 'b', 'c', 'd'])
  })

  test('steps of nobody are written as often as they are sent', async () => {
    const { log, replica } = await open(await harness.start(10))
    await log.append({ steps: [step('a'), step('a')], at: 0 })
    expect(replica.texts).toEqual(['a', 'a'])
  })

  test('remembers the last commands of a sender, and that older ones are over', async () => {
    const { log } = await open(await harness.start(10))
    for (let n = 1; n <= REMEMBERED + 2; n++) await log.append({ steps: [step(`${n}`, by(n))], at: n })
    expect(log.seen(by(2))).toBe('past')
    expect(await log.append({ steps: [step('2', by(2))], at: 0 })).toEqual(['past'])
    expect(log.seen(by(3))).toEqual({ s: 3, at: 3 })
    expect(await log.append({ steps: [step('3', by(3))], at: 0 })).toEqual([again(3, 3)])
    expect(log.seen(by(REMEMBERED + 2))).toEqual({ s: REMEMBERED + 2, at: REMEMBERED + 2 })
    expect(log.seen(by(REMEMBERED + 3))).toBeUndefined()
    expect(log.seen(by(3, 'other launch'))).toBeUndefined()
    expect(log.head).toBe(REMEMBERED + 2)
  })

  test('a number that was skipped is over once a later one is in', async () => {
    const { log } = await open(await harness.start(10))
    await log.append({ steps: [step('5', by(5))], at: 0 })
    expect(log.seen(by(4))).toBe('past')
    expect(await log.append({ steps: [step('4', by(4)), step('6', by(6))], at: 0 })).toEqual(['past', written(2, 0)])
  })

  test('a command without events has its receipt too', async () => {
    const { log, replica } = await open(await harness.start(10))
    await log.append({ steps: [step('a')], at: 0 })
    expect(await log.append({ steps: [step([], by(1))], at: 9 })).toEqual([written(1, 9)])
    expect(log.seen(by(1))).toEqual({ s: 1, at: 9 })
    expect(replica.told.all.at(-1)).toEqual({ entry: { at: 9, events: [], producer: by(1) }, own: true })
    expect(await log.append({ steps: [step([], by(1))], at: 10 })).toEqual([again(1, 9)])
    expect(replica.told.all).toHaveLength(2)
  })
}

export function comparing(harness: Harness, open: Open): void {
  test('control steps are taken on the last control event only; messages neither ask nor count', async () => {
    const { log } = await open(await harness.start(10))
    expect(await log.append({ steps: [step('on', by(1))], at: 0, basis: 0 })).toEqual([written(1, 0)])
    await log.append({ steps: [step('hello')], at: 0 })
    expect(await log.append({ steps: [step('no', by(2)), step('no', by(3))], at: 0, basis: 2 })).toBe('conflict')
    expect(await log.append({ steps: [step('no', by(2))], at: 0, basis: 0 })).toBe('conflict')
    expect([log.head, log.seen(by(2)), log.seen(by(3))]).toEqual([2, undefined, undefined])
    expect(await log.append({ steps: [step(['x', 'y']), step('off')], at: 0, basis: 1 })).toEqual([
      written(4, 0),
      written(5, 0),
    ])
    expect(await log.append({ steps: [step('again')], at: 0, basis: 5 })).toEqual([written(6, 0)])
  })

  test('a control step that changed nothing leaves the last control event where it was', async () => {
    const { log } = await open(await harness.start(10))
    await log.append({ steps: [step('on')], at: 0, basis: 0 })
    await log.append({ steps: [step('hello')], at: 0 })
    expect(await log.append({ steps: [step([], by(1))], at: 0, basis: 1 })).toEqual([written(2, 0)])
    expect(await log.append({ steps: [step('off')], at: 0, basis: 1 })).toEqual([written(3, 0)])
  })

  test('of control steps on the same state one is taken; the others were told it before they hear of the conflict', async () => {
    const { log, replica } = await open(await harness.start(10))
    const seen: string[][] = []
    const results = await Promise.all(
      ['a', 'b', 'c'].map(async (text, i) => {
        const result = await log.append({ steps: [step(text, by(i + 1))], at: 0, basis: 0 })
        seen.push([...replica.texts])
        return result
      }),
    )
    expect(results).toEqual([[written(1, 0)], 'conflict', 'conflict'])
    expect(seen).toEqual([['a'], ['a'], ['a']])
  })

  test('a control step that is sent again was not lost', async () => {
    const { log, replica } = await open(await harness.start(10))
    const control = { steps: [step('on', by(1))], at: 4, basis: 0 }
    await log.append(control)
    const result = await log.append(control)
    expect(result === 'conflict' ? log.seen(by(1)) : result[0]).toMatchObject({ s: 1, at: 4 })
    expect(replica.texts).toEqual(['on'])
  })
}

export function histories(harness: Harness, open: Open): void {
  test('answers any history as the model does', async () => {
    const rounds = fc.array(fc.tuple(fc.array(drawnAppend, { maxLength: 5 }), fc.boolean()), { maxLength: 8 })
    const property = fc.asyncProperty(rounds, fc.integer({ min: 1, max: 12 }), async (history, ring) => {
      const model = new LogModel()
      let { log, replica } = await open(await harness.start(ring))
      let at = 0
      for (const [appends, restart] of history) {
        const pairs = appends.map((drawn) => {
          const append = toAppend(drawn, ++at, model.control)
          return { answer: model.append(append), result: log.append(append) }
        })
        expect(await Promise.all(pairs.map(({ result }) => result))).toEqual(pairs.map(({ answer }) => answer))
        if (restart && harness.reopen) ({ log, replica } = await open(await harness.reopen()))
        expect(replica.texts).toEqual(model.texts)
        expect(kept(log).map(textOf)).toEqual(model.texts.slice(-ring))
      }
      await harness.stop()
    })
    await fc.assert(property, { numRuns: harness.runs ?? 100 })
  })
}
