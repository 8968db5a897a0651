import { clockSkew, duplicateLogin, duplicateLoginAcross, tokenExpiry } from './support/faults/logins'

const NOTHING = { lost: 0, doubled: 0, reordered: 0, undeclared: 0, wrong: 0, gaps: 0, findings: [] }

test('of one person who logs in from several places at once, one is left', async () => {
  expect(await duplicateLogin({ runs: 5 })).toMatchObject(NOTHING)
}, 60_000)

test('on two gateways, too', async () => {
  expect(await duplicateLoginAcross({ runs: 5 })).toMatchObject(NOTHING)
}, 60_000)

test('clocks may differ by half a minute, and not by two', async () => {
  expect(await clockSkew({ runs: 1 })).toMatchObject(NOTHING)
}, 60_000)

test('a token that runs out costs nothing when there is another', async () => {
  expect(await tokenExpiry({ runs: 1 })).toMatchObject(NOTHING)
}, 60_000)
