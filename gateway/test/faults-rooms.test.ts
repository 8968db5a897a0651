import { lostAnchor } from './support/faults/absences'
import { fuzz } from './support/faults/fuzz'
import { micRace } from './support/faults/seats'

const NOTHING = { lost: 0, doubled: 0, reordered: 0, undeclared: 0, wrong: 0, gaps: 0, findings: [] }

test('everybody after the same seats through two gateways: one person a seat, one seat a person, one state', async () => {
  expect(await micRace({ runs: 5 })).toMatchObject(NOTHING)
}, 60_000)

test('an anchor who is gone without a word frees the seats', async () => {
  expect(await lostAnchor({ runs: 1 })).toMatchObject(NOTHING)
}, 60_000)

test('junk is answered by the book, and nobody else notices', async () => {
  expect(await fuzz({ runs: 5_000 })).toMatchObject({ ...NOTHING, figures: { crashes: 0 } })
}, 60_000)
