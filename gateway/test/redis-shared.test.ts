import fc from 'fast-check'
import { redisServer, type RedisServer } from './support/redis'
import { until } from './support/redis-sets'
import { closeGateways, expectAgreement, gateway, insist, type Gateway } from './support/redis-gateways'
import { by, step, textOf } from './support/replica'
import { TcpProxy } from './support/tcp-proxy'

const ANN = { name: 'Ann', role: 'audience' } as const
let server: RedisServer
beforeAll(async () => (server = await redisServer()))
afterAll(() => server.remove())
const proxies: TcpProxy[] = []
afterEach(async () => {
  await closeGateways()
  for (const proxy of proxies.splice(0)) await proxy.close()
})

async function badNetwork(): Promise<TcpProxy> {
  const proxy = await TcpProxy.to(server.port)
  proxies.push(proxy)
  return proxy
}

let rooms = 0
const two = async (): Promise<[Gateway, Gateway]> => {
  const room = `room${++rooms}`
  return [await gateway(server.url, { room, ring: 64 }), await gateway(server.url, { room, ring: 64 })]
}

interface Turn {
  at: 0 | 1
  batch: number
  control: boolean
  /** Others go on before this is answered. */
  concurrent: boolean
}

test('whatever two gateways write at a time, both are told the same, in one order, without a hole; control steps see the last one', async () => {
  const turn = fc.record({
    at: fc.constantFrom(0 as const, 1 as const),
    batch: fc.integer({ min: 0, max: 5 }),
    control: fc.boolean(),
    concurrent: fc.boolean(),
  })
  const property = fc.asyncProperty(fc.array(turn, { maxLength: 40 }), async (turns: Turn[]) => {
    const both = await two()
    const taken: { basis: number; s: number }[] = []
    const texts: string[] = []
    let control = 0
    const play = async ({ at, batch, control: asControl }: Turn, index: number): Promise<void> => {
      const names = Array.from({ length: batch }, (_, i) => `${index} ${i}`)
      const basis = control
      const steps = [step(names, by(index + 1, `g${at}`))]
      const result = await both[at].log.append({ steps, at: index, ...(asControl && { basis }) })
      if (result === 'conflict' || result[0] === 'past') return
      texts.push(...names)
      if (!asControl || batch === 0) return
      const s = result[0]?.s ?? 0
      taken.push({ basis, s })
      control = Math.max(control, s)
    }
    const running: Promise<void>[] = []
    for (const [index, turn] of turns.entries()) {
      running.push(play(turn, index))
      if (!turn.concurrent) await Promise.all(running)
    }
    await Promise.all(running)
    await expectAgreement(both, texts)
    // Each control step was taken on the one before it.
    taken.sort((a, b) => a.s - b.s)
    expect(taken.map(({ basis }) => basis)).toEqual([0, ...taken.map(({ s }) => s)].slice(0, taken.length))
    const [here, there] = both.map(({ log }) => log.read(log.tail - 1, Infinity))
    expect(here).toEqual(there)
    expect(here?.map(textOf)).toEqual(both[0].replica.texts.slice(-64))
    await closeGateways()
  })
  await fc.assert(property, { numRuns: 25 })
})

test('a gateway that opens the room while others write has all of it', async () => {
  const [here] = await two()
  const texts = Array.from({ length: 600 }, (_, i) => `${i}`)
  const writing = Promise.all(texts.map((text, i) => here.log.append({ steps: [step(text, by(i + 1))], at: 0 })))
  const room = `room${rooms}`
  const late = await Promise.all(Array.from({ length: 4 }, () => gateway(server.url, { room, ring: 64 })))
  await writing
  await expectAgreement([here, ...late], texts)
})

test('who was cut off from Redis reads what it missed, and begins anew when that is not kept any more', async () => {
  const proxy = await badNetwork()
  const room = `room${++rooms}`
  const [near, far] = [await gateway(server.url, { room, ring: 16 }), await gateway(proxy.url, { room, ring: 16 })]
  const texts: string[] = []
  for (const count of [5, 500]) {
    proxy.freeze()
    for (let i = 0; i < count; i += 25) {
      const some = Array.from({ length: Math.min(25, count - i) }, (_, j) => `${count} ${i + j}`)
      await Promise.all(some.map((text) => near.log.append({ steps: [step(text)], at: 0 })))
      texts.push(...some)
    }
    proxy.cut()
    proxy.thaw()
    await until(async () => far.log.sync().then(() => true))
    await expectAgreement([near, far], texts)
  }
  expect([near.replica.restored.length, far.replica.restored.length]).toEqual([1, 2])
}, 20_000)

test('of many logins of one person at two gateways the last one stays, and everybody else hears of it', async () => {
  const both = await two()
  const connections = Array.from({ length: 40 }, (_, i) => `c${i}`)
  // As rooms do: who has taken the place is in, until the place is another's.
  const inside: (string | undefined)[] = [undefined, undefined]
  both.forEach(({ replica }, g) => {
    replica.moved = (_user, connection) => void (inside[g] !== connection && (inside[g] = undefined))
  })
  const login = async (connection: string, g: number): Promise<void> => {
    await both[g]?.log.places.take('ann', connection, ANN)
    inside[g] = connection
  }
  await Promise.all(connections.map((connection, i) => login(connection, i % 2)))
  await until(async () => inside.filter((connection) => connection !== undefined).length === 1)
  const survivor = inside.findIndex((connection) => connection !== undefined)
  expect(await both[1 - survivor]?.log.places.missing(['ann'])).toEqual([])
  expect(await both[survivor]?.log.places.drop('ann', inside[survivor] ?? '')).toBe(true)
  expect(await both[0].log.places.missing(['ann'])).toEqual(['ann'])
})

test('people of a gateway that died are missing, then counted no more, and its room is abandoned', async () => {
  const [here, there] = await two()
  const proxy = await badNetwork()
  const gone = await gateway(proxy.url, { room: `room${rooms}` })
  await here.log.places.take('ann', 'a', ANN)
  await gone.log.places.take('bob', 'b', { name: 'Bob', role: 'audience' })
  const alone = await gateway(proxy.url, { room: 'alone' })
  await insist(alone.log, 'text', by(1))
  await here.replica.counts.first(() => here.log.places.online === 2)
  expect(await here.log.places.missing(['ann', 'bob', 'eve'])).toEqual(['eve'])
  proxy.freeze()
  for (const { log, replica } of [here, there]) await replica.counts.first(() => log.places.online === 1)
  expect(await here.log.places.missing(['ann', 'bob'])).toEqual(['bob'])
  expect(await here.log.places.find('bob')).toBeUndefined()
  await here.said.first((event) => event === 'redis.buried')
  await until(async () => (await here.engine.abandoned()).includes('alone'))
  // It was not dead: it stood still. Its people are in their places again, except who came back elsewhere meanwhile.
  await here.log.places.take('ann', 'a2', ANN)
  proxy.thaw()
  await here.replica.counts.first(() => here.log.places.online === 2)
  await until(async () => (await here.log.places.missing(['ann', 'bob'])).length === 0)
  await until(async () => !(await here.engine.abandoned()).includes('alone'))
}, 20_000)

test('a gateway that stood still finds that its people are elsewhere', async () => {
  const proxy = await badNetwork()
  const room = `room${++rooms}`
  const [here, far] = [await gateway(server.url, { room }), await gateway(proxy.url, { room })]
  await far.log.places.take('ann', 'old', ANN)
  proxy.freeze()
  await here.log.places.take('ann', 'new', ANN)
  proxy.thaw()
  proxy.cut()
  expect(await far.replica.moves.count(1)).toEqual([['ann', 'new']])
  expect(await far.log.places.drop('ann', 'old')).toBe(false)
})

test('a connection that is open and dead is found out and replaced', async () => {
  const proxy = await badNetwork()
  const room = `room${++rooms}`
  const one = await gateway(proxy.url, { room })
  proxy.freeze()
  await one.said.first((event) => event === 'redis.rebuild')
  proxy.thaw()
  expect(await insist(one.log, 'a', by(1))).toBe(1)
})

test('a Redis 100 ms away is slow and nothing else', async () => {
  const proxy = await badNetwork()
  proxy.delay = 50
  const room = `room${++rooms}`
  const slow = await gateway(proxy.url, { room, timeout: 1000, beat: 200, dead: 2000 })
  const near = await gateway(server.url, { room })
  const texts = Array.from({ length: 200 }, (_, i) => `${i}`)
  await Promise.all(
    texts.map((text, i) => [slow, near][i % 2]?.log.append({ steps: [step(text, by(i + 1, `g${i % 2}`))], at: 0 })),
  )
  await expectAgreement([slow, near], texts)
  expect(slow.said.all).toEqual([])
})
