/** The HTTP API, as a backend calls it: real requests, every answer checked against docs/openapi.json. */
import { createHmac } from 'node:crypto'
import type { Gateway } from '../src/index'
import { enter, KEY, startGateway, TestClient, tokenFor, type Frame } from './client'
import { API_KEY, TestBackend } from './support/api'

let gateway: Gateway
let backend: TestBackend

beforeEach(async () => {
  gateway = await startGateway({ api: { keys: [API_KEY] } })
  backend = new TestBackend(gateway)
})

afterEach(() => gateway.close())

function token(claims: object, header: object = {}): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${encode({ alg: 'HS256', typ: 'JWT', kid: KEY.kid, ...header })}.${encode(claims)}`
  return `${text}.${createHmac('sha256', KEY.secret).update(text).digest('base64url')}`
}

/** What an audience member is told at the door. */
async function denied(user: string): Promise<Frame<'refused'>> {
  const client = await TestClient.connect(gateway)
  await client.hi(tokenFor(user, 'audience'))
  client.send({ t: 'join', r: 'r' })
  return client.next('refused')
}

const inAnHour = (): number => Math.floor(Date.now() / 1000) + 3600

describe('who may call', () => {
  const asked = (bearer: string, path = '/rooms') => new TestBackend(gateway, bearer).outcome('GET', path)

  test('a static key, and a token with the claim api', async () => {
    expect(await asked(API_KEY)).toBe('200')
    expect(await asked(token({ api: true, exp: inAnHour() }))).toBe('200')
  })

  test.each([
    ['another key', () => `${API_KEY}x`, '401 token-invalid'],
    ['nothing', () => '', '401 token-invalid'],
    ['a token of a person', () => token({ sub: 'ann', role: 'admin', rooms: ['*'], exp: inAnHour() }), '403 forbidden'],
    ['api that is not true', () => token({ api: 'true', exp: inAnHour() }), '403 forbidden'],
    ['an expired token', () => token({ api: true, exp: inAnHour() - 7200 }), '401 token-expired'],
    ['a token for ever', () => token({ api: true, exp: inAnHour() + 86_400 }), '401 token-invalid'],
    ['a token without an end', () => token({ api: true }), '401 token-invalid'],
    ['for somebody else', () => token({ api: true, exp: inAnHour(), aud: 'shop' }), '401 token-invalid'],
    ['an unknown kid', () => token({ api: true, exp: inAnHour() }, { kid: 'k9' }), '401 token-invalid'],
    ['alg none', () => `${token({ api: true, exp: inAnHour() }, { alg: 'none' })}`, '401 token-invalid'],
  ])('%s: refused', async (_what, bearer, expected) => {
    expect(await asked(bearer())).toBe(expected)
  })

  test('a token with rooms opens those rooms and no lists of all', async () => {
    const bearer = token({ api: true, rooms: ['r'], exp: inAnHour() })
    await enter(gateway, 'ann', 'anchor')
    expect(await asked(bearer, '/rooms/r')).toBe('200')
    expect(await asked(bearer, '/rooms/other')).toBe('403 forbidden')
    expect(await asked(bearer, '/rooms')).toBe('403 forbidden')
  })

  test('never a browser: no CORS, no cookie', async () => {
    const { headers } = await backend.call('GET', '/rooms', undefined, { origin: 'https://example.com' })
    expect(headers.get('access-control-allow-origin')).toBeNull()
    const url = `${gateway.urls.http}/api/v1/rooms`
    expect((await fetch(url, { method: 'OPTIONS' })).status).toBe(401)
    expect((await fetch(url, { headers: { cookie: `token=${API_KEY}` } })).status).toBe(401)
  })

  test('more than it may: 429 with a time, and the next key is not in its way', async () => {
    let clock = Date.now()
    const slow = await startGateway({ api: { keys: [API_KEY], burst: 2, perSecond: 1 }, now: () => clock })
    const busy = new TestBackend(slow)
    expect([await busy.outcome('GET', '/rooms'), await busy.outcome('GET', '/rooms')]).toEqual(['200', '200'])
    const { status, headers } = await busy.call('GET', '/rooms')
    expect([status, headers.get('retry-after')]).toEqual([429, '1'])
    expect(await new TestBackend(slow, token({ api: true, exp: inAnHour() })).outcome('GET', '/rooms')).toBe('200')
    clock += 1_000
    expect(await busy.outcome('GET', '/rooms')).toBe('200')
    await slow.close()
  })
})

describe('what is asked', () => {
  test.each([
    ['no such address', 'GET', '/nothing', undefined, '404 not-found'],
    ['no such method', 'PATCH', '/rooms/r', undefined, '405 method-not-allowed'],
    ['no JSON', 'POST', '/rooms/r/notice', 'hello', '400 malformed'],
    ['a field too many', 'POST', '/rooms/r/notice', { text: 'x', color: 'red' }, '400 malformed'],
    ['a field too few', 'POST', '/rooms/r/notice', {}, '400 malformed'],
    ['a blank text', 'POST', '/rooms/r/notice', { text: '  ' }, '400 malformed'],
    ['a long text', 'POST', '/rooms/r/notice', { text: 'x'.repeat(501) }, '400 malformed'],
    ['a huge body', 'POST', '/rooms/r/notice', { text: 'x'.repeat(20_000) }, '413 too-large'],
    ['a room that is none', 'POST', '/rooms/a%20b/notice', { text: 'x' }, '400 malformed'],
    ['a broken escape', 'POST', '/rooms/%ff/notice', { text: 'x' }, '400 malformed'],
    ['an unknown role', 'PUT', '/rooms/r/users/ann/role', { role: 'king' }, '400 malformed'],
    ['a page of nothing', 'GET', '/rooms?limit=0', undefined, '400 malformed'],
    ['a room that never was', 'GET', '/rooms/never', undefined, '404 room-not-found'],
    ['a stream that is not', 'DELETE', '/rooms/r/streams/ann~x', undefined, '404 stream-not-found'],
    ['somebody who is not here', 'POST', '/rooms/r/users/bob/kick', undefined, '404 user-not-found'],
  ])('%s: %s %s', async (_what, method, path, body, expected) => {
    expect(await backend.outcome(method, path, body)).toBe(expected)
  })

  test('an Idempotency-Key with a blank', async () => {
    const headers = { 'idempotency-key': 'a b' }
    expect(await backend.outcome('POST', '/rooms/r/notice', { text: 'x' }, headers)).toBe('400 malformed')
  })

  test('405 says what there is', async () => {
    expect((await backend.call('DELETE', '/rooms/r')).headers.get('allow')).toBe('GET')
  })
})

test('a room as the backend sees it, and people by pages', async () => {
  for (const name of ['ann', 'bob', 'cat']) await enter(gateway, name, name === 'ann' ? 'anchor' : 'audience')
  const { body: room } = await backend.call('GET', '/rooms/r')
  expect(room).toMatchObject({ id: 'r', listed: 3, online: 3, closed: false, streams: [], waiting: 0, bans: 0 })
  const first = await backend.call('GET', '/rooms/r/users?limit=2')
  expect(first.body.users.map(({ id }: { id: string }) => id)).toEqual(['ann', 'bob'])
  const second = await backend.call('GET', `/rooms/r/users?limit=2&cursor=${first.body.next}`)
  expect(second.body).toMatchObject({ users: [{ id: 'cat', role: 'audience' }] })
  expect(second.body.next).toBeUndefined()
  expect((await backend.call('GET', '/rooms')).body).toEqual({
    rooms: [{ id: 'r', online: 3, streams: 0, closed: false }],
  })
})

describe('messages', () => {
  test('as the system, as somebody, a command for some; in the log like every other', async () => {
    const ann = await enter(gateway, 'ann', 'anchor')
    const bob = await enter(gateway, 'bob', 'audience')
    const say = async (body: object) => (await backend.call('POST', '/rooms/r/messages', body)).body
    const { seq } = await say({ kind: 'chat', text: 'hello' })
    expect(await bob.event('chat')).toMatchObject({ s: seq, u: '', d: { name: 'system', text: 'hello' } })
    await say({ kind: 'chat', text: 'from ann', as: 'ann' })
    expect(await bob.event('chat', ({ u }) => u === 'ann')).toMatchObject({ d: { name: 'ANN', text: 'from ann' } })
    await say({ kind: 'barrage', text: 'from far', as: 'zoe', name: 'Zoe' })
    expect(await bob.event('barrage')).toMatchObject({ u: 'zoe', d: { name: 'Zoe' } })
    await say({ kind: 'command', command: 'draw', data: { x: 1 }, to: ['ann'] })
    expect(await ann.event('command')).toMatchObject({ d: { command: 'draw', data: { x: 1 }, to: ['ann'] } })
    await bob.event('skip')
    await backend.call('POST', '/rooms/r/notice', { text: 'closing soon' })
    expect(await bob.event('command')).toMatchObject({
      u: '',
      d: { command: 'notice', data: { text: 'closing soon' } },
    })
  })

  test('the same Idempotency-Key says it once, however often and at once it is sent', async () => {
    const ann = await enter(gateway, 'ann', 'anchor')
    const send = (key: string) =>
      backend.call('POST', '/rooms/r/messages', { kind: 'chat', text: key }, { 'idempotency-key': key })
    const answers = await Promise.all([send('order-1'), send('order-1'), send('order-1')])
    const seqs = new Set(answers.map(({ body }) => body.seq))
    expect(seqs.size).toBe(1)
    expect(answers.filter(({ body }) => body.duplicate)).toHaveLength(2)
    await send('order-2')
    await ann.event('chat', ({ d }) => d.text === 'order-2')
    expect(ann.events.filter(({ k }) => k === 'chat')).toHaveLength(2)
  })

  test('a muted person is spoken for; a room nobody is in keeps what was said for whoever comes', async () => {
    await enter(gateway, 'ann', 'anchor')
    await backend.call('PUT', '/rooms/r/users/ann/mute', { on: true })
    expect(await backend.outcome('POST', '/rooms/r/messages', { kind: 'chat', text: 'x', as: 'ann' })).toBe('200')
    await backend.call('POST', '/rooms/later/messages', { kind: 'chat', text: 'welcome' })
    expect((await backend.call('GET', '/rooms/later')).body.seq).toBe(1)
  })
})

describe('moderation', () => {
  test('kick, and who was kicked may come back', async () => {
    const ann = await enter(gateway, 'ann', 'anchor')
    const bob = await enter(gateway, 'bob', 'audience')
    await backend.call('POST', '/rooms/r/users/bob/kick')
    expect(await bob.closed).toBe(4403)
    expect(await ann.event('kick')).toMatchObject({ u: '', d: { userId: 'bob' } })
    await enter(gateway, 'bob', 'audience')
    expect((await backend.call('GET', '/rooms/r')).body.listed).toBe(2)
  })

  test('an admin and the only anchor are the backend’s to send out as well', async () => {
    const ann = await enter(gateway, 'ann', 'anchor')
    const max = await enter(gateway, 'max', 'admin')
    await backend.call('POST', '/rooms/r/users/max/kick')
    await backend.call('POST', '/rooms/r/users/ann/kick')
    expect([await max.closed, await ann.closed]).toEqual([4403, 4403])
  })

  test('ban with an end, listed, refused at the door, lifted', async () => {
    await enter(gateway, 'ann', 'anchor')
    const until = Date.now() + 3_600_000
    await backend.call('PUT', '/rooms/r/bans/bob', { until })
    await backend.call('PUT', '/rooms/r/bans/cat', {})
    const { bans } = (await backend.call('GET', '/rooms/r/bans')).body
    expect(bans).toEqual([{ userId: 'bob', until: expect.any(Number) }, { userId: 'cat' }])
    expect(Math.abs(bans[0].until - until)).toBeLessThanOrEqual(2_000)
    expect(await denied('bob')).toMatchObject({ c: 'banned', until: bans[0].until })
    await backend.call('DELETE', '/rooms/r/bans/bob')
    await enter(gateway, 'bob', 'audience')
    expect((await backend.call('GET', '/rooms/r/bans')).body.bans).toEqual([{ userId: 'cat' }])
    expect(await backend.outcome('PUT', '/rooms/r/bans/bob', { until, seconds: 1 })).toBe('400 malformed')
  })

  test('mute, silence, role, the end of a mic-link', async () => {
    const ann = await enter(gateway, 'ann', 'anchor')
    const bob = await enter(gateway, 'bob', 'audience')
    await backend.call('PUT', '/rooms/r/users/bob/mute', { on: true })
    expect(await bob.refused('r', { k: 'chat', d: { text: 'x' } })).toBe('muted')
    expect(await backend.outcome('PUT', '/rooms/r/users/bob/silence', { on: true })).toBe('409 not-linked')
    await bob.do('r', { k: 'mic.req', d: { media: 'video' } })
    await ann.do('r', { k: 'mic.acc', d: { id: (await ann.event('linkRequested')).d.id } })
    expect((await backend.call('GET', '/rooms/r/users')).body.users[1]).toMatchObject({
      id: 'bob',
      seat: 0,
      muted: true,
    })
    await backend.call('PUT', '/rooms/r/silence', { on: true })
    expect(await ann.event('allSilenced')).toMatchObject({ u: '', d: { on: true } })
    await backend.call('DELETE', '/rooms/r/users/bob/link')
    expect((await ann.event('linkEnded')).d.userId).toBe('bob')
    expect(await backend.outcome('DELETE', '/rooms/r/users/bob/link')).toBe('409 not-linked')
    await backend.call('PUT', '/rooms/r/users/bob/role', { role: 'speaker' })
    expect(await ann.event('userUpdated', ({ d }) => d.role === 'speaker')).toMatchObject({ d: { id: 'bob' } })
    expect(await backend.outcome('PUT', '/rooms/r/users/ann/role', { role: 'speaker' })).toBe('403 forbidden')
  })

  test('close sends everybody out; a host opens it again', async () => {
    const ann = await enter(gateway, 'ann', 'anchor')
    const bob = await enter(gateway, 'bob', 'audience')
    await backend.call('POST', '/rooms/r/close')
    expect([await ann.closed, await bob.closed]).toEqual([4403, 4403])
    expect((await backend.call('GET', '/rooms/r')).body).toMatchObject({ closed: true, listed: 0 })
    expect(await denied('bob')).toMatchObject({ c: 'room-closed' })
    await enter(gateway, 'ann', 'anchor')
    expect((await backend.call('GET', '/rooms/r')).body).toMatchObject({ closed: false })
  })
})

describe('streams', () => {
  test('an address for somebody who may publish, and for nobody else', async () => {
    await enter(gateway, 'ann', 'anchor')
    await enter(gateway, 'bob', 'audience')
    const push = (user: string) => backend.call('POST', '/rooms/r/push', { user })
    const { body } = await push('ann')
    expect(body.url).toContain(`/live/r~${body.stream}?t=`)
    expect((await push('bob')).body.error.code).toBe('forbidden')
    expect((await push('zoe')).body.error.code).toBe('not-joined')
    expect(await backend.outcome('DELETE', `/rooms/r/streams/${body.stream}`)).toBe('200')
    expect(await backend.outcome('DELETE', `/rooms/r/streams/${body.stream}`)).toBe('404 stream-not-found')
  })

  test('an ingest address; nothing to play before it is used', async () => {
    const { body } = await backend.call('POST', '/rooms/r/ingest', { user: 'door', ttl: 60 })
    expect(body).toEqual({ stream: 'door~ext', url: expect.stringContaining('/live/r~door~ext?t=') })
    const t = parseInt(new URL(body.url).searchParams.get('t') as string, 16)
    expect(Math.abs(t - Date.now() / 1000 - 60)).toBeLessThan(5)
    expect(await backend.outcome('POST', '/rooms/r/play', { stream: 'door~ext' })).toBe('404 room-not-found')
    await enter(gateway, 'ann', 'anchor')
    expect(await backend.outcome('POST', '/rooms/r/play', { stream: 'door~ext' })).toBe('404 stream-not-found')
    expect(await backend.outcome('POST', '/rooms/r/ingest', { user: 'door', ttl: 1 })).toBe('400 malformed')
  })
})

test('health, with what waits for webhooks', async () => {
  expect((await backend.call('GET', '/health')).body).toMatchObject({ ok: true, rooms: 0, streams: 0, webhooks: [] })
})
