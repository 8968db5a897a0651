import { frozenClients, frozenGateway } from './support/faults/freezes'

const NOTHING = { lost: 0, doubled: 0, reordered: 0, undeclared: 0, wrong: 0, gaps: 0, findings: [] }

test('a gateway that stands still is noticed, and goes on where it was', async () => {
  expect(await frozenGateway({ runs: 1 })).toMatchObject(NOTHING)
}, 60_000)

test('people whose process stands still are dropped, and come back to everything they missed', async () => {
  expect(await frozenClients({ runs: 1 })).toMatchObject(NOTHING)
}, 60_000)
