import type { IncomingMessage } from 'node:http'
import fc from 'fast-check'
import { parseFrame } from '../../src/frames/parse'
import { loopbackProblem } from '../../src/http/loopback'
import { TokenBucket } from '../../src/limits'

describe('TokenBucket', () => {
  test('a burst, then a wait that tells the truth', () => {
    const bucket = new TokenBucket(3, 10, 0)
    expect([0, 0, 0, 0].map((at) => bucket.take(at))).toEqual([0, 0, 0, 100])
    expect(bucket.take(99)).toBe(1)
    expect(bucket.take(100)).toBe(0)
  })

  test('rests fill it no higher than the burst; a clock that steps back fills nothing', () => {
    const bucket = new TokenBucket(2, 10, 0)
    expect([1e6, 1e6, 1e6].map((at) => bucket.take(at))).toEqual([0, 0, 100])
    expect(bucket.take(0)).toBe(100)
  })

  test('over any time no more than burst + rate is let through', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200), { maxLength: 200 }), (steps) => {
        const bucket = new TokenBucket(5, 20, 0)
        let now = 0
        const taken = steps.filter((step) => bucket.take((now += step)) === 0).length
        return taken <= 5 + (now * 20) / 1000
      }),
    )
  })
})

describe('frames', () => {
  const doFrame = (k: string, d: unknown) => JSON.stringify({ t: 'do', n: 1, r: 'r', k, d })

  test.each<[string, unknown, string]>([
    ['chat', { text: '  ' }, 'malformed'],
    ['chat', { text: 5 }, 'malformed'],
    ['chat', { text: '😀'.repeat(500) }, 'ok'],
    ['chat', { text: '😀'.repeat(501) }, 'too-large'],
    ['barrage', { text: 'x'.repeat(201) }, 'too-large'],
    ['gift', { gift: { id: 'rose', name: 'Rose', count: 1 } }, 'ok'],
    ['gift', { gift: { id: 'rose', name: 'Rose', count: 0 } }, 'malformed'],
    ['gift', { gift: { id: 'rose', name: 'Rose', count: 1.5 } }, 'malformed'],
    ['command', { command: 'x', data: null, to: ['a', 'b'] }, 'ok'],
    ['command', { command: 'x' }, 'malformed'],
    ['command', { command: 'x', data: 1, to: ['a b'] }, 'malformed'],
    ['command', { command: 'x', data: 1, to: Array.from({ length: 51 }, (_, i) => `u${i}`) }, 'too-large'],
    ['mic.req', { media: 'smell' }, 'malformed'],
    ['mic.rej', { id: 'a', message: 'x'.repeat(201) }, 'too-large'],
    ['mic.end', {}, 'ok'],
    ['stream', { id: 'ann~abcd', audio: 1, video: true }, 'malformed'],
    ['mute', { user: 'ann' }, 'malformed'],
    ['toString', {}, 'malformed'],
    ['chat', null, 'malformed'],
  ])('do %s %j: %s', (k, d, expected) => {
    const incoming = parseFrame(doFrame(k, d))
    expect(incoming.kind === 'refuse' ? incoming.code : incoming.kind === 'frame' ? 'ok' : 'fatal').toBe(expected)
  })

  test('an empty list of receivers is everybody; unknown fields are dropped', () => {
    const incoming = parseFrame(doFrame('command', { command: 'x', data: 1, to: [], from: 'me' }))
    expect(incoming).toMatchObject({ kind: 'frame', frame: { d: { command: 'x', data: 1 } } })
    expect(JSON.stringify(incoming)).not.toMatch(/to"|from/)
  })

  test('any JSON is answered, none is thrown at', () => {
    const t = fc.constantFrom('hi', 'join', 'leave', 'do', 'ask', 'like', 'ping')
    const fields = fc.record({
      t,
      n: fc.anything(),
      q: fc.anything(),
      r: fc.anything(),
      k: fc.anything(),
      d: fc.anything(),
      res: fc.anything(),
    })
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fields), (value) => {
        const text = JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? 0 : part)) ?? ''
        expect(['frame', 'refuse', 'fatal']).toContain(parseFrame(text).kind)
      }),
    )
  })
})

describe('loopback', () => {
  const ask = (remoteAddress: string, headers: Record<string, string>) =>
    loopbackProblem({ socket: { remoteAddress }, headers } as unknown as IncomingMessage)

  test.each([
    ['127.0.0.1', { host: 'localhost:8787' }],
    ['::1', { host: '[::1]:8787' }],
    ['::ffff:127.0.0.1', { host: '127.0.0.1' }],
    ['127.0.0.1', { host: 'LOCALHOST', origin: 'http://localhost:5173' }],
  ])('from %s with %j: yes', (address, headers) => {
    expect(ask(address, headers)).toBeUndefined()
  })

  test.each([
    ['192.168.1.7', { host: 'localhost' }],
    ['::ffff:10.0.0.1', { host: 'localhost' }],
    ['127.0.0.1', {}],
    ['127.0.0.1', { host: '127.0.0.1.evil.example.com' }],
    ['127.0.0.1', { host: 'localhost', forwarded: 'for=1.2.3.4' }],
    ['127.0.0.1', { host: 'localhost', origin: 'http://localhost.evil.example.com' }],
    ['127.0.0.1', { host: 'localhost', origin: 'http://localhost@evil.example.com' }],
  ])('from %s with %j: no', (address, headers) => {
    expect(ask(address, headers as Record<string, string>)).toEqual(expect.any(String))
  })
})
