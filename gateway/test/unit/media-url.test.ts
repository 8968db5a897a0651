import fc from 'fast-check'
import { Addresses } from '../../src/addresses'
import { KeyRing } from '../../src/auth/keys'
import {
  flvUrl,
  MAX_URL,
  mediaName,
  parseMediaName,
  rtmpUrl,
  streamIdOf,
  turnOf,
  UrlSigner,
} from '../../src/auth/media-url'

const OLD = { kid: 'old', secret: 'old secret of thirty-two characters' }
const NEW = { kid: 'new', secret: 'new secret of thirty-two characters' }
const signer = new UrlSigner(new KeyRing([NEW, OLD]))
const NOW = 1_700_000_000_000
const params = (query: string) => new URLSearchParams(query)

test('an address is good for what it was signed for, until it expires', () => {
  const query = signer.sign('publish', 'r~ann~abcd', NOW + 60_000)
  expect(query).toMatch(/^t=[0-9a-f]{8}&s=[\w-]{22}$/)
  expect(signer.verify('publish', 'r~ann~abcd', params(query), NOW)).toBe('ok')
  expect(signer.verify('play', 'r~ann~abcd', params(query), NOW)).toBe('token-invalid')
  expect(signer.verify('publish', 'r~bob~abcd', params(query), NOW)).toBe('token-invalid')
  expect(signer.verify('publish', 'r~ann~abcd', params(query), NOW + 60_000)).toBe('token-expired')
})

test('the addresses of one stream are counted, and the count is signed', () => {
  const query = signer.sign('publish', 'r~ann~abcd', NOW + 60_000, 37)
  expect(query).toMatch(/^t=[0-9a-f]{8}&n=11&s=[\w-]{22}$/)
  expect(signer.verify('publish', 'r~ann~abcd', params(query), NOW)).toBe('ok')
  expect(turnOf(params(query))).toBe(37)
  for (const changed of [query.replace('n=11', 'n=12'), query.replace('&n=11', ''), query.replace('n=11', 'n=')])
    expect(signer.verify('publish', 'r~ann~abcd', params(changed), NOW)).toBe('token-invalid')
  expect(turnOf(params(signer.sign('publish', 'r~obs~ext', NOW)))).toBeUndefined()
})

test('a later expiry needs a new signature', () => {
  const query = signer.sign('play', 'r~ann~abcd', NOW).replace(/t=\w+/, 't=ffffffff')
  expect(signer.verify('play', 'r~ann~abcd', params(query), NOW)).toBe('token-invalid')
})

test('addresses of the old key stay good while it is in the ring, and of no other', () => {
  const before = new UrlSigner(new KeyRing([OLD])).sign('play', 'r~ann~abcd', NOW + 1000)
  const foreign = new UrlSigner(new KeyRing([{ ...OLD, secret: 'x'.repeat(32) }]))
  expect(signer.verify('play', 'r~ann~abcd', params(before), NOW)).toBe('ok')
  expect(signer.verify('play', 'r~ann~abcd', params(foreign.sign('play', 'r~ann~abcd', NOW + 1000)), NOW)).toBe(
    'token-invalid',
  )
})

test('a signature is written in one way only, and an empty count is no count', () => {
  const query = signer.sign('play', 'r~ann~abcd', NOW + 1000)
  const last = query.slice(-1)
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-']
  const others = letters.filter((letter) => letter !== last).map((letter) => query.slice(0, -1) + letter)
  for (const changed of [...others, `${query}==`, `${query}!`, query.replace('&s=', '&s=.'), `${query}&n=`])
    expect(signer.verify('play', 'r~ann~abcd', params(changed), NOW)).toBe('token-invalid')
})

test('keys that are replaced sign and verify from then on', () => {
  const keys = new KeyRing([OLD])
  const live = new UrlSigner(keys)
  const before = live.sign('play', 'r~ann~abcd', NOW + 1000)
  keys.replace([NEW, OLD])
  const after = live.sign('play', 'r~ann~abcd', NOW + 1000)
  expect(after).not.toBe(before)
  const verdicts = () => [before, after].map((query) => live.verify('play', 'r~ann~abcd', params(query), NOW))
  expect(verdicts()).toEqual(['ok', 'ok'])
  keys.replace([NEW])
  expect(verdicts()).toEqual(['token-invalid', 'ok'])
})

test('arbitrary queries are refused, never thrown at', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (t, s, n) => {
      const query = new URLSearchParams({ t, s, n })
      return signer.verify('play', 'r~ann~abcd', query, NOW) === 'token-invalid'
    }),
  )
})

const ids = fc.stringMatching(/^[A-Za-z0-9_-]{1,48}$/)

test('names split again into what they were made of', () => {
  fc.assert(
    fc.property(ids, ids, (room, user) => {
      const name = parseMediaName(mediaName(room, streamIdOf(user, 'abcd')))
      expect(name).toEqual({ room, userId: user, streamId: `${user}~abcd`, external: false })
      expect(parseMediaName(mediaName(room, streamIdOf(user)))?.external).toBe(true)
    }),
  )
})

test.each(['', 'r', 'r~ann', 'r~ann~a~b', 'r~~abcd', `r~${'x'.repeat(49)}~abcd`, 'r~ann~../x'])(
  '%j is no name',
  (name) => {
    expect(parseMediaName(name)).toBeUndefined()
  },
)

test('the longest ids on the longest host stay under 200 characters', () => {
  const host = `${'h'.repeat(34)}.cn:65535`
  const addresses = new Addresses({ host: '0.0.0.0', publicUrl: undefined, publicRtmpUrl: undefined }, 8787, 65535)
  const base = addresses.base(host)
  const name = mediaName('r'.repeat(48), streamIdOf('u'.repeat(48), 'abcd'))
  expect(base.http).toBe(`http://${host}`)
  expect(rtmpUrl(base, name, signer.sign('publish', name, NOW, 1295)).length).toBeLessThan(MAX_URL)
  expect(flvUrl(base, name, signer.sign('play', name, NOW)).length).toBeLessThan(MAX_URL)
})

describe('addresses', () => {
  const plain = { host: '0.0.0.0', publicUrl: undefined, publicRtmpUrl: undefined }

  test.each([
    ['192.168.1.5:8787', { http: 'http://192.168.1.5:8787', rtmp: 'rtmp://192.168.1.5:1936' }],
    ['live.example.com', { http: 'http://live.example.com', rtmp: 'rtmp://live.example.com:1936' }],
    ['[::1]:8787', { http: 'http://[::1]:8787', rtmp: 'rtmp://[::1]:1936' }],
    ['a/b?c', { http: 'http://localhost:8787', rtmp: 'rtmp://localhost:1936' }],
    [`${'x'.repeat(60)}.com`, { http: 'http://localhost:8787', rtmp: 'rtmp://localhost:1936' }],
  ])('a client that came by %s gets media from there', (host, expected) => {
    expect(new Addresses(plain, 8787, 1936).base(host)).toMatchObject(expected)
  })

  test('a public address wins', () => {
    const addresses = new Addresses({ ...plain, publicUrl: 'https://live.example.com' }, 8787, 1935)
    expect(addresses.urls).toEqual({
      http: 'https://live.example.com',
      ws: 'wss://live.example.com',
      rtmp: 'rtmp://live.example.com',
    })
    expect(addresses.base('10.0.0.1:8787')).toEqual(addresses.urls)
  })
})
