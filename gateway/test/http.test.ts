import { request } from 'node:http'
import type { Gateway } from '../src/index'
import { startGateway, TestClient } from './client'

let gateway: Gateway

beforeAll(async () => {
  gateway = await startGateway({ dev: true })
})

afterAll(() => gateway.close())

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Record<string, unknown>
}

const WISH = { user: 'ann', name: 'Ann', room: 'r', role: 'anchor' }

/** By hand, because fetch does not let Host be set. */
function call(method: string, headers: Record<string, string>, body: string): Promise<Answer> {
  const { port } = new URL(gateway.urls.http)
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, method, path: '/dev/token', headers }, (response) => {
      let text = ''
      response.on('data', (data: Buffer) => (text += data.toString()))
      response.on('end', () => {
        const json = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: json })
      })
    })
    call.on('error', reject).end(body)
  })
}

const post = (headers: Record<string, string> = {}, body: unknown = WISH) =>
  call('POST', headers, typeof body === 'string' ? body : JSON.stringify(body))

describe('/dev/token', () => {
  test('gives a token that opens the room, with the role asked for', async () => {
    const { status, body } = await post({ host: 'localhost:8787', origin: 'http://localhost:3000' })
    expect(status).toBe(200)
    expect(body['expiresAt']).toBeGreaterThan(Date.now() + 3_500_000)
    const ann = await TestClient.connect(gateway)
    await ann.hi(body['token'] as string)
    expect((await ann.join('r')).me).toMatchObject({ id: 'ann', name: 'Ann', role: 'anchor' })
    ann.send({ t: 'join', r: 'other' })
    expect((await ann.next('refused')).c).toBe('forbidden')
  })

  test('pages of this machine may read the answer, by CORS', async () => {
    const origin = 'http://127.0.0.1:3000'
    expect((await post({ origin })).headers['access-control-allow-origin']).toBe(origin)
    const preflight = await call('OPTIONS', { origin, 'access-control-request-method': 'POST' }, '')
    expect(preflight.status).toBe(204)
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-headers': 'content-type',
    })
  })

  test.each([
    ['another name for this machine (DNS rebinding)', { host: 'evil.example.com' }],
    ['a name that only begins like ours', { host: 'localhost.evil.example.com' }],
    ['a page from elsewhere', { origin: 'https://evil.example.com' }],
    ['a page without an origin of its own', { origin: 'null' }],
    ['through a proxy', { 'x-forwarded-for': '203.0.113.7' }],
  ])('%s: 403', async (_, headers) => {
    const { status, body, headers: answered } = await post(headers as Record<string, string>)
    expect(status).toBe(403)
    expect(body).toMatchObject({ error: { code: 'forbidden' } })
    expect(answered['access-control-allow-origin']).toBeUndefined()
  })

  test.each([
    ['no JSON', 'hello', 400, 'malformed'],
    ['no room', { ...WISH, room: undefined }, 400, 'malformed'],
    ['a user id with a blank', { ...WISH, user: 'an n' }, 400, 'malformed'],
    ['an unknown role', { ...WISH, role: 'superstar' }, 400, 'unknown-role'],
    ['five kilobytes', 'x'.repeat(5000), 413, 'too-large'],
  ])('%s: refused with a code', async (_, body, status, code) => {
    expect(await post({}, body)).toMatchObject({ status, body: { error: { code } } })
  })

  test('GET: 405', async () => {
    expect((await call('GET', {}, '')).status).toBe(405)
  })

  test('without --dev there is no such address', async () => {
    const strict = await startGateway()
    const response = await fetch(`${strict.urls.http}/dev/token`, { method: 'POST', body: JSON.stringify(WISH) })
    expect(response.status).toBe(404)
    await strict.close()
  })
})
