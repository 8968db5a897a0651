import fc from 'fast-check'
import { check, isClean, type Verdict } from './support/faults/checker'
import { Model, type Move } from './support/faults/model'
import type { Fact } from './support/faults/record'

const who = fc.nat(2)
const moves = fc.array<Move>(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('say' as const), who }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('control' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('away' as const, 'back' as const), who }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('turn' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('restore' as const), by: fc.integer({ min: 1, max: 6 }) }) },
  ),
  { minLength: 30, maxLength: 120 },
)

function play(script: readonly Move[]): Model {
  const model = new Model(3)
  for (const move of script) model.move(move)
  model.finish()
  return model
}

interface Place {
  facts: Fact[]
  index: number
}

type Match = (facts: readonly Fact[], index: number, model: Model) => boolean

/** All facts of a kind, in all records. */
function places(model: Model, match: Match): Place[] {
  return model.records.flatMap((record) => {
    const facts = record.facts as Fact[]
    return facts.flatMap((_, index) => (match(facts, index, model) ? [{ facts, index }] : []))
  })
}

/** Plants a fault at one of the places where it can be, and judges. */
function expectFound(match: Match, plant: (place: Place) => void, expected: keyof Verdict): void {
  fc.assert(
    fc.property(moves, fc.nat(), (script, choice) => {
      const model = play(script)
      const found = places(model, match)
      fc.pre(found.length > 0)
      plant(found[choice % found.length] as Place)
      const verdict = check(model.records, model.acknowledgements, model.truth)
      expect(verdict[expected]).toBeGreaterThan(0)
      expect(isClean(verdict)).toBe(false)
    }),
  )
}

const isMessage: Match = (facts, index) => facts[index]?.t === 'message'
const stands: Match = (facts, index, model) => model.stands(facts[index] as Fact)

test('finds nothing in what an honest gateway leaves, whatever happened to it', () => {
  fc.assert(
    fc.property(moves, (script) => {
      const model = play(script)
      const verdict = check(model.records, model.acknowledgements, model.truth)
      expect(verdict).toMatchObject({ lost: 0, doubled: 0, reordered: 0, undeclared: 0, wrong: 0, findings: [] })
      expect(verdict.acknowledged).toBe(script.filter((move) => move.do === 'say').length)
    }),
    { numRuns: 300 },
  )
})

test('an acknowledged message that one receiver was not given is lost', () => {
  fc.assert(
    fc.property(moves, fc.nat(), (script, choice) => {
      const model = play(script)
      const found = places(model, stands)
      fc.pre(found.length > 0)
      const { facts, index } = found[choice % found.length] as Place
      facts.splice(index, 1)
      expect(check(model.records, model.acknowledgements, model.truth).lost).toBe(1)
    }),
  )
})

test('a message that is given twice is doubled', () => {
  expectFound(isMessage, ({ facts, index }) => facts.splice(index, 0, facts[index] as Fact), 'doubled')
})

test('two messages that changed places are out of order', () => {
  expectFound(
    (facts, index, model) => isMessage(facts, index, model) && isMessage(facts, index + 1, model),
    ({ facts, index }) => facts.splice(index, 2, facts[index + 1] as Fact, facts[index] as Fact),
    'reordered',
  )
})

test('events that are passed over without a word are an undeclared gap', () => {
  expectFound(
    (facts, index) => {
      const next = facts.slice(index + 1).find((fact) => fact.t === 'events' || fact.t === 'snapshot')
      // A snapshot would declare it.
      return facts[index]?.t === 'events' && next?.t === 'events'
    },
    ({ facts, index }) => facts.splice(index, 1),
    'undeclared',
  )
})

test('whoever goes on from a place that was rolled back, without being told, is found', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 6, max: 15 }), (by, before) => {
      const model = new Model(1)
      for (let i = 0; i < before; i++) model.move({ do: 'say', who: 0 })
      model.move({ do: 'restore', by })
      model.move({ do: 'say', who: 0 })
      const [record] = model.records
      ;(record?.facts as Fact[]).push({ t: 'resumed', epoch: 'e2', s: before })
      expect(check(model.records, model.acknowledgements, model.truth).undeclared).toBe(1)
    }),
  )
})

test('two receivers that read another message at the same place are found', () => {
  expectFound(
    stands,
    ({ facts, index }) => {
      const fact = facts[index] as Extract<Fact, { t: 'message' }>
      facts[index] = { ...fact, from: 'somebody else' }
    },
    'undeclared',
  )
})

test('a gap that is declared to who could have gone on is wrong', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 }), (count) => {
      const model = new Model(1)
      for (let i = 0; i < count; i++) model.move({ do: 'say', who: 0 })
      const [record] = model.records
      ;(record?.facts as Fact[]).push({ t: 'snapshot', epoch: 'e1', s: count, gap: true, messages: [] })
      expect(check(model.records, model.acknowledgements, model.truth)).toMatchObject({ wrong: 1, gaps: 1 })
      // Where the log died with the gateway the same gap is right, if the epoch says so.
      expect(check(model.records, model.acknowledgements, { volatile: true }).wrong).toBe(1)
    }),
  )
})

test('what is due behind the cut of a dead log is not held against it, what it declared is counted', () => {
  const model = new Model(1)
  for (let i = 0; i < 4; i++) model.move({ do: 'say', who: 0 })
  const [record] = model.records
  ;(record?.facts as Fact[]).push({ t: 'snapshot', epoch: 'reborn', s: 0, gap: true, messages: [] })
  const verdict = check(model.records, model.acknowledgements, { volatile: true })
  expect(verdict).toMatchObject({ acknowledged: 4, lost: 0, gaps: 1, wrong: 0 })
  expect(check(model.records, model.acknowledgements).wrong).toBe(1)
})

test('findings are said in words, and a record without a beginning is no record', () => {
  const model = new Model(1)
  model.move({ do: 'say', who: 0 })
  const [record] = model.records
  ;(record?.facts as Fact[]).pop()
  const { findings } = check(model.records, model.acknowledgements, model.truth)
  expect(findings).toEqual(['lost: r0: s0#1, acknowledged at e1:1'])
  expect(() => check([{ receiver: 'r', room: 'room', facts: [{ t: 'resumed', epoch: 'e', s: 1 }] }], [])).toThrow(
    'begins with a snapshot',
  )
})
