/** nginx-rtmp as the media server: the real one, with ffmpeg at both ends. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Gateway } from '../src/index'
import { enter, startGateway, type TestClient } from './client'
import { decode, publish, publishUntilRefused } from './support/ffmpeg'
import { findNginx, NginxPorts, type Nginx } from './support/media-servers/nginx'

jest.setTimeout(60_000)

const SECRET = 'a-hook-secret-of-32-letters-aaaa'
const found = findNginx()

let gateway: Gateway
let nginx: Nginx
let ports: NginxPorts
let ann: TestClient
let bob: TestClient
const publishers: ChildProcess[] = []

const hook = (): string => `${gateway.urls.http}/hooks/ng/${SECRET}`

async function start(options: Parameters<typeof startGateway>[0] = {}): Promise<void> {
  ports = await NginxPorts.reserve()
  const mediaServers = [{ kind: 'nginx-rtmp' as const, id: 'ng', hookSecret: SECRET, ...ports.urls() }]
  gateway = await startGateway({ mediaServers, publishGrace: 0, reconcileEvery: 60_000, ...options })
  nginx = await ports.start(found!, hook())
  ann = await enter(gateway, 'ann', 'anchor')
  bob = await enter(gateway, 'bob', 'audience')
}

async function stop(): Promise<void> {
  for (const publisher of publishers.splice(0)) publisher.kill('SIGKILL')
  await gateway.close()
  await nginx.close()
}

function push(url: string): ChildProcess {
  const publisher = publish(url)
  publishers.push(publisher)
  return publisher
}

async function address(): Promise<{ id: string; url: string }> {
  const answer = await ann.ask('r', { k: 'push', d: { audio: true, video: true } })
  if (answer.t === 'nope') throw new Error(answer.c)
  return answer.d as { id: string; url: string }
}

async function playUrl(id: string): Promise<string> {
  const answer = await bob.ask('r', { k: 'play', d: { id } })
  if (answer.t === 'nope') throw new Error(answer.c)
  return (answer.d as { rtmp: string }).rtmp
}

const streams = () => bob.events.filter(({ k }) => k.startsWith('stream')).map(({ k }) => k)

const suite = (): void => {
  afterEach(stop)

  test('the whole way: live, played, and ended at the server when the room ends it', async () => {
    await start()
    const { id, url } = await address()
    expect(url.startsWith(nginx.rtmp)).toBe(true)
    const publisher = push(url)
    expect((await bob.event('streamAdded')).d).toMatchObject({ id, userId: 'ann', kind: 'camera' })
    const { video, audio, errors } = await decode(await playUrl(id), 1)
    expect([video > 0, audio > 0, errors]).toEqual([true, true, ''])
    const gone = once(publisher, 'exit')
    await ann.ask('r', { k: 'unpush', d: { id } })
    expect((await bob.event('streamRemoved')).d.streamId).toBe(id)
    await gone
    expect(streams()).toEqual(['streamAdded', 'streamRemoved'])
  })

  test('refused: unsigned, signed for somebody else, a play address, an old address, a name smuggled into the query', async () => {
    await start()
    const first = await address()
    const { id, url } = await address()
    const [, query = ''] = url.split('?')
    const smuggled = `${nginx.rtmp}/live/r~bob~x?${query}&name=r~${id}&clientid=1`
    for (const bad of [url.split('?')[0]!, url.replace('~ann~', '~bob~'), first.url, smuggled]) {
      expect((await publishUntilRefused(bad)).code).not.toBe(0)
    }
    push(url)
    await bob.event('streamAdded')
    expect((await publishUntilRefused(await playUrl(id))).code).not.toBe(0)
    const { errors } = await decode(`${nginx.rtmp}/live/r~${id}`, 1)
    expect(errors).not.toBe('')
    await bob.settle()
    expect(streams()).toEqual(['streamAdded'])
  })

  test('a pusher that ends: over by its hook; the same address is good again', async () => {
    await start()
    const { url } = await address()
    push(url).kill('SIGKILL')
    const publisher = push(url)
    await bob.event('streamAdded')
    publisher.kill('SIGKILL')
    const { s } = await bob.event('streamRemoved')
    push(url)
    await bob.event('streamAdded', (event) => event.s > s)
    expect(streams()).toEqual(['streamAdded', 'streamRemoved', 'streamAdded'])
  })

  test('a newer address takes over from a pusher that is still there: nobody is told', async () => {
    await start({ publishGrace: 5_000 })
    const publisher = push((await address()).url)
    await bob.event('streamAdded')
    const gone = once(publisher, 'exit')
    const { id, url } = await address()
    push(url)
    await gone
    const { video } = await decode(await playUrl(id), 1)
    expect(video).toBeGreaterThan(0)
    await bob.settle()
    expect(streams()).toEqual(['streamAdded'])
  })

  test('somebody who is sent out: the pusher is ended', async () => {
    await start()
    const { url, id } = await address()
    const publisher = push(url)
    await bob.event('streamAdded')
    const gone = once(publisher, 'exit')
    const max = await enter(gateway, 'max', 'admin')
    await max.do('r', { k: 'kick', d: { user: 'ann' } })
    await gone
    expect((await bob.event('streamRemoved')).d.streamId).toBe(id)
  })

  test('nginx dies, and with it its last hooks: the stream is over once its list says so', async () => {
    await start({ reconcileEvery: 100 })
    const { url, id } = await address()
    push(url)
    await bob.event('streamAdded')
    await nginx.close()
    nginx = await ports.start(found!, hook())
    expect((await bob.event('streamRemoved')).d.streamId).toBe(id)
  })
}

describe('nginx-rtmp', () => {
  if (found) suite()
  // Where `npm test` does not install it (it does as root on Debian), there is nothing to run it with.
  else test('is not on this machine', () => expect(findNginx()).toBeUndefined())
})
