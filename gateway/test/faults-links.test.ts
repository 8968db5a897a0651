import { cuts } from './support/faults/links'

const NOTHING = { lost: 0, doubled: 0, reordered: 0, undeclared: 0, wrong: 0, findings: [] }

test('connections cut inside frames lose, double and reorder nothing', async () => {
  const outcome = await cuts({ runs: 30 })
  expect(outcome).toMatchObject({ ...NOTHING, gaps: 0 })
  expect(outcome.acknowledged).toBeGreaterThan(100)
}, 60_000)
