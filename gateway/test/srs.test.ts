/** SRS as the media server, played by a peer that behaves as its documents say: who gets in, and what survives lost hooks. */
import type { Gateway } from '../src/index'
import { enter, startGateway, type TestClient } from './client'
import { API_KEY, TestBackend } from './support/api'
import { SrsPeer } from './support/media-servers/srs-peer'

const SECRET = 'a-hook-secret-of-32-letters-aaaa'
const EVERY = 100

let srs: SrsPeer
let gateway: Gateway
let ann: TestClient
let bob: TestClient

async function start(options: Parameters<typeof startGateway>[0] = {}): Promise<void> {
  const server = { kind: 'srs' as const, id: 'srs1', hookSecret: SECRET, api: srs.api }
  const mediaServers = [{ ...server, rtmp: 'rtmp://media.example.com', http: 'https://media.example.com' }]
  gateway = await startGateway({
    mediaServers,
    reconcileEvery: 60_000,
    publishGrace: 0,
    api: { keys: [API_KEY] },
    ...options,
  })
  srs.hook = `${gateway.urls.http}/hooks/srs1/${SECRET}`
  ann = await enter(gateway, 'ann', 'anchor')
  bob = await enter(gateway, 'bob', 'audience')
}

beforeEach(async () => {
  srs = await SrsPeer.start()
})

afterEach(async () => {
  await gateway.close()
  await srs.close()
})

async function address(client: TestClient = ann): Promise<{ id: string; url: string }> {
  const answer = await client.ask('r', { k: 'push', d: { audio: true, video: true } })
  if (answer.t === 'nope') throw new Error(answer.c)
  return answer.d as { id: string; url: string }
}

async function playUrls(id: string): Promise<{ rtmp: string; flv: string }> {
  const answer = await bob.ask('r', { k: 'play', d: { id } })
  if (answer.t === 'nope') throw new Error(answer.c)
  return answer.d as { rtmp: string; flv: string }
}

const streams = () => bob.events.filter(({ k }) => k.startsWith('stream')).map(({ k }) => k)

/** A moment in which every server's list was looked at twice from now on. */
const looks = () => srs.looks.count(srs.looks.all.length + 3)

test('the whole way: addresses of the server, live by its hook, played by its hook, over by its hook', async () => {
  await start()
  const { id, url } = await address()
  expect(url).toMatch(/^rtmp:\/\/media\.example\.com\/live\/r~ann~/)
  const client = await srs.publish(url)
  expect((await bob.event('streamAdded')).d).toMatchObject({ id, userId: 'ann', kind: 'camera' })
  const { rtmp, flv } = await playUrls(id)
  expect(flv).toMatch(/^https:\/\/media\.example\.com\/live\/r~ann~.*\.flv\?/)
  expect([await srs.play(rtmp), await srs.play(flv)]).toEqual(['c2', 'c3'])
  await srs.leave(client)
  expect((await bob.event('streamRemoved')).d.streamId).toBe(id)
  await ann.ask('r', { k: 'unpush', d: { id } })
  expect(await srs.play(rtmp)).toBe('refused 403')
})

describe('who does not get in', () => {
  beforeEach(() => start())

  test.each([
    ['without a signature', (url: string) => url.split('?')[0] as string],
    ['another name', (url: string) => url.replace('~ann~', '~bob~')],
    ['another time', (url: string) => url.replace(/t=[0-9a-f]+/, 't=fffffff0')],
    ['another turn', (url: string) => url.replace('n=1', 'n=2')],
    ['no name of ours', (url: string) => url.replace(/r~ann~[\w-]+/, 'livestream')],
  ])('%s', async (_what, change) => {
    expect(await srs.publish(change((await address()).url))).toBe('refused 403')
  })

  test('an address that a newer one has replaced, and one whose right is gone', async () => {
    const first = await address()
    const second = await address()
    expect(second.id).toBe(first.id)
    expect(await srs.publish(first.url)).toBe('refused 403')
    await ann.ask('r', { k: 'unpush', d: { id: first.id } })
    expect(await srs.publish(second.url)).toBe('refused 403')
  })

  test('a play address publishes nothing, a push address plays nothing', async () => {
    const { id, url } = await address()
    await srs.publish(url)
    await bob.event('streamAdded')
    expect(await srs.publish((await playUrls(id)).rtmp)).toBe('refused 403')
    expect(await srs.play(url)).toBe('refused 403')
  })

  test('hooks that are forged: no secret, a wrong one, another server, through a proxy of strangers', async () => {
    const { url } = await address()
    const { pathname, search } = new URL(url)
    const base = `${gateway.urls.http}/hooks`
    for (const hook of [`${base}/srs1`, `${base}/srs1/${SECRET}x`, `${base}/srs2/${SECRET}`, `${base}/`]) {
      expect(await srs.tell('on_publish', 'c9', pathname.slice(6), search, hook)).toMatchObject({ status: 403 })
    }
    const forwarded = await fetch(srs.hook, {
      method: 'POST',
      headers: { 'x-forwarded-for': '203.0.113.7' },
      body: '{}',
    })
    expect(forwarded.status).toBe(403)
    await bob.settle()
    expect(streams()).toEqual([])
  })

  test('hooks that are none: 400, and nobody else is disturbed', async () => {
    for (const body of [
      '',
      'hello',
      '[]',
      '{}',
      '{"action":"on_publish"}',
      '{"action":"on_publish","client_id":"../x"}',
    ]) {
      expect((await fetch(srs.hook, { method: 'POST', body })).status).toBe(400)
    }
    expect((await fetch(srs.hook, { method: 'POST', body: 'x'.repeat(20_000) })).status).toBe(413)
    expect((await fetch(srs.hook)).status).toBe(400)
    expect(await srs.publish((await address()).url)).toBe('c1')
  })
})

describe('hooks that come twice, late or in another order', () => {
  beforeEach(() => start())

  test('the same publish again is a yes and no news', async () => {
    const { url } = await address()
    const { pathname, search } = new URL(url)
    const again = () => srs.tell('on_publish', 'c1', pathname.slice(6), search)
    await srs.publish(url, 'c1')
    expect([await again(), await again()]).toEqual([
      { status: 200, code: 0 },
      { status: 200, code: 0 },
    ])
    await address()
    expect(await again()).toEqual({ status: 200, code: 0 })
    await bob.settle()
    expect(streams()).toEqual(['streamAdded'])
  })

  test('an unpublish of an old client never ends the stream of the new one', async () => {
    const { url } = await address()
    const { pathname, search } = new URL(url)
    const name = pathname.slice(6)
    await srs.publish(url, 'old')
    srs.streams.set(name, { cid: undefined })
    await srs.publish(url, 'new')
    expect(await srs.tell('on_unpublish', 'old', name, search)).toEqual({ status: 200, code: 0 })
    await bob.settle()
    expect(streams()).toEqual(['streamAdded'])
    await srs.leave('new')
    await bob.event('streamRemoved')
  })

  test('a newer address takes over: the old connection is ended first, so that SRS lets the new one in', async () => {
    const first = await address()
    await srs.publish(first.url, 'old')
    await bob.event('streamAdded')
    const second = await address()
    expect(await srs.publish(second.url, 'new')).toBe('new')
    expect(srs.kicked.all).toEqual(['old'])
    await bob.settle()
    expect(streams()).toEqual(['streamAdded'])
  })

  test('the same address twice: the second waits until the first is gone', async () => {
    const { url } = await address()
    await srs.publish(url, 'first')
    expect(await srs.publish(url, 'second')).toBe('refused 403')
    expect(srs.kicked.all).toEqual([])
    srs.streams.set(new URL(url).pathname.slice(6), { cid: undefined })
    expect(await srs.publish(url, 'second')).toBe('second')
    await bob.settle()
    expect(streams()).toEqual(['streamAdded'])
  })
})

test('what the room ends is ended at the server: unpush, kick, the backend, close', async () => {
  await start()
  const backend = new TestBackend(gateway)
  const live = async (id: string, client: TestClient = ann) => {
    const { url, id: stream } = await address(client)
    await srs.publish(url, id)
    await bob.event('streamAdded', ({ d }) => d.id === stream)
    return stream
  }
  await ann.ask('r', { k: 'unpush', d: { id: await live('a') } })
  await backend.call('DELETE', `/rooms/r/streams/${await live('b')}`)
  const max = await enter(gateway, 'max', 'speaker')
  await live('c', max)
  await backend.call('POST', '/rooms/r/users/max/kick')
  await live('d')
  await backend.call('POST', '/rooms/r/close')
  await srs.kicked.count(4)
  expect(srs.kicked.all).toEqual(['a', 'b', 'c', 'd'])
})

test('a publisher that is back within the grace: nobody is told; one that stays away: everybody', async () => {
  await start({ publishGrace: 300 })
  const { id, url } = await address()
  await srs.publish(url, 'c1')
  await bob.event('streamAdded')
  await srs.leave('c1')
  await srs.publish(url, 'c2')
  await srs.leave('c2')
  await srs.publish(url, 'c2')
  // As long as the grace takes: somebody else's stream, that ends afterwards.
  const max = await enter(gateway, 'max', 'speaker')
  const other = await address(max)
  await srs.publish(other.url, 'c3')
  await srs.leave('c3')
  expect((await bob.event('streamRemoved')).d.streamId).toBe(other.id)
  await srs.leave('c2')
  await bob.event('streamRemoved', ({ d }) => d.streamId === id)
  expect(streams()).toEqual(['streamAdded', 'streamAdded', 'streamRemoved', 'streamRemoved'])
})

describe('hooks that are lost', () => {
  beforeEach(() => start({ reconcileEvery: EVERY }))

  test('on_unpublish: the stream is over once the list says so', async () => {
    const { id, url } = await address()
    await srs.publish(url, 'c1')
    await bob.event('streamAdded')
    srs.lose = ['on_unpublish']
    await srs.leave('c1')
    expect((await bob.event('streamRemoved')).d.streamId).toBe(id)
  })

  test('on_publish of somebody who may: adopted, among more streams than one page of the list', async () => {
    for (let i = 0; i < 1_200; i++) srs.streams.set(`other~${i}~x`, { cid: undefined })
    const { id, url } = await address()
    srs.lose = ['on_publish']
    await srs.publish(url, 'c1')
    expect((await bob.event('streamAdded')).d.id).toBe(id)
    await srs.leave('c1')
    await bob.event('streamRemoved')
  })

  test('on_publish of somebody who may not, and of an ingest address: ended at the server', async () => {
    srs.lose = ['on_publish']
    const { url } = await address()
    await srs.publish(url.replace('~ann~', '~bob~'), 'c1')
    await srs.publish(gateway.ingestUrl('elsewhere', 'door'), 'c2')
    await srs.kicked.count(2)
    expect(srs.kicked.all.toSorted()).toEqual(['c1', 'c2'])
    await bob.settle()
    expect(streams()).toEqual([])
  })

  test('another client carries it by now: the room goes on with that one', async () => {
    const { url } = await address()
    await srs.publish(url, 'c1')
    await bob.event('streamAdded')
    srs.lose = ['on_publish', 'on_unpublish']
    await srs.leave('c1')
    await srs.publish(url, 'c2')
    await looks()
    srs.lose = []
    await srs.leave('c2')
    await bob.event('streamRemoved')
    expect(streams()).toEqual(['streamAdded', 'streamRemoved'])
  })

  test('a server that does not answer: nothing ends, and what should have is made good afterwards', async () => {
    const { url } = await address()
    await srs.publish(url, 'c1')
    await bob.event('streamAdded')
    srs.down = true
    srs.lose = ['on_unpublish']
    await srs.leave('c1')
    await looks()
    await bob.settle()
    expect(streams()).toEqual(['streamAdded'])
    srs.down = false
    await bob.event('streamRemoved')
  })
})

test('the API of SRS behind a name and password', async () => {
  await srs.close()
  srs = await SrsPeer.start('admin:p%40ss')
  await start({ reconcileEvery: EVERY })
  const { url } = await address()
  srs.lose = ['on_publish']
  await srs.publish(url, 'c1')
  await bob.event('streamAdded')
  expect(streams()).toEqual(['streamAdded'])
})
