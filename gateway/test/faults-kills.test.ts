import { memoryKills } from './support/faults/kills'

const NOTHING = { lost: 0, doubled: 0, reordered: 0, undeclared: 0, wrong: 0, findings: [] }

test('a log that dies with its gateway is declared lost to every receiver', async () => {
  const outcome = await memoryKills({ runs: 2 })
  expect(outcome).toMatchObject({ ...NOTHING, gaps: 30 })
}, 60_000)
