/** The demo's simulated rooms, played to their end: nobody is asked for something that cannot be done. */
import type { JoinRequest, Role } from '../../../src/provider/types'
import { simulated, type SimulatedRooms } from '../../../src/provider/simulated'
import { FakeClock, listen } from './harness'

let language = 'zh'
Object.assign(globalThis, {
  wx: {
    getExtConfigSync: () => ({}),
    getStorageSync: () => '',
    getAppBaseInfo: () => ({ language }),
  },
})
// After the platform it asks when it is loaded.
const { simulatedRooms } = require('../../../demo/shared/simulated') as { simulatedRooms: SimulatedRooms }

async function enter(roomId: string, role: Role) {
  const clock = new FakeClock()
  const provider = simulated((request: JoinRequest) => ({ ...simulatedRooms(request), clock }))({})
  const log = listen(provider, clock)
  const snapshot = await provider.join({ roomId, role, token: 'none', name: 'Me' })
  return { provider, clock, log, snapshot }
}

describe.each(['zh', 'en'])('in %s', (lang) => {
  beforeEach(() => {
    language = lang
  })

  it.each<[roomId: string, role: Role, onAir: number]>([
    ['show', 'audience', 3],
    ['demo', 'anchor', 0],
    ['team', 'anchor', 5],
    ['team', 'speaker', 5],
    ['wall', 'audience', 10],
    ['line-cast-anna', 'anchor', 0],
    ['line-u12', 'audience', 0],
    ['check-u12', 'speaker', 0],
  ])('%s as %s has %i on air, and plays without a fault', async (roomId, role, onAir) => {
    const { provider, clock, log, snapshot } = await enter(roomId, role)
    const streams = new Set(snapshot.streams.map(({ id }) => id))
    provider.events.on('streamAdded', ({ id }) => streams.add(id))
    clock.advance(10_000)
    expect(streams.size).toBe(onAir)
    clock.advance(20 * 60_000)
    expect(log.filter(({ event }) => event === 'error' || event === 'left')).toEqual([])
    expect(clock.pending).toBe(0)
  })

  it('everybody of an audience says something, and hosts are asked', async () => {
    const { provider, clock, log, snapshot } = await enter('demo', 'anchor')
    clock.advance(5 * 60_000)
    const speakers = log.flatMap(({ event, payload }) =>
      event === 'message' ? (payload as { from: string }).from : [],
    )
    expect(new Set(speakers).size).toBeGreaterThanOrEqual(3)
    expect(log.some(({ event }) => event === 'linkRequested')).toBe(true)
    expect(snapshot.rights.host).toBe(true)
    await provider.leave()
  })

  it.each([
    ['anna', 'accepted'],
    ['zhe', 'refused'],
    ['sam', 'expired'],
  ])('%s, called: %s', async (id, outcome) => {
    const { provider, clock, log } = await enter(`line-cast-${id}`, 'anchor')
    await provider.link.invite(`cast-${id}`, { expiresIn: 30_000 })
    clock.advance(31_000)
    expect(log.filter(({ event }) => event === 'linkSettled').map(({ payload }) => payload)).toMatchObject([
      { outcome },
    ])
  })
})
