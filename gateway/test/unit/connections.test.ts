/** Who a connection counts as, and what that allows. */
import type { IncomingMessage } from 'node:http'
import { Addresses } from '../../src/addresses'
import { TokenBucket } from '../../src/limits'
import { addressKey, clientAddress, Headcount } from '../../src/net/address'
import { Load } from '../../src/net/load'
import { Users } from '../../src/net/users'

describe('clientAddress', () => {
  const ask = (hops: number, forwarded?: string) =>
    clientAddress(
      {
        socket: { remoteAddress: '10.0.0.1' },
        headers: { 'x-forwarded-for': forwarded },
      } as unknown as IncomingMessage,
      hops,
    )

  test.each<[number, string | undefined, string]>([
    [0, undefined, '10.0.0.1'],
    [0, '203.0.113.7', '10.0.0.1'],
    [1, '203.0.113.7', '203.0.113.7'],
    [1, 'made up, 198.51.100.9, 203.0.113.7', '203.0.113.7'],
    [2, '1.1.1.1, 203.0.113.7, 10.0.0.9', '203.0.113.7'],
    [2, '203.0.113.7', '10.0.0.1'],
    [1, undefined, '10.0.0.1'],
    [1, 'not an address', '10.0.0.1'],
    [1, '2001:db8::1', '2001:db8::1'],
  ])('%i trusted proxies, %s: %s', (hops, forwarded, expected) => {
    expect(ask(hops, forwarded)).toBe(expected)
  })
})

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002:0:0:0:7', '2001:db8:1:2::/64'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('%s counts as %s', (address, key) => {
  expect(addressKey(address)).toBe(key)
})

test('as many of one address as may be, exactly, and again when one is gone', () => {
  const heads = new Headcount(2)
  heads.enter('a')
  expect(heads.full('a')).toBe(false)
  heads.enter('a')
  expect([heads.full('a'), heads.full('b')]).toEqual([true, false])
  heads.leave('a')
  expect(heads.full('a')).toBe(false)
})

describe('Users', () => {
  const commands = { burst: 2, perSecond: 1 }
  const users = (userCommands = {}) => new Users({ maxPerUser: 2, commands, userCommands })

  test('no more connections than one user may have', () => {
    const all = users()
    expect(all.enter('ann', 0)).toBeDefined()
    expect(all.enter('ann', 0)).toBeDefined()
    expect(all.enter('ann', 0)).toBeUndefined()
    expect(all.enter('bob', 0)).toBeDefined()
    all.leave('ann')
    expect(all.enter('ann', 0)).toBeDefined()
  })

  test('one budget over all connections, twice that of a connection unless it is said', () => {
    const count = (all: Users) => {
      const [one, other] = [all.enter('ann', 0), all.enter('ann', 0)]
      expect(one).toBe(other)
      return Array.from({ length: 9 }, () => one?.take(0)).filter((wait) => wait === 0).length
    }
    expect(count(users())).toBe(4)
    expect(count(users({ burst: 3, perSecond: 1 }))).toBe(3)
  })

  test('coming back buys no fresh budget; who is gone for long is forgotten', () => {
    const all = users()
    const spent = all.enter('ann', 0)
    while (spent?.take(0) === 0);
    all.leave('ann')
    all.sweep(0)
    expect(all.size).toBe(1)
    expect(all.enter('ann', 0)?.take(0)).toBeGreaterThan(0)
    all.leave('ann')
    all.sweep(60_000)
    expect(all.size).toBe(0)
  })
})

test('a bucket is full again when everything has come back, and not before', () => {
  const bucket = new TokenBucket(2, 1, 0)
  expect(bucket.full(0)).toBe(true)
  bucket.take(0)
  expect([bucket.full(999), bucket.full(1000)]).toEqual([false, true])
})

test('Load: commands wait while too much is unsent, and both turns are told once', () => {
  const connections = [
    { buffered: 40, lagging: true },
    { buffered: 10, lagging: false },
  ]
  const told: [boolean, number][] = []
  const load = new Load(connections, 49, (...turn) => told.push(turn))
  expect(load.wait).toBe(0)
  load.sample()
  load.sample()
  expect(load.figures).toEqual({ buffered: 50, lagging: 1, overloaded: true })
  expect(load.wait).toBeGreaterThan(0)
  connections.pop()
  load.sample()
  expect(told).toEqual([
    [true, 50],
    [false, 40],
  ])
  load.stop()
})

test('media addresses are https where the port itself does TLS', () => {
  const settings = { host: '0.0.0.0', publicUrl: undefined, publicRtmpUrl: undefined, tls: { cert: 'c', key: 'k' } }
  const addresses = new Addresses(settings, 8787, 1935, 1936)
  expect(addresses.urls).toMatchObject({ http: 'https://localhost:8787', rtmps: 'rtmps://localhost:1936' })
  expect(addresses.base('live.example.com')).toEqual({
    http: 'https://live.example.com',
    rtmp: 'rtmp://live.example.com',
  })
})
