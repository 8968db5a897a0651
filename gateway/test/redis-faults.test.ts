import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { TcpProxy } from './support/tcp-proxy'
import { redisServer, type RedisServer } from './support/redis'
import { ask } from './support/redis-sets'
import { closeGateways, expectAgreement, gateway, insist, type Gateway } from './support/redis-gateways'
import { by, step } from './support/replica'

/** `REDIS_ROUNDS=50` for a long run. */
const ROUNDS = Number(process.env['REDIS_ROUNDS'] ?? 5)
const PATIENCE = 10_000 + ROUNDS * 2_000

let server: RedisServer
beforeEach(async () => (server = await redisServer({ aof: 'always' })))
afterEach(async () => {
  await closeGateways()
  await server.remove()
})

/** Two gateways, each of whose senders writes its texts one after another. */
async function write(gateways: readonly Gateway[], count: number, launch: string): Promise<string[]> {
  const texts = gateways.map((_, g) => Array.from({ length: count }, (_, i) => `${launch} ${g} ${i}`))
  const write = async ({ log }: Gateway, g: number): Promise<void> => {
    for (const [i, text] of (texts[g] ?? []).entries()) await insist(log, text, by(i + 1, `${launch}${g}`))
  }
  await Promise.all(gateways.map(write))
  return texts.flat()
}

test(
  'kill -9 of Redis: nothing acknowledged is lost or doubled, and no cursor is refused',
  async () => {
    const gateways = [await gateway(server.url), await gateway(server.url)]
    const [{ log, replica }] = gateways as [Gateway]
    const texts = await write(gateways, 5, 'before')
    const cursors: [string, number][] = [[log.epoch, log.head]]
    for (let round = 0; round < ROUNDS; round++) {
      const writing = write(gateways, 40, `r${round}`)
      await replica.told.count(replica.told.all.length + 10)
      await server.restart()
      texts.push(...(await writing))
      await expectAgreement(gateways, texts)
      cursors.push([log.epoch, log.head])
    }
    // Redis remembers so many epochs.
    cursors.splice(0, cursors.length - 16)
    for (const gateway of gateways) {
      expect(cursors.map((cursor) => gateway.log.resumes(cursor))).toEqual(cursors.map(() => true))
      expect(gateway.replica.restored).toEqual([undefined])
      expect(gateway.replica.turns.all).toHaveLength(ROUNDS)
    }
  },
  PATIENCE,
)

test(
  'rolled back, it says so to whom it concerns: cursors behind the restore point go on, those past it do not',
  async () => {
    const copy = await mkdtemp(path.join(tmpdir(), 'lianmai-aof-'))
    const files = path.join(server.folder, 'appendonlydir')
    const gateways = [await gateway(server.url), await gateway(server.url)]
    let texts: string[] = []
    for (let round = 0; round < ROUNDS; round++) {
      texts.push(...(await write(gateways, 4, `kept${round}`)))
      await expectAgreement(gateways, texts)
      const [{ log }] = gateways as [Gateway]
      const { epoch, head } = log
      await cp(files, copy, { recursive: true, force: true })
      await write(gateways, 3, `lost${round}`)
      await server.kill()
      await rm(files, { recursive: true })
      await cp(copy, files, { recursive: true })
      await server.start()
      await Promise.all(gateways.map(({ replica }) => replica.turns.count(round + 1)))
      for (const { log, replica } of gateways) {
        expect(log.epoch).not.toBe(epoch)
        expect([head - 1, head, head + 1, head + 6].map((s) => log.resumes([epoch, s]))).toEqual([
          true,
          true,
          false,
          false,
        ])
        expect(replica.texts.toSorted()).toEqual(texts.toSorted())
        expect(replica.restored).toHaveLength(round + 2)
      }
      // What was lost is not remembered either: it may be sent again.
      const again = await insist((gateways[0] as Gateway).log, `lost${round} 0 0`, by(1, `lost${round}0`))
      expect(again).toBe(head + 1)
      texts = [...texts, `lost${round} 0 0`]
    }
    await expectAgreement(gateways, texts)
    await rm(copy, { recursive: true })
  },
  PATIENCE,
)

test(
  'kill -9 of a Redis that writes its file every second: what a busy disk loses is lost to no one silently',
  async () => {
    const busy = await redisServer({ aof: 'everysec' })
    const one = await gateway(busy.url)
    for (let round = 0; round < ROUNDS; round++) {
      const taken: { text: string; epoch: string; s: number }[] = []
      for (let n = 1; n <= 60; n++) {
        const text = `r${round} ${n}`
        taken.push({ text, s: await insist(one.log, text, by(n, `r${round}`)), epoch: one.log.epoch })
      }
      await busy.restart()
      await one.replica.turns.count(round + 1)
      const kept = taken.filter(({ text, s }) => one.replica.texts[s - 1] === text)
      expect(taken.filter(({ epoch, s }) => one.log.resumes([epoch, s]))).toEqual(kept)
    }
    await closeGateways()
    await busy.remove()
  },
  PATIENCE,
)

test('rolled back while no gateway looked on, it says so all the same: another process of Redis is another epoch', async () => {
  const files = path.join(server.folder, 'appendonlydir')
  const copy = path.join(server.folder, 'copy')
  const before = await gateway(server.url)
  await insist(before.log, 'kept', by(1))
  await cp(files, copy, { recursive: true })
  for (const n of [2, 3]) await insist(before.log, `lost ${n}`, by(n))
  const { epoch } = before.log
  await closeGateways()
  await server.kill()
  await rm(files, { recursive: true })
  await cp(copy, files, { recursive: true })
  await server.start()
  const after = await gateway(server.url)
  for (const n of [1, 2, 3]) await insist(after.log, `new ${n}`, by(n, 'other'))
  expect(after.replica.texts).toEqual(['kept', 'new 1', 'new 2', 'new 3'])
  expect([0, 1, 2, 3].map((s) => after.log.resumes([epoch, s]))).toEqual([true, true, false, false])
})

test('a log that ends before what was seen of it has lost something, though it is the same Redis', async () => {
  const gateways = [await gateway(server.url), await gateway(server.url)]
  await write(gateways, 3, 'gone')
  const [{ log, replica }] = gateways as [Gateway]
  const before = log.epoch
  await ask(server, 'FLUSHALL')
  const texts = await write(gateways, 2, 'new')
  await expectAgreement(gateways, texts)
  expect(log.epoch).not.toBe(before)
  expect([log.resumes([before, 1]), replica.turns.all.length > 0]).toEqual([false, true])
  expect(replica.restored).toEqual([undefined, undefined])
})

test('Redis without persistence: all that was is said to be lost', async () => {
  const volatile = await redisServer({ aof: 'none' })
  const one = await gateway(volatile.url)
  const texts = Array.from({ length: 8 }, (_, i) => `${i}`)
  for (const [i, text] of texts.entries()) await insist(one.log, text, by(i + 1))
  const cursor: [string, number] = [one.log.epoch, 1]
  await volatile.restart()
  await one.replica.turns.count(1)
  expect([one.log.head, one.replica.texts, one.log.resumes(cursor)]).toEqual([0, [], false])
  expect(await insist(one.log, 'again', by(1))).toBe(1)
  await closeGateways()
  await volatile.remove()
})

test('while Redis stands still or is away appends are refused soon; then everything goes on', async () => {
  const one = await gateway(server.url)
  await insist(one.log, 'a', by(1))
  server.pause()
  const refused = one.log.append({ steps: [step('b', by(2))], at: 0 })
  await expect(refused).rejects.toThrow('Redis did not answer within 400 ms')
  expect(await one.engine.health()).toMatchObject({ ok: false })
  server.resume()
  expect(await insist(one.log, 'b', by(2))).toBe(2)
  await server.kill()
  await expect(one.log.append({ steps: [step('c', by(3))], at: 0 })).rejects.toThrow('Redis is away')
  await expect(one.log.sync()).rejects.toThrow('Redis is away')
  await server.start()
  expect(await insist(one.log, 'c', by(3))).toBe(3)
  await expectAgreement([one], ['a', 'b', 'c'])
})

test('connections that are taken and never greeted are given up: by the client, and by who replaces it', async () => {
  const wire = await TcpProxy.to(server.port)
  const one = await gateway(wire.url)
  await insist(one.log, 'a', by(1))
  wire.swallowing = true
  wire.cut()
  // Commands and messages of the client that stands, and of the next.
  await wire.swallowed(4)
  wire.swallowing = false
  expect(await insist(one.log, 'b', by(2))).toBe(2)
  await expectAgreement([one], ['a', 'b'])
  await closeGateways()
  await wire.close()
}, 30_000)

test('a full Redis takes nothing and says so; what is read is still there', async () => {
  const one = await gateway(server.url)
  await insist(one.log, 'a', by(1))
  await ask(server, 'CONFIG', 'SET', 'maxmemory', '1mb')
  await expect(one.log.append({ steps: [step('b', by(2))], at: 0 })).rejects.toThrow('Redis is full (OOM)')
  await expect(one.log.places.take('ann', 'c', { name: 'Ann', role: 'audience' })).rejects.toThrow('Redis is full')
  expect(await one.engine.health()).toEqual({
    ok: false,
    why: expect.stringContaining('Redis is full (OOM)') as string,
  })
  const two = await gateway(server.url).catch((error: unknown) => error)
  expect(String(two)).toContain('Redis is full (OOM)')
  await one.log.sync()
  await ask(server, 'CONFIG', 'SET', 'maxmemory', '0')
  expect(await insist(one.log, 'b', by(2))).toBe(2)
  expect(await one.engine.health()).toEqual({ ok: true })
})

test('a Redis that has become a replica is refused in words, and taken again when it is none', async () => {
  const other = await redisServer({ aof: 'none' })
  const one = await gateway(server.url)
  await insist(one.log, 'a', by(1))
  await ask(server, 'CONFIG', 'SET', 'min-replicas-to-write', '1')
  await expect(one.log.append({ steps: [step('b')], at: 0 })).rejects.toThrow('min-replicas-to-write')
  await ask(server, 'CONFIG', 'SET', 'min-replicas-to-write', '0')
  await ask(other, 'REPLICAOF', '127.0.0.1', `${server.port}`)
  await expect(gateway(other.url)).rejects.toThrow(`give the address of its primary (127.0.0.1:${server.port})`)
  await ask(server, 'REPLICAOF', '127.0.0.1', '1')
  await expect(one.log.append({ steps: [step('b')], at: 0 })).rejects.toThrow('Redis is read-only (READONLY)')
  await ask(server, 'REPLICAOF', 'NO', 'ONE')
  expect(await insist(one.log, 'b', by(2))).toBe(2)
  await other.remove()
})

test('what others do to its keys and channels is found out and said, and ends nothing', async () => {
  const one = await gateway(server.url)
  await insist(one.log, 'a', by(1))
  const { epoch } = one.log
  await ask(server, 'SPUBLISH', '{lianmai:room}', `e ${epoch} 1-0 2-0\n[["2-0",{}]]`)
  await one.said.first((event) => event === 'redis.message')
  for (const garbage of ['', 'e', 'e x', 's x', 'm', 'c', '\0'])
    await ask(server, 'SPUBLISH', '{lianmai:room}', garbage)
  expect(await insist(one.log, 'b', by(2))).toBe(2)
  await expectAgreement([one], ['a', 'b'])
  await ask(server, 'DEL', '{lianmai:room}:log')
  const two = await gateway(server.url)
  expect(two.said.all).toContain('redis.damaged')
  expect([two.log.head, two.replica.texts, two.log.resumes([epoch, 1])]).toEqual([0, [], false])
  await insist(two.log, 'c', by(1))
  await one.replica.turns.count(1)
  await expectAgreement([one, two], ['c'])
})
