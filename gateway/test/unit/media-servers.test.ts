import { UrlSigner } from '../../src/auth/media-url'
import { carrierOf } from '../../src/media-servers/carrier'
import { mediaServers } from '../../src/media-servers/options'
import { RelayServer } from '../../src/media-servers/relay-server'
import { MediaServers } from '../../src/media-servers/servers'

const NOW = 1_800_000_000_000
const SECRET = 'a-hook-secret-of-32-letters-aaaa'
const NAME = 'r~ann~abcd'
const signer = new UrlSigner({ urlSecrets: () => [Buffer.from('secret')] })

const srs = (id: string) => ({
  ...{ kind: 'srs' as const, id, hookSecret: SECRET, api: 'http://10.0.0.5:1985' },
  ...{ rtmp: `rtmp://${id}.example.com`, http: `https://${id}.example.com` },
})

function servers(...configs: Parameters<typeof mediaServers.parse>[0][]): MediaServers {
  const base = (host: string | undefined) => ({ http: `http://${host ?? 'me'}`, rtmp: `rtmp://${host ?? 'me'}` })
  const relay = new RelayServer('node', () => ({ streams: () => [], kick: () => false }), signer, base)
  return new MediaServers(relay, mediaServers.parse(configs), signer, () => NOW)
}

const lease = { expiresAt: NOW + 600_000, turn: 3 }

test('without servers: the relay, as whoever asks reaches it; another gateway’s by its own base', () => {
  const { relay } = servers()
  expect(servers().forRoom('r').id).toBe('@node')
  expect(relay.pushUrl(NAME, { ...lease, host: 'phone' })).toMatch(
    /^rtmp:\/\/phone\/live\/r~ann~abcd\?t=6b49d458&n=3&s=/,
  )
  const foreign = servers().forCarrier({ by: '@other/1/0', base: { http: 'http://b', rtmp: 'rtmp://b' } }, 'r')
  const urls = foreign.playUrls(NAME, { ...lease, base: { http: 'http://b', rtmp: 'rtmp://b' } })
  expect([urls.rtmp.startsWith('rtmp://b/live/'), urls.flv.startsWith('http://b/live/r~ann~abcd.flv?')]).toEqual([
    true,
    true,
  ])
})

test('a room keeps to one of several servers; taking one away moves its rooms alone', () => {
  const rooms = Array.from({ length: 300 }, (_, index) => `room${index}`)
  const three = servers(srs('a'), srs('b'), srs('c'))
  const two = servers(srs('c'), srs('a'))
  const where = new Map(rooms.map((room) => [room, three.forRoom(room).id]))
  for (const id of ['a', 'b', 'c']) expect(rooms.filter((room) => where.get(room) === id).length).toBeGreaterThan(60)
  const moved = rooms.filter((room) => two.forRoom(room).id !== where.get(room))
  expect(moved).toEqual(rooms.filter((room) => where.get(room) === 'b'))
})

test('what is live plays from the server that carries it, wherever the room is pushed to now', () => {
  const all = servers(srs('a'), srs('b'))
  for (const id of ['a', 'b', '@node']) {
    expect(all.forCarrier({ by: carrierOf({ server: id, client: '1', turn: 1 }) }, 'r').id).toBe(id)
  }
})

test('a CDN in front plays, signed its way; the server is still pushed to', () => {
  const play = { rtmp: 'rtmp://play.example.com/live/{name}', flv: 'https://play.example.com/live/{name}.flv' }
  const sign = { scheme: 'tencent' as const, key: 'a-key-of-16-chars' }
  const server = servers({ ...srs('a'), play: { ...play, sign } }).forRoom('r')
  expect(server.pushUrl(NAME, lease)).toMatch(/^rtmp:\/\/a\.example\.com\/live\/r~ann~abcd\?t=/)
  const { rtmp, flv } = server.playUrls(NAME, lease)
  expect(rtmp).toMatch(/^rtmp:\/\/play\.example\.com\/live\/r~ann~abcd\?txSecret=[0-9a-f]{32}&txTime=6B49D458$/)
  expect(flv).toMatch(/^https:\/\/play\.example\.com\/live\/r~ann~abcd\.flv\?txSecret=[0-9a-f]{32}&txTime=6B49D458$/)
})

test('a CDN alone: both by its templates, and nothing that could be asked of it', async () => {
  const sign = { scheme: 'aliyun-a' as const, key: 'a-key-of-16-chars' }
  const cdn = servers({
    ...{ kind: 'cdn', id: 'cdn', hookSecret: SECRET, callback: 'aliyun' },
    push: { rtmp: 'rtmp://push.example.com/live/{name}', sign },
    play: { rtmp: 'rtmp://play.example.com/live/{name}', flv: 'https://play.example.com/live/{name}.flv' },
  }).forRoom('r')
  expect(cdn.pushUrl(NAME, lease)).toMatch(/^rtmp:\/\/push\.example\.com\/live\/r~ann~abcd\?auth_key=1800000600-/)
  expect(cdn.playUrls(NAME, lease).flv).toBe('https://play.example.com/live/r~ann~abcd.flv')
  expect([cdn.can, await cdn.list(), await cdn.kick(NAME)]).toEqual([{ list: false, kick: false }, [], false])
})

test('nginx-rtmp without HTTP-FLV has its RTMP address in both places', () => {
  const control = { stat: 'http://10.0.0.6:8080/stat', control: 'http://10.0.0.6:8080/control' }
  const ng = { kind: 'nginx-rtmp' as const, id: 'ng', hookSecret: SECRET, rtmp: 'rtmp://ng.example.com', ...control }
  const { rtmp, flv } = servers(ng).forRoom('r').playUrls(NAME, lease)
  expect(flv).toBe(rtmp)
})

test('addresses with the longest ids stay under 200 characters', () => {
  const long = 'x'.repeat(48)
  const all = servers({ ...srs('a'), rtmp: `rtmp://${'m'.repeat(39)}.org` })
  expect(all.forRoom(long).pushUrl(`${long}~${long}~abcd`, { ...lease, turn: 1295 }).length).toBeLessThan(200)
})

test.each([
  ['two of one id', [srs('a'), srs('a')], 'id'],
  ['a short secret', [{ ...srs('a'), hookSecret: 'short' }], 'hookSecret'],
  ['a path in rtmp', [{ ...srs('a'), rtmp: 'rtmp://a.example.com/live' }], 'rtmp'],
  ['a long host', [{ ...srs('a'), rtmp: `rtmp://${'m'.repeat(60)}.org` }], 'rtmp'],
  ['no {name}', [{ ...srs('a'), play: { rtmp: 'rtmp://p/live', flv: 'https://p/{name}.flv' } }], 'rtmp'],
  ['an api that is none', [{ ...srs('a'), api: 'localhost:1985' }], 'api'],
  ['an unknown kind', [{ ...srs('a'), kind: 'wowza' }], 'kind'],
  ['an id that is none', [{ ...srs('a'), id: '@a' }], 'id'],
])('%s: refused, and named', (_what, configs, where) => {
  const { error } = mediaServers.safeParse(configs)
  const [issue] = error?.issues ?? []
  expect([...(issue?.path ?? []), issue?.message].join(' ')).toContain(where)
})
