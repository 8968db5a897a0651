/** Rooms and media together, with ffmpeg at both ends: who may publish, who sees it, and what ends it. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Gateway, StreamInfo } from '../src/index'
import { enter, startGateway, type TestClient } from './client'
import { decode, publish, publishUntilRefused } from './support/ffmpeg'
import { playHttp } from './support/peers'

jest.setTimeout(60_000)

let gateway: Gateway
const publishers: ChildProcess[] = []

beforeEach(async () => {
  gateway = await startGateway()
})

afterEach(async () => {
  for (const publisher of publishers.splice(0)) publisher.kill('SIGKILL')
  await gateway.close()
})

function push(url: string): ChildProcess {
  const publisher = publish(url)
  publishers.push(publisher)
  return publisher
}

async function pushAddress(
  client: TestClient,
  flags = { audio: true, video: false },
): Promise<{ id: string; url: string }> {
  const answer = await client.ask('r', { k: 'push', d: flags })
  if (answer.t === 'nope') throw new Error(`${answer.c}: ${answer.why}`)
  return answer.d as { id: string; url: string }
}

async function playAddresses(client: TestClient, id: string): Promise<{ rtmp: string; flv: string }> {
  const answer = await client.ask('r', { k: 'play', d: { id } })
  if (answer.t === 'nope') throw new Error(`${answer.c}: ${answer.why}`)
  return answer.d as { rtmp: string; flv: string }
}

test('the whole way: ask, push, the others see it, play it over RTMP and HTTP-FLV, end it', async () => {
  const ann = await enter(gateway, 'ann', 'anchor')
  const bob = await enter(gateway, 'bob', 'audience')
  const { id, url } = await pushAddress(ann)
  expect(await bob.ask('r', { k: 'play', d: { id } })).toMatchObject({ t: 'nope', c: 'stream-not-found' })
  const publisher = push(url)
  const stream = (await bob.event('streamAdded')).d
  expect(stream).toMatchObject({ id, userId: 'ann', kind: 'camera', audio: true, video: false })
  const { rtmp, flv } = await playAddresses(bob, id)
  const played = await Promise.all([decode(rtmp, 1), decode(flv, 1)])
  for (const { video, audio, errors } of played) {
    expect(video).toBeGreaterThan(5)
    expect(audio).toBeGreaterThan(10)
    expect(errors).toBe('')
  }
  await ann.do('r', { k: 'stream', d: { id, audio: false, video: true } })
  expect((await bob.event('streamUpdated')).d).toMatchObject({ id, audio: false, video: true })
  const gone = once(publisher, 'exit')
  expect(await ann.ask('r', { k: 'unpush', d: { id } })).toMatchObject({ t: 'ans', d: {} })
  expect((await bob.event('streamRemoved')).d.streamId).toBe(id)
  await gone
  expect(gateway.health().streams).toBe(0)
})

test('flags that change before the media flows come with streamAdded', async () => {
  const ann = await enter(gateway, 'ann', 'anchor')
  const { id, url } = await pushAddress(ann)
  await ann.do('r', { k: 'stream', d: { id, audio: false, video: true } })
  push(url)
  expect((await ann.event('streamAdded')).d).toMatchObject({ audio: false, video: true })
})

test('a seat allows publishing; losing it ends the stream and its address', async () => {
  const ann = await enter(gateway, 'ann', 'anchor')
  const bob = await enter(gateway, 'bob', 'audience')
  await bob.do('r', { k: 'mic.req', d: { media: 'video' } })
  await ann.do('r', { k: 'mic.acc', d: { id: (await ann.event('linkRequested')).d.id } })
  const { id, url } = await pushAddress(bob)
  const publisher = push(url)
  await ann.event('streamAdded')
  const gone = once(publisher, 'exit')
  await ann.do('r', { k: 'mic.end', d: { user: 'bob' } })
  expect((await ann.event('streamRemoved')).d.streamId).toBe(id)
  await gone
  const [code] = (await once(push(url), 'exit')) as [number]
  expect(code).not.toBe(0)
  expect(ann.events.filter((event) => event.k === 'streamAdded')).toHaveLength(1)
})

test('a publisher that dies and comes back to the same address in time: nobody is told, whoever watches goes on', async () => {
  const ann = await enter(gateway, 'ann', 'anchor')
  const { id, url } = await pushAddress(ann)
  const publisher = push(url)
  await ann.event('streamAdded')
  const viewer = playHttp((await playAddresses(ann, id)).flv)
  await viewer.tags.count(10)
  publisher.kill('SIGKILL')
  await once(publisher, 'exit')
  const before = viewer.tags.all.length
  push(url)
  await viewer.tags.count(before + 100)
  await ann.settle()
  expect(ann.events.filter(({ k }) => k.startsWith('stream'))).toHaveLength(1)
  viewer.stop()
})

test('a publisher that stays away: the room is told after the grace; the address is still good', async () => {
  const brief = await startGateway({ publishGrace: 50 })
  const ann = await enter(brief, 'ann', 'anchor')
  const { id, url } = await pushAddress(ann)
  const publisher = push(url)
  await ann.event('streamAdded')
  publisher.kill('SIGKILL')
  const lost = await ann.event('streamRemoved')
  push(url)
  expect((await ann.event('streamAdded', (event) => event.s > lost.s)).d.id).toBe(id)
  await brief.close()
})

describe('asking for an address again', () => {
  test('the same stream goes on from another pusher: no event but its new flags, and only the newest address counts', async () => {
    const ann = await enter(gateway, 'ann', 'anchor')
    const bob = await enter(gateway, 'bob', 'audience')
    const first = await pushAddress(ann)
    const publisher = push(first.url)
    const { startedAt } = (await bob.event('streamAdded')).d
    const viewer = playHttp((await playAddresses(bob, first.id)).flv)
    await viewer.tags.count(10)
    const second = await pushAddress(ann, { audio: true, video: true })
    expect(second.id).toBe(first.id)
    expect(second.url).not.toBe(first.url)
    expect((await bob.event('streamUpdated')).d).toMatchObject({ id: first.id, audio: true, video: true, startedAt })
    // The pusher before goes on until the next one takes over; it could not connect anew.
    const { code, errors } = await publishUntilRefused(first.url)
    expect([code === 0, errors]).toEqual([false, expect.stringContaining('token-expired')])
    expect(publisher.exitCode).toBeNull()
    const gone = once(publisher, 'exit')
    push(second.url)
    await gone
    await viewer.tags.count(viewer.tags.all.length + 100)
    await bob.settle()
    expect(bob.events.map(({ k }) => k).filter((k) => k.startsWith('stream'))).toEqual(['streamAdded', 'streamUpdated'])
    viewer.stop()
  })

  test('before anything was pushed: the same stream, with the flags of the last time', async () => {
    const ann = await enter(gateway, 'ann', 'anchor')
    const first = await pushAddress(ann)
    const second = await pushAddress(ann, { audio: false, video: true })
    expect(second.id).toBe(first.id)
    push(second.url)
    expect((await ann.event('streamAdded')).d).toMatchObject({ id: first.id, audio: false, video: true })
  })

  test('after unpush it is another stream; the one before ends at once, though its pusher was gone already', async () => {
    const ann = await enter(gateway, 'ann', 'anchor')
    const first = await pushAddress(ann)
    const publisher = push(first.url)
    await ann.event('streamAdded')
    const viewer = playHttp((await playAddresses(ann, first.id)).flv)
    await viewer.tags.count(10)
    publisher.kill('SIGKILL')
    await once(publisher, 'exit')
    expect(await ann.ask('r', { k: 'unpush', d: { id: first.id } })).toMatchObject({ t: 'ans' })
    await viewer.ended
    expect((await ann.event('streamRemoved')).d.streamId).toBe(first.id)
    expect((await pushAddress(ann)).id).not.toBe(first.id)
    expect((await publishUntilRefused(first.url)).errors).toContain('stream-not-found')
  })
})

test('an ingest address puts an external stream into a room nobody opened; it plays from the told addresses', async () => {
  const told = new Promise<StreamInfo>((resolve) => gateway.on('stream', resolve))
  push(gateway.ingestUrl('r', 'obs'))
  const info = await told
  expect(info).toMatchObject({ room: 'r', streamId: 'obs~ext', userId: 'obs' })
  const ann = await enter(gateway, 'ann', 'audience')
  const snap = ann.frames.find((frame) => frame.t === 'snap')
  expect(snap).toMatchObject({ st: { streams: [{ id: 'obs~ext', kind: 'external' }], users: [{ id: 'ann' }] } })
  for (const { video } of await Promise.all([decode(info.rtmp, 1), decode(info.flv, 1)]))
    expect(video).toBeGreaterThan(5)
})

describe('refused over HTTP-FLV', () => {
  const status = async (url: string): Promise<{ status: number; text: string }> => {
    const response = await fetch(url)
    return { status: response.status, text: await response.text() }
  }

  test('unsigned, signed for something else, expired', async () => {
    let clock = Date.now()
    const late = await startGateway({ now: () => clock })
    const told = new Promise<StreamInfo>((resolve) => late.on('stream', resolve))
    push(late.ingestUrl('r', 'obs'))
    const { flv } = await told
    const [path, query] = flv.split('?')
    const ingest = late.ingestUrl('r', 'obs').split('?')[1]
    expect((await status(`${path}`)).text).toContain('token-invalid')
    expect((await status(`${path}?${ingest}`)).text).toContain('token-invalid')
    expect((await status(`${path?.replace('obs', 'abs')}?${query}`)).text).toContain('token-invalid')
    clock += 25 * 60 * 60 * 1000
    expect((await status(flv)).text).toContain('token-expired')
    await late.close()
  })

  test('publishing with a play address', async () => {
    const told = new Promise<StreamInfo>((resolve) => gateway.on('stream', resolve))
    push(gateway.ingestUrl('r', 'obs'))
    const { flv } = await told
    const response = await fetch(flv, { method: 'POST', body: 'FLV' })
    expect(response.ok).toBe(false)
    expect(await response.text()).toContain('token-invalid')
  })
})
