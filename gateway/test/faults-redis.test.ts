import { redisKills, rollBacks, sharedKills } from './support/faults/redis-faults'
import { diskFull, redisAlone, redisFull, redisSlow } from './support/faults/shortages'

const NOTHING = { lost: 0, doubled: 0, reordered: 0, undeclared: 0, wrong: 0, findings: [] }

test('two gateways on one Redis, killed in turn', async () => {
  expect(await sharedKills({ runs: 2 })).toMatchObject({ ...NOTHING, gaps: 0 })
}, 60_000)

test('Redis killed under them', async () => {
  expect(await redisKills({ runs: 1 })).toMatchObject({ ...NOTHING, gaps: 0 })
}, 60_000)

test('a Redis that was set back is noticed: who has more than it is told so, nobody goes on in silence', async () => {
  const { figures, ...verdict } = await rollBacks({ runs: 1 })
  expect(verdict).toMatchObject(NOTHING)
  expect(verdict.gaps).toBeGreaterThan(0)
  expect(figures['rolledBack']).toBeGreaterThan(0)
}, 60_000)

test.each([
  ['full', redisFull],
  ['without its replicas', redisAlone],
])(
  'a Redis that is %s holds people back, and loses nothing',
  async (_, fault) => {
    expect(await fault({ runs: 1 })).toMatchObject({ ...NOTHING, gaps: 0, figures: { held: 10 } })
  },
  60_000,
)

test('a slow Redis loses nothing either', async () => {
  expect(await redisSlow({ runs: 1 })).toMatchObject({ ...NOTHING, gaps: 0 })
}, 60_000)

test('a disk that is full holds people back until there is room', async () => {
  const { figures, ...verdict } = await diskFull({ runs: 1 })
  // Only root can mount a small disk; without one the harness says so, and the journal's own tests have to do.
  if (figures['skipped']) expect(verdict.findings).toEqual([expect.stringContaining('no small file system')])
  else expect(verdict).toMatchObject({ ...NOTHING, gaps: 0 })
}, 60_000)
