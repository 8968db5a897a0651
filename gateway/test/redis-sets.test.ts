import { redisEngine } from '../src/log/redis'
import { ask, redisCluster, redisSentinel, until, type RedisSet } from './support/redis-sets'
import { closeGateways, expectAgreement, gateway, insist, type Gateway } from './support/redis-gateways'
import type { RedisServer } from './support/redis'
import { by, step } from './support/replica'

const SLOW = 30_000
let set: RedisSet | undefined
afterEach(async () => {
  await closeGateways()
  await set?.remove()
})

test(
  'a cluster: rooms live on all its servers, and each room is one log for all gateways',
  async () => {
    set = await redisCluster()
    const rooms = Array.from({ length: 8 }, (_, i) => `room${i}`)
    for (const room of rooms) {
      const both = [await gateway(set.url, { room }), await gateway(set.url, { room })]
      const appends = both.flatMap(({ log }, g) =>
        Array.from({ length: 10 }, (_, i) => log.append({ steps: [step(`${g} ${i}`, by(i + 1, `g${g}`))], at: 0 })),
      )
      await Promise.all(appends)
      await expectAgreement(
        both,
        [0, 1].flatMap((g) => Array.from({ length: 10 }, (_, i) => `${g} ${i}`)),
      )
      await both[0]?.log.places.take('ann', 'a', { name: 'Ann', role: 'audience' })
      await both[1]?.log.places.take('ann', 'b', { name: 'Ann', role: 'audience' })
      expect(await both[0]?.replica.moves.count(1)).toEqual([['ann', 'b']])
      expect(await both[0]?.engine.health()).toEqual({ ok: true })
    }
    const [first] = set.servers as [RedisServer]
    const sizes = await Promise.all(set.servers.map((server) => ask(server, 'DBSIZE')))
    expect(sizes.every((size) => Number(size) > 0)).toBe(true)
    await expect(redisEngine({ url: first.url })).rejects.toThrow('write its address as redis+cluster://')
  },
  SLOW,
)

/** Both gateways write while a server is killed. @returns when all is written, and told to both */
async function expectWritesThrough(both: readonly [Gateway, Gateway], kill: () => Promise<void>): Promise<void> {
  const texts = both.map((_, g) => Array.from({ length: 30 }, (_, i) => `${g} ${i}`))
  const write = async ({ log }: Gateway, g: number): Promise<void> => {
    for (const [i, text] of (texts[g] ?? []).entries()) await insist(log, text, by(i + 1, `g${g}`))
  }
  const [here] = both
  const { epoch } = here.log
  const writing = Promise.all(both.map(write))
  await here.replica.told.count(10)
  await kill()
  await writing
  await until(async () => Promise.all(both.map(({ log }) => log.sync())).then(() => true))
  await expectAgreement(both, texts.flat())
  for (const { log } of both) expect([log.epoch === epoch, log.resumes([epoch, 1])]).toEqual([false, true])
}

test(
  'a cluster goes on with the replica of a primary that died',
  async () => {
    set = await redisCluster(3)
    const [first] = set.servers as [RedisServer]
    // The hash slot of this room's keys is one of the first server's.
    const rooms = Array.from({ length: 20 }, (_, i) => `room${i}`)
    const slots = await Promise.all(
      rooms.map(async (room) => Number(await ask(first, 'CLUSTER', 'KEYSLOT', `{lianmai:${room}}`))),
    )
    const room = rooms[slots.findIndex((slot) => slot < 5_000)] ?? ''
    const both = [await gateway(set.url, { room }), await gateway(set.url, { room })] as const
    await expectWritesThrough(both, async () => {
      await ask(first, 'WAIT', '1', '1000')
      await first.kill()
    })
  },
  SLOW,
)

test(
  'sentinels: the gateways follow to the new primary',
  async () => {
    set = await redisSentinel()
    const [primary] = set.servers as [RedisServer]
    const both = [await gateway(set.url), await gateway(set.url)] as const
    await expectWritesThrough(both, async () => {
      await ask(primary, 'WAIT', '1', '1000')
      await primary.kill()
    })
    await expect(redisEngine({ url: set.url.replace('rooms', 'others') })).rejects.toThrow('knows no "others"')
  },
  SLOW,
)
