/** Webhooks from a real gateway to a real endpoint, as a backend in Node takes them. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Gateway } from '../src/index'
import type { WebhookBatch, WebhookEvent } from '../src/webhooks/types'
import { SIGNATURE_HEADER, verifyWebhook } from '../src/webhooks/verify'
import { enter, startGateway } from './client'
import { API_KEY, TestBackend } from './support/api'
import { Log } from './support/events'

const SECRET = 'a secret for webhooks, 32 letters'

let endpoint: Server
let url: string
let gateway: Gateway
let batches: Log<WebhookBatch>
let events: Log<WebhookEvent>
/** What is answered next; 200 when there is nothing left. */
let answers: number[]

beforeEach(async () => {
  batches = new Log()
  events = new Log()
  answers = []
  endpoint = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const batch = verifyWebhook(Buffer.concat(chunks), request.headers[SIGNATURE_HEADER], SECRET)
      const status = answers.shift() ?? 200
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end('{}')
      batches.add(batch)
      if (status === 200) for (const event of batch.events) events.add(event)
    })
  })
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/lianmai?secret=1`
})

afterEach(async () => {
  await gateway.close()
  endpoint.closeAllConnections()
  await new Promise((resolve) => endpoint.close(resolve))
})

async function start(types?: WebhookEvent['type'][], more: object = {}): Promise<void> {
  const endpoints = [{ url, secret: SECRET, ...(types && { events: types }) }]
  const webhooks = { endpoints, delay: 5, minDelay: 10, maxDelay: 20, ...more }
  gateway = await startGateway({ webhooks, rooms: { grace: 10 }, api: { keys: [API_KEY] } })
}

const types = () => events.all.map(({ type }) => type)

test('a room’s life, in order, each once', async () => {
  await start()
  const backend = new TestBackend(gateway)
  const ann = await enter(gateway, 'ann', 'anchor')
  const bob = await enter(gateway, 'bob', 'audience')
  await bob.do('r', { k: 'mic.req', d: { media: 'video' } })
  await ann.do('r', { k: 'mic.acc', d: { id: (await ann.event('linkRequested')).d.id } })
  await ann.do('r', { k: 'chat', d: { text: 'not for webhooks' } })
  await backend.call('PUT', '/rooms/r/bans/bob', { seconds: 60 })
  await ann.cut()
  await events.first(({ type }) => type === 'room.emptied')
  expect(types()).toEqual([
    ...['room.opened', 'user.joined', 'user.joined', 'link.started', 'user.banned', 'link.ended', 'user.left'],
    ...['user.left', 'room.emptied'],
  ])
  expect(new Set(events.all.map(({ id }) => id)).size).toBe(events.all.length)
  expect(events.all[4]).toMatchObject({ room: 'r', data: { userId: 'bob', by: '', until: expect.any(Number) } })
})

test('messages only for who asks for them', async () => {
  await start(['message'])
  const ann = await enter(gateway, 'ann', 'anchor')
  await ann.do('r', { k: 'chat', d: { text: 'hello' } })
  const said = await events.first()
  expect(said).toMatchObject({ type: 'message', data: { kind: 'chat', userId: 'ann', name: 'ANN', text: 'hello' } })
  expect(events.all).toHaveLength(1)
})

test('an endpoint that fails and redirects gets the same again; nothing is lost, nothing out of order', async () => {
  await start(['user.joined'])
  answers = [500, 302, 503]
  await enter(gateway, 'ann', 'anchor')
  await batches.count(2)
  await enter(gateway, 'bob', 'audience')
  await events.count(2)
  expect(events.all.map(({ data }) => (data as { user: { id: string } }).user.id)).toEqual(['ann', 'bob'])
  const { body } = await new TestBackend(gateway).call('GET', '/health')
  expect(body.webhooks).toEqual([
    { host: new URL(url).host, queued: 0, delivered: 2, failures: 3, dropped: 0, down: false },
  ])
})

test('a gateway that stops tells what waits, the leaving of everybody included', async () => {
  await start(['user.joined', 'room.closed'], { delay: 60_000 })
  await enter(gateway, 'ann', 'anchor')
  expect(batches.all).toHaveLength(0)
  await gateway.close()
  expect(types()).toEqual(['user.joined'])
})

test('an endpoint that hangs does not keep a gateway from stopping', async () => {
  await start(['user.joined'], { flush: 50, timeout: 40 })
  endpoint.removeAllListeners('request')
  await enter(gateway, 'ann', 'anchor')
  await gateway.close()
  expect(types()).toEqual([])
})
