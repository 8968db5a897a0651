/** https and wss on the main port, and a certificate that is renewed while it runs. */
import { once } from 'node:events'
import { get } from 'node:https'
import { connect as connectPlain } from 'node:net'
import { connect } from 'node:tls'
import { WebSocket } from 'ws'
import type { Gateway } from '../src/index'
import { startGateway, tokenFor } from './client'
import { selfSigned } from './support/certificate'

const [first, second] = [selfSigned('first'), selfSigned('second')]
let gateway: Gateway

beforeAll(async () => {
  gateway = await startGateway({ tls: first, rtmpsPort: 0 })
})

afterAll(() => gateway.close())

const port = (url: string): number => Number(new URL(url).port)

async function presented(): Promise<string> {
  const socket = connect({ port: port(gateway.urls.http), host: '127.0.0.1', rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const { CN = '' } = socket.getPeerCertificate().subject
  socket.destroy()
  return String(CN)
}

test('the addresses say https and wss, and rooms are spoken to over them', async () => {
  expect(gateway.urls.http).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
  expect(gateway.urls.ws).toMatch(/^wss:/)
  const socket = new WebSocket(gateway.urls.ws, { ca: first.cert })
  await once(socket, 'open')
  socket.send(JSON.stringify({ t: 'hi', v: 1, tok: tokenFor('ann', 'anchor'), pk: 'pk' }))
  const [data] = (await once(socket, 'message')) as [Buffer]
  expect(JSON.parse(data.toString())).toMatchObject({ t: 'yo', u: 'ann' })
  socket.close()
})

test('health over https', async () => {
  const [response] = (await once(get(`${gateway.urls.http}/healthz`, { ca: first.cert }), 'response')) as [
    { statusCode: number; resume(): void },
  ]
  expect(response.statusCode).toBe(200)
  response.resume()
})

test('plain HTTP on the TLS port is closed', async () => {
  const socket = connectPlain(port(gateway.urls.http), '127.0.0.1').on('error', () => undefined)
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  let answer = ''
  socket.on('data', (data: Buffer) => (answer += data.toString('latin1')))
  await once(socket, 'close')
  expect(answer).not.toContain('200 OK')
})

test('a renewed certificate is shown to new connections; open ones go on', async () => {
  expect(await presented()).toBe('first')
  const open = new WebSocket(gateway.urls.ws, { ca: first.cert })
  await once(open, 'open')
  gateway.reload({ tls: second })
  expect(await presented()).toBe('second')
  open.send(JSON.stringify({ t: 'hi', v: 1, tok: tokenFor('bob', 'anchor'), pk: 'pk' }))
  expect(await once(open, 'message')).toHaveLength(2)
  open.close()
})

test('a pair that does not fit is refused, and the one there is stays', async () => {
  const before = await presented()
  expect(() => gateway.reload({ tls: { cert: first.cert, key: second.key } })).toThrow(/key/i)
  expect(await presented()).toBe(before)
})

test('RTMP over TLS, with the same certificate', async () => {
  const { rtmps = '' } = gateway.urls
  expect(rtmps).toMatch(/^rtmps:\/\/127\.0\.0\.1:\d+$/)
  const socket = connect({ port: port(rtmps), host: '127.0.0.1', rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  // The first two parts of its handshake: version 3 and 1536 bytes; the answer begins with the same version.
  socket.write(Buffer.concat([Buffer.from([3]), Buffer.alloc(1536, 1)]))
  const [answer] = (await once(socket, 'data')) as [Buffer]
  expect(answer[0]).toBe(3)
  socket.destroy()
})

test('RTMPS without a certificate: says what is missing', async () => {
  await expect(startGateway({ rtmpsPort: 0 })).rejects.toThrow('rtmpsPort needs tls.cert and tls.key')
})
