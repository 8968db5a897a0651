/** Rooms and the lists of servers, side by side: what ends, what is taken in, what is thrown out. */
import { Reconciler } from '../../src/hooks/reconcile'
import { Hub } from '../../src/hub'
import { carrierOf } from '../../src/media-servers/carrier'
import type { MediaServers } from '../../src/media-servers/servers'
import type { MediaServer, ServerStream } from '../../src/media-servers/types'
import { memoryEngine } from '../../src/room/memory-log'
import { Meter } from '../../src/room/meter'
import { ROOM_DEFAULTS } from '../../src/room/settings'
import { silent } from '../../src/report'
import { Tick } from '../../src/tick'

const GRACE = 5_000

class Bench {
  now = 1_000_000
  there: ServerStream[] = []
  failing = false
  readonly kicked: string[] = []
  readonly hub: Hub
  readonly reconciler: Reconciler

  constructor(shared = false) {
    const tick = new Tick((error) => {
      throw error
    })
    const now = () => this.now
    const deaf = { started: () => undefined, cut: () => undefined, wrote: () => undefined }
    this.hub = new Hub(memoryEngine(64), {
      settings: ROOM_DEFAULTS,
      tick,
      report: silent,
      meter: new Meter(),
      now,
      ...deaf,
    })
    const server = {
      ...{ id: 'srs1', can: { list: true, kick: true } },
      list: async () => {
        if (this.failing) throw new Error('no answer')
        return this.there
      },
      kick: async (name: string, client: string) => this.kicked.push(`${name} ${client}`) > 0,
    } as unknown as MediaServer
    const servers = { all: () => [server], get: (id: string) => (id === 'srs1' ? server : undefined) }
    this.reconciler = new Reconciler({
      ...{ hub: () => this.hub, servers: servers as unknown as MediaServers, report: silent, now },
      ...{ every: 1_000, grace: GRACE, shared },
    })
  }

  async live(by: string, base?: { http: string; rtmp: string }): Promise<void> {
    const room = await this.hub.open('r')
    await room.publishing.live({ id: 'door~ext', userId: 'door', kind: 'external' }, { by, ...(base && { base }) })
  }

  async look(ms = 0): Promise<string[]> {
    this.now += ms
    await this.reconciler.look()
    // What is over is written in the background.
    await new Promise((resolve) => setImmediate(resolve))
    return Array.from(this.hub.peek('r')?.state.carriers.values() ?? [], ({ by }) => by)
  }
}

const by = (client: string, server = 'srs1') => carrierOf({ server, client, turn: 0 })
let bench: Bench

beforeEach(() => {
  bench = new Bench()
})

afterEach(() => bench.hub.close())

const door = { name: 'r~door~ext', client: 'c1' }

test('a stream that the server has not: over at the second look, after the grace', async () => {
  await bench.live(by('c1'))
  expect(await bench.look()).toHaveLength(1)
  expect(await bench.look(GRACE - 1)).toHaveLength(1)
  expect(await bench.look(1)).toHaveLength(0)
  expect(bench.reconciler.counters).toMatchObject({ ended: 1, kicked: 0 })
})

test('one that is there again in between begins anew', async () => {
  await bench.live(by('c1'))
  await bench.look()
  bench.there = [door]
  await bench.look(GRACE)
  bench.there = []
  expect(await bench.look(GRACE)).toHaveLength(1)
  expect(await bench.look(GRACE)).toHaveLength(0)
})

test('a list that cannot be had ends nothing, and time goes on', async () => {
  await bench.live(by('c1'))
  await bench.look()
  bench.failing = true
  expect(await bench.look(GRACE * 3)).toHaveLength(1)
  bench.failing = false
  expect(await bench.look()).toHaveLength(0)
  expect(bench.reconciler.counters.failed).toBe(1)
})

test('there by another connection: the server knows better', async () => {
  await bench.live(by('c1'))
  bench.there = [{ ...door, client: 'c2' }]
  expect(await bench.look()).toEqual([by('c2')])
})

test('an ingest address that nobody has shown: ended at the second look; one of no name of ours is left alone', async () => {
  bench.there = [door, { name: 'livestream', client: 'c9' }]
  await bench.look()
  expect(bench.kicked).toEqual([])
  await bench.look()
  expect(bench.kicked).toEqual(['r~door~ext c1'])
})

test('carried elsewhere: the copy on this server goes', async () => {
  await bench.live(by('c1', 'srs2'))
  bench.there = [door]
  await bench.look()
  await bench.look()
  expect(bench.kicked).toEqual(['r~door~ext c1'])
})

test('rooms of a shared log that are not open here are somebody else’s', async () => {
  const shared = new Bench(true)
  shared.there = [door]
  for (let look = 0; look < 4; look++) await shared.look()
  expect([shared.kicked, shared.hub.all()]).toEqual([[], []])
  await shared.hub.close()
})

test.each([
  ['a server that is configured no more', by('c1', 'srs9'), undefined],
  [
    'a relay whose gateway does not answer',
    by('1', '@gone'),
    { http: 'http://127.0.0.1:1', rtmp: 'rtmp://127.0.0.1:1' },
  ],
  ['a relay that never said where it is', by('1', '@gone'), undefined],
])('carried by %s: over', async (_what, carrier, base) => {
  await bench.live(carrier, base)
  expect(await bench.look()).toHaveLength(1)
  expect(await bench.look(GRACE)).toHaveLength(0)
})
