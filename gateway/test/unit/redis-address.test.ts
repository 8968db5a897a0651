import { addressOf, masked } from '../../src/log/redis/address'
import { settingsOf } from '../../src/log/redis/options'

test.each([
  ['redis://localhost', { kind: 'server', servers: [{ host: 'localhost', port: 6379 }], tls: false }],
  [
    'rediss://ann:p%40ss@[::1]:7000/3',
    {
      kind: 'server',
      servers: [{ host: '::1', port: 7000 }],
      tls: true,
      username: 'ann',
      password: 'p@ss',
      database: 3,
    },
  ],
  ['redis://:secret@r', { kind: 'server', servers: [{ host: 'r', port: 6379 }], tls: false, password: 'secret' }],
  [
    'redis+sentinel://a,b:26380/rooms',
    {
      kind: 'sentinel',
      servers: [
        { host: 'a', port: 26379 },
        { host: 'b', port: 26380 },
      ],
      tls: false,
      master: 'rooms',
    },
  ],
  [
    ['redis+cluster://u:p@a:1,b:2', 'redis+cluster://u:p@c:3'],
    {
      kind: 'cluster',
      servers: [
        { host: 'a', port: 1 },
        { host: 'b', port: 2 },
        { host: 'c', port: 3 },
      ],
      tls: false,
      username: 'u',
      password: 'p',
    },
  ],
])('understands %s', (url, address) => {
  expect(addressOf(url)).toEqual(address)
})

test.each([
  ['', 'no Redis address'],
  ['http://localhost', 'no Redis address'],
  ['redis://', 'no Redis address'],
  ['redis://a,b', 'several hosts are a cluster or sentinels'],
  ['redis://a:0', '0 is no port'],
  ['redis://a:70000', '70000 is no port'],
  ['redis://a b', 'is no host'],
  ['redis://a/rooms', 'is no database number'],
  ['redis://u:%zz@a', 'write a % in user or password as %25'],
  ['redis+sentinel://a', 'the name of the master is missing'],
  ['redis+cluster://a/1', 'a cluster has no databases'],
  [['redis://a', 'redis://b'], 'several addresses must be of one cluster'],
  [['redis+cluster://a', 'redis+cluster://u:p@b'], 'several addresses must be of one cluster'],
  [[], 'there is none'],
])('refuses %s', (url, why) => {
  expect(() => addressOf(url)).toThrow(why)
})

test('never shows a password', () => {
  expect(masked('redis://ann:secret@host')).toBe('redis://***@host')
  expect(() => addressOf('redis://ann:secret@host:0')).toThrow('redis://***@host:0')
  expect(() => addressOf('redis://ann:secret@host/x')).not.toThrow('secret')
})

test.each([
  [{ prefix: '{x}' }, 'Redis prefix'],
  [{ ring: 0 }, 'Redis ring'],
  [{ timeout: 1.5 }, 'Redis timeout'],
  [{ beat: 1000, dead: 1500 }, 'Redis dead'],
])('refuses the options %j', (options, why) => {
  expect(() => settingsOf({ url: 'redis://a', ...options })).toThrow(why)
})
