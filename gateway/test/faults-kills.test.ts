import { journalKills, memoryKills } from './support/faults/kills'

const NOTHING = { lost: 0, doubled: 0, reordered: 0, undeclared: 0, wrong: 0, findings: [] }

test('a log that dies with its gateway is declared lost to every receiver', async () => {
  expect(await memoryKills({ runs: 1 })).toMatchObject({ ...NOTHING, gaps: 15 })
}, 60_000)

test.each(['SIGKILL', 'SIGTERM'] as const)(
  'with its journal a gateway comes back from %s as if nothing had been',
  async (signal) => {
    expect(await journalKills({ runs: signal === 'SIGKILL' ? 2 : 1 }, signal)).toMatchObject({ ...NOTHING, gaps: 0 })
  },
  60_000,
)
