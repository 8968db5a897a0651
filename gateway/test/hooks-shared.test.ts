/** Two gateways on one Redis: hooks, addresses and the API work at either of them. */
import type { ChildProcess } from 'node:child_process'
import type { Gateway } from '../src/index'
import { redisEngine } from '../src/log/redis'
import { enter, startGateway, type TestClient } from './client'
import { API_KEY, TestBackend } from './support/api'
import { decode, publish } from './support/ffmpeg'
import { SrsPeer } from './support/media-servers/srs-peer'
import { redisServer, type RedisServer } from './support/redis'

jest.setTimeout(60_000)

const SECRET = 'a-hook-secret-of-32-letters-aaaa'

let redis: RedisServer
let srs: SrsPeer
const gateways: Gateway[] = []
const publishers: ChildProcess[] = []

beforeEach(async () => {
  redis = await redisServer({ aof: 'none' })
  srs = await SrsPeer.start()
})

afterEach(async () => {
  for (const publisher of publishers.splice(0)) publisher.kill('SIGKILL')
  for (const gateway of gateways.splice(0)) await gateway.close()
  await srs.close()
  await redis.remove()
})

async function start(withSrs: boolean): Promise<Gateway> {
  const server = { kind: 'srs' as const, id: 'srs1', hookSecret: SECRET, api: srs.api }
  const mediaServers = withSrs ? [{ ...server, rtmp: 'rtmp://m.example.com', http: 'https://m.example.com' }] : []
  const engine = await redisEngine({ url: redis.url })
  const gateway = await startGateway({ engine, mediaServers, publishGrace: 0, api: { keys: [API_KEY] } })
  gateways.push(gateway)
  return gateway
}

async function address(client: TestClient): Promise<{ id: string; url: string }> {
  const answer = await client.ask('r', { k: 'push', d: { audio: true, video: true } })
  if (answer.t === 'nope') throw new Error(answer.c)
  return answer.d as { id: string; url: string }
}

test('an address of one gateway, hooks at the other, at once', async () => {
  const [one, two] = [await start(true), await start(true)]
  srs.hook = `${two.urls.http}/hooks/srs1/${SECRET}`
  const ann = await enter(one, 'ann', 'anchor')
  for (let round = 0; round < 5; round++) {
    const { id, url } = await address(ann)
    const client = await srs.publish(url)
    expect(client).toBe(`c${round + 1}`)
    await ann.event('streamAdded', ({ d }) => d.id === id)
    await ann.ask('r', { k: 'unpush', d: { id } })
    expect(await srs.publish(url, 'late')).toBe('refused 403')
  }
  await srs.kicked.count(5)
  expect(srs.kicked.all).toEqual(['c1', 'c2', 'c3', 'c4', 'c5'])
})

test('the relay of one gateway plays to people of the other, from where it is', async () => {
  const [one, two] = [await start(false), await start(false)]
  const ann = await enter(one, 'ann', 'anchor')
  const bob = await enter(two, 'bob', 'audience')
  const { id, url } = await address(ann)
  publishers.push(publish(url))
  await bob.event('streamAdded')
  const answer = await bob.ask('r', { k: 'play', d: { id } })
  const { rtmp, flv } = (answer as { d: { rtmp: string; flv: string } }).d
  expect([rtmp.startsWith(one.urls.rtmp), flv.startsWith(one.urls.http)]).toEqual([true, true])
  for (const { video } of await Promise.all([decode(rtmp, 1), decode(flv, 1)])) expect(video).toBeGreaterThan(5)
})

test('the API of a gateway that has the room not open', async () => {
  const [one, two] = [await start(false), await start(false)]
  const ann = await enter(one, 'ann', 'anchor')
  const backend = new TestBackend(two)
  const say = () =>
    backend.call('POST', '/rooms/r/messages', { kind: 'chat', text: 'once' }, { 'idempotency-key': 'order-1' })
  const first = await say()
  const other = await new TestBackend(one).call(
    ...(['POST', '/rooms/r/messages', { kind: 'chat', text: 'once' }, { 'idempotency-key': 'order-1' }] as const),
  )
  expect([first.body.duplicate, other.body.duplicate, other.body.seq]).toEqual([undefined, true, first.body.seq])
  await backend.call('POST', '/rooms/r/users/ann/kick')
  expect(await ann.closed).toBe(4403)
  expect(ann.events.filter(({ k }) => k === 'chat')).toHaveLength(1)
})
