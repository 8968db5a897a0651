import { floods, stalledReaders } from './support/faults/pressure'

const NOTHING = { lost: 0, doubled: 0, reordered: 0, undeclared: 0, wrong: 0, findings: [] }

test('readers that stop reading cost a bounded buffer each, and are told of the gap', async () => {
  expect(await stalledReaders({ runs: 5, rate: 1000, others: 2 })).toMatchObject({ ...NOTHING, gaps: 5 })
}, 60_000)

test('a flood is closed with its burst at most, and nobody else loses anything', async () => {
  expect(await floods({ runs: 1 })).toMatchObject({ ...NOTHING, gaps: 0 })
}, 60_000)
