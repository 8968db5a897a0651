import fc from 'fast-check'
import { KeyRing } from '../../src/auth/keys'
import { UrlSigner } from '../../src/auth/media-url'
import { sign, URL_SCHEMES, type SignOptions, type UrlScheme } from '../../src/auth/sign-url'

const SECRET = 'first secret of thirty-two chars!'
const NOW = 1_400_000_000
const nowMs = NOW * 1000
const CDN_KEY = 'aliyuncdnexp1234'

describe("the vendors' own examples", () => {
  test.each<[string, string, UrlScheme, string, number, SignOptions, string]>([
    [
      // intl.cloud.tencent.com/document/product/267/31560, "Hotlink Protection URL Calculation"
      'Tencent CSS',
      'rtmp://livepush.tcloud.com/live/test',
      'tencent',
      'e12c46f2612d5106e2034781ab261ca3',
      0x5c271099,
      {},
      'rtmp://livepush.tcloud.com/live/test?txSecret=f85a2ab363fe4deaffef9754d79da6fe&txTime=5C271099',
    ],
    [
      // alibabacloud.com/help/doc-detail/85113, "Type A signing"
      'Alibaba CDN, type A',
      'http://domain.example.com/video/standard/test.mp4',
      'aliyun-a',
      CDN_KEY,
      1_444_435_200,
      { rand: '0' },
      'http://domain.example.com/video/standard/test.mp4?auth_key=1444435200-0-0-23bf85053008f5c0e791667a313e28ce',
    ],
    [
      // the same page in an older state
      'Alibaba CDN, type A, of 2018',
      'http://cdn.example.com/video/standard/1K.html',
      'aliyun-a',
      CDN_KEY,
      1_444_435_200,
      { rand: '0' },
      'http://cdn.example.com/video/standard/1K.html?auth_key=1444435200-0-0-80cd3862d699b7118eed99103f2a3a4f',
    ],
    [
      // alibabacloud.com/help/doc-detail/85114, "Type B signing": 2015-08-15 08:00 in UTC+8
      'Alibaba CDN, type B',
      'http://cdn.example.com/4/44/44c0909bcfc20a01afaf256ca99a8b8b.mp3',
      'aliyun-b',
      CDN_KEY,
      Date.parse('2015-08-15T00:00:00Z') / 1000,
      {},
      'http://cdn.example.com/201508150800/9044548ef1527deadafa49a890a377f0/4/44/44c0909bcfc20a01afaf256ca99a8b8b.mp3',
    ],
    [
      // alibabacloud.com/help/doc-detail/85115, "Type C signing", format 1
      'Alibaba CDN, type C',
      'http://cdn.example.com/test.flv',
      'aliyun-c',
      CDN_KEY,
      0x55ce8100,
      {},
      'http://cdn.example.com/a37fa50a5fb8f71214b1e7c95ec7a1bd/55CE8100/test.flv',
    ],
  ])('%s', (_, url, scheme, key, exp, options, signed) => {
    expect(sign(url, scheme, key, exp, { nowMs, ...options })).toBe(signed)
  })
})

describe('lianmai', () => {
  const ring = new KeyRing([{ kid: 'k1', secret: SECRET }])
  const signer = new UrlSigner(ring)
  const verify = (url: string, action: 'publish' | 'play', now = nowMs) =>
    signer.verify(action, 'demo~door~ext', new URL(url).searchParams, now)

  test.each([
    ['our relay', 'rtmp://live.example.com/live/demo~door~ext'],
    ['our relay over HTTP', 'https://live.example.com/live/demo~door~ext.flv'],
    ['nginx-rtmp', 'rtmp://10.0.0.9:1935/live/demo~door~ext'],
    ['SRS, with a host of its own in the query', 'rtmp://srs/live/demo~door~ext?vhost=a.example.com'],
    ['SRS over HLS', 'https://srs/live/demo~door~ext.m3u8'],
  ])('what the gateway checks for %s', (_, url) => {
    const signed = sign(url, 'lianmai', SECRET, NOW + 60, { action: 'publish', nowMs })
    expect(signed.startsWith(url)).toBe(true)
    expect(verify(signed, 'publish')).toBe('ok')
    expect(verify(signed, 'publish', nowMs + 60_000)).toBe('token-expired')
    expect(verify(signed, 'play')).toBe('token-invalid')
  })

  test('good for playing unless said', () => {
    const signed = sign('rtmp://a/live/demo~door~ext', 'lianmai', SECRET, NOW + 60, { nowMs })
    expect([verify(signed, 'play'), verify(signed, 'publish')]).toEqual(['ok', 'token-invalid'])
  })

  test('no letter of the stream, the expiry or the signature can be changed', () => {
    const signed = sign('rtmp://a/live/demo~door~ext', 'lianmai', SECRET, NOW + 60, { nowMs })
    const from = signed.indexOf('demo')
    fc.assert(
      fc.property(fc.integer({ min: from, max: signed.length - 1 }), fc.constantFrom(...'0aAzZ_~&='), (at, letter) => {
        const changed = new URL(signed.slice(0, at) + letter + signed.slice(at + 1))
        const name = changed.pathname.slice('/live/'.length)
        const verdict = signer.verify('play', name, changed.searchParams, nowMs)
        return (verdict === 'ok') === (changed.href === signed)
      }),
      { numRuns: 500 },
    )
  })
})

test('what a CDN adds to the time is taken off, so that the address ends at exp', () => {
  const push = 'rtmp://push.example.com/live/ann'
  const options = { nowMs, rand: '7' }
  for (const scheme of ['tencent', 'aliyun-a', 'aliyun-b', 'aliyun-c'] as const)
    expect(sign(push, scheme, CDN_KEY, NOW + 3600, { ...options, validity: 1800 })).toBe(
      sign(push, scheme, CDN_KEY, NOW + 1800, options),
    )
})

test("Tencent signs the stream's name alone: one signature for every format", () => {
  const of = (url: string) => sign(url, 'tencent', CDN_KEY, NOW + 60, { nowMs }).split('?')[1]
  expect(of('https://play.example.com/live/ann.flv')).toBe(of('webrtc://play.example.com/live/ann'))
  expect(of('https://play.example.com/live/ann.m3u8')).toBe(of('rtmp://play.example.com/live/ann'))
  expect(of('rtmp://play.example.com/live/ann_hd')).not.toBe(of('rtmp://play.example.com/live/ann'))
})

test('type A is different each time, and keeps the query that was there', () => {
  const once = () => sign('rtmp://center/live/ann?vhost=play.example.com', 'aliyun-a', CDN_KEY, NOW + 60, { nowMs })
  expect(once()).toMatch(/\?vhost=play\.example\.com&auth_key=1400000060-[0-9a-f]{32}-0-[0-9a-f]{32}$/)
  expect(once()).not.toBe(once())
})

test('names that are not ASCII are signed as they travel', () => {
  const signed = sign('https://cdn/image/阿.flv', 'aliyun-c', CDN_KEY, NOW + 60, { nowMs })
  expect(signed).toBe(sign('https://cdn/image/%E9%98%BF.flv', 'aliyun-c', CDN_KEY, NOW + 60, { nowMs }))
})

describe('errors say what to do, without the key', () => {
  const good = { url: 'rtmp://a/live/demo~door~ext', scheme: 'lianmai' as string, key: SECRET, exp: NOW + 60 }
  test.each<[string, Partial<typeof good> & { options?: SignOptions }, RegExp]>([
    ['no address', { url: 'demo~door~ext' }, /whole one, like rtmp:/],
    ['no host', { url: 'rtmp:///live/x' }, /whole one|names no stream/],
    ['no stream', { url: 'rtmp://a/live' }, /names no stream; write/],
    ['no stream after the app', { url: 'rtmp://a/live/' }, /names no stream/],
    ['no stream for a CDN', { url: 'rtmp://a/', scheme: 'aliyun-b' }, /names no stream/],
    ['a stream that Tencent cannot have', { url: 'rtmp://a/live/阿', scheme: 'tencent' }, /names no stream/],
    ['a stream of no room', { url: 'rtmp://a/live/ann' }, /<room>~<user>~ext, e\.g\. demo~door~ext, not "ann"/],
    ['a password in the address', { url: 'rtmp://me:pw@a/live/x' }, /neither a user name/],
    ['a fragment', { url: 'rtmp://a/live/x#y' }, /"#"/],
    ['a time that is over', { exp: NOW - 5 }, /exp is 5 s in the past/],
    ['this moment', { exp: NOW }, /exp is 0 s in the past/],
    ['milliseconds', { exp: nowMs }, /not milliseconds/],
    ['half a second', { exp: NOW + 0.5 }, /whole seconds/],
    ['no time', { exp: NaN }, /whole seconds/],
    ['a validity below zero', { options: { validity: -1 } }, /whole seconds/],
    ['a scheme nobody knows', { scheme: 'akamai' }, /unknown scheme "akamai"; use one of lianmai, tencent, aliyun-a/],
    ['a scheme of the language', { scheme: 'constructor' }, /unknown scheme/],
    ['a short key of ours', { key: 'hush' }, /for lianmai has at least 32 characters/],
    ['a short key of a CDN', { key: 'hush', scheme: 'tencent' }, /for tencent has at least 16 characters/],
    ['an action nobody knows', { options: { action: 'watch' as 'play' } }, /publish or play/],
    ['a rand that would not split again', { scheme: 'aliyun-a', options: { rand: 'a-b' } }, /letters and digits/],
  ])('%s', (_, wrong, message) => {
    const { url, scheme, key, exp, options } = { ...good, ...wrong }
    const run = () => sign(url, scheme as UrlScheme, key, exp, { nowMs, ...options })
    expect(run).toThrow(message)
    expect(run).not.toThrow(/hush|first secret|:pw/)
  })
})

test('whatever comes in, an address that is whole or a TypeError comes out', () => {
  const inputs = fc.record({
    url: fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string(), fc.constant('rtmp://a/live/demo~door~ext')),
    scheme: fc.oneof(fc.constantFrom(...URL_SCHEMES), fc.string()),
    key: fc.string({ minLength: 10, maxLength: 40 }),
    exp: fc.oneof(fc.integer({ min: NOW, max: NOW + 1e6 }), fc.double()),
  })
  fc.assert(
    fc.property(inputs, ({ url, scheme, key, exp }) => {
      try {
        const signed = sign(url, scheme as UrlScheme, key, exp, { nowMs })
        expect(new URL(signed).host).toBe(new URL(url).host)
        expect(signed).not.toContain(key)
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError)
      }
    }),
    { numRuns: 1000 },
  )
})
