import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { readAliyunHook, readTencentHook } from '../../src/hooks/cdn'
import { BadHook } from '../../src/hooks/event'
import { allowList, sameSecret } from '../../src/hooks/gate'
import { readNginxHook } from '../../src/hooks/nginx-rtmp'
import { readSrsHook } from '../../src/hooks/srs'
import { carrierOf, parseCarrier } from '../../src/media-servers/carrier'
import { parseStat } from '../../src/media-servers/nginx-rtmp'

/** As nginx 1.22.1 with libnginx-mod-rtmp 1.2.2 sent it for ffmpeg, query of the address last. */
const FORM =
  'app=live&flashver=FMLE/3.0%20(compatible%3B%20Lavf59.27&swfurl=&tcurl=rtmp://127.0.0.1:21935/live&pageurl=' +
  '&addr=127.0.0.1&clientid=2&call=publish&name=r~bob~abc&type=live&t=1&s=2'

describe('nginx-rtmp', () => {
  test('a real notification', () => {
    const event = readNginxHook(FORM)
    expect(event).toMatchObject({ on: 'publish', app: 'live', name: 'r~bob~abc', client: '2' })
    expect('query' in event && [event.query.get('t'), event.query.get('s')]).toEqual(['1', '2'])
  })

  test.each([
    ['publish_done', 'unpublish'],
    ['update_publish', 'publishing'],
    ['play', 'play'],
    ['update_play', 'playing'],
    ['play_done', 'other'],
    ['connect', 'other'],
    ['toString', 'other'],
  ])('%s is %s', (call, on) => {
    expect(readNginxHook(FORM.replace('call=publish', `call=${call}`)).on).toBe(on)
  })

  test.each(['name', 'app', 'clientid', 'call'])('a query that brings a second %s makes it no hook', (field) => {
    expect(() => readNginxHook(`${FORM}&${field}=x`)).toThrow(BadHook)
    expect(() => readNginxHook(FORM.replace(new RegExp(`(^|&)${field}=[^&]*`), ''))).toThrow(BadHook)
  })

  test('its list: publishers of our app, by name and connection; what is escaped stays text', () => {
    const client = (id: number, more: string) =>
      `<client><id>${id}</id><flashver>&lt;publishing/&gt;</flashver>${more}<active/></client>`
    const stream = (name: string, ...clients: string[]) =>
      `<stream><name>${name}</name>\n<time>1</time>${clients.join('\n')}</stream>`
    const app = (name: string, ...all: string[]) =>
      `<application>\n<name>${name}</name><live>${all.join('')}</live></application>`
    const live = [
      stream('r~ann~abc', client(3, ''), client(1, '<publishing/>')),
      stream('r~bob~abc', client(2, '')),
      stream('r~cat~ext', client(4, '<publishing/>')),
    ]
    const xml = `<?xml version="1.0"?><rtmp><server>${app('live', ...live)}${app('other', stream('x', client(9, '<publishing/>')))}</server></rtmp>`
    expect(parseStat(xml)).toEqual([
      { name: 'r~ann~abc', client: '1' },
      { name: 'r~cat~ext', client: '4' },
    ])
    expect(() => parseStat('<html>404</html>')).toThrow('rtmp_stat')
  })
})

test('SRS: ids may be numbers (before 4) or texts; hooks without a stream decide nothing', () => {
  const hook = (more: object) => readSrsHook(JSON.stringify({ app: 'live', stream: 'r~a~b', ...more }))
  expect(hook({ action: 'on_publish', client_id: 7, param: '?t=1&s=2' })).toMatchObject({ on: 'publish', client: '7' })
  expect(hook({ action: 'on_unpublish', client_id: 'a1b2c3' })).toEqual({
    ...{ on: 'unpublish', app: 'live', name: 'r~a~b', client: 'a1b2c3' },
  })
  for (const action of ['on_connect', 'on_close', 'on_stop', 'on_dvr', 'constructor'])
    expect(hook({ action, client_id: '1' })).toEqual({ on: 'other' })
})

test('whatever comes, a hook is read or refused as one, and nothing else is thrown', () => {
  const safe = (read: () => unknown): boolean => {
    try {
      read()
      return true
    } catch (error) {
      return error instanceof BadHook
    }
  }
  const texts = fc.oneof(fc.string(), fc.json(), fc.constant(FORM), fc.webQueryParameters())
  fc.assert(fc.property(texts, (text) => safe(() => readNginxHook(text)) && safe(() => readSrsHook(text))))
  fc.assert(fc.property(texts, (text) => safe(() => readTencentHook(text, 'key', 0))))
})

describe('vendors', () => {
  const NOW = 1_800_000_000_000
  const sign = (key: string, t: number) => createHash('md5').update(`${key}${t}`).digest('hex')
  const tencent = (more: object) =>
    JSON.stringify({ event_type: 1, stream_id: 'r~a~b', appname: 'live', sequence: '6', ...more })

  test('Tencent: start and stop, checked by the key of the callback template and its time', () => {
    const t = NOW / 1000 + 600
    expect(readTencentHook(tencent({ t, sign: sign('key', t) }), 'key', NOW)).toMatchObject({
      on: 'publish',
      client: '6',
    })
    expect(readTencentHook(tencent({ t: `${t}`, sign: sign('key', t) }), 'key', NOW)).toMatchObject({ on: 'publish' })
    expect(readTencentHook(tencent({ event_type: 0 }), undefined, NOW)).toMatchObject({
      on: 'unpublish',
      name: 'r~a~b',
    })
    expect(readTencentHook(tencent({ event_type: 200 }), undefined, NOW)).toEqual({ on: 'other' })
    expect(() => readTencentHook(tencent({ t, sign: sign('other', t) }), 'key', NOW)).toThrow('key')
    expect(() => readTencentHook(tencent({}), 'key', NOW)).toThrow('key')
    const past = NOW / 1000 - 1
    expect(() => readTencentHook(tencent({ t: past, sign: sign('key', past) }), 'key', NOW)).toThrow('expired')
  })

  test('Alibaba: publish and publish_done, by query', () => {
    const hook = (action: string) =>
      readAliyunHook(new URLSearchParams({ action, app: 'push.example.com', appname: 'live', id: 'r~a~b' }))
    expect(hook('publish')).toMatchObject({ on: 'publish', app: 'live', name: 'r~a~b' })
    expect(hook('publish_done')).toMatchObject({ on: 'unpublish', app: 'live', name: 'r~a~b' })
    expect(hook('record')).toEqual({ on: 'other' })
  })
})

describe('who is heard', () => {
  test.each([
    [['10.0.0.0/8'], '10.1.2.3', true],
    [['10.0.0.0/8'], '::ffff:10.1.2.3', true],
    [['10.0.0.0/8'], '11.0.0.1', false],
    [['192.0.2.5'], '192.0.2.5', true],
    [['192.0.2.5'], '192.0.2.6', false],
    [['::1'], '::1', true],
    [['2001:db8::/32'], '2001:db8::9', true],
    [['2001:db8::/32'], '10.0.0.1', false],
    [[], '127.0.0.1', false],
    [['10.0.0.0/8'], undefined, false],
    [['10.0.0.0/8'], 'nobody', false],
  ])('%j and %s: %s', (allow, address, heard) => {
    expect(allowList(allow)(address)).toBe(heard)
  })

  test.each(['10.0.0', '10.0.0.0/33', 'srs.example.com', '', '::1/129', '10.0.0.0/x'])(
    '"%s" is no address',
    (entry) => {
      expect(() => allowList([entry])).toThrow(TypeError)
    },
  )

  test('secrets of any length are compared', () => {
    expect([sameSecret('a', 'a'), sameSecret('a', 'ab'), sameSecret('', 'a')]).toEqual([true, false, false])
  })
})

test('a carrier’s name is read as it was written', () => {
  const names = fc.record({
    server: fc.stringMatching(/^@?[\w-]{1,20}$/),
    client: fc.string({ minLength: 1, unit: 'grapheme' }),
    turn: fc.nat(),
  })
  fc.assert(
    fc.property(names, (name) => {
      expect(parseCarrier(carrierOf(name))).toEqual(name)
    }),
  )
  expect(parseCarrier(undefined)).toBeUndefined()
})
