import { journalKills, memoryKills } from './support/faults/kills'

const NOTHING = { lost: 0, doubled: 0, reordered: 0, undeclared: 0, wrong: 0, findings: [] }

test('a log that dies with its gateway is declared lost to every receiver', async () => {
  const outcome = await memoryKills({ runs: 2 })
  expect(outcome).toMatchObject({ ...NOTHING, gaps: 30 })
}, 60_000)

test.each(['SIGKILL', 'SIGTERM'] as const)(
  'with its journal a gateway comes back from %s as if nothing had been',
  async (signal) => {
    const outcome = await journalKills({ runs: 3 }, signal)
    expect(outcome).toMatchObject({ ...NOTHING, gaps: 0 })
  },
  60_000,
)
