/** What the gateway writes about itself: names to find things by, and nothing that is anybody's secret. */
import { createGateway, issueToken, lineReport, type Gateway } from '../src/index'
import { startGateway, TestClient } from './client'

let gateway: Gateway

afterEach(() => gateway.close())

test("requests have a name: the caller's own, if it is one", async () => {
  const lines: string[] = []
  gateway = await startGateway({ report: lineReport('json', 'debug', (line) => lines.push(line)) })
  const ask = async (id: string) => {
    const response = await fetch(`${gateway.urls.http}/healthz?s=MARK`, { headers: { 'x-request-id': id } })
    return response.headers.get('x-request-id')
  }
  expect(await ask('abc-1')).toBe('abc-1')
  expect(await ask('two words')).toMatch(/^h\d+$/)
  await gateway.close()
  const line = lines.find((each) => each.includes('"abc-1"')) ?? '{}'
  expect(JSON.parse(line)).toMatchObject({
    event: 'http',
    method: 'GET',
    area: '/healthz',
    status: 200,
    ip: '127.0.0.1',
  })
})

test('no token, signature, key or text of anybody in any line, whatever happens', async () => {
  const lines: string[] = []
  const secret = 'MARK-secret-of-the-key-32-characters'
  const report = lineReport('json', 'debug', (line) => lines.push(line))
  gateway = await createGateway({
    port: 0,
    rtmpPort: 0,
    keys: [{ kid: 'k1', secret }],
    report,
    metrics: { token: 'MARK-metrics-token' },
  })
  const token = issueToken({ kid: 'k1', secret }, { sub: 'ann', role: 'anchor', rooms: ['*'] })
  const signatures: string[] = []
  const ann = await TestClient.connect(gateway)
  await ann.hi(token)
  await ann.join('r', { name: 'MARK-name' })
  await ann.do('r', { k: 'chat', d: { text: 'MARK-text' } })
  await ann.do('r', { k: 'command', d: { command: 'MARK-command', data: { secret: 'MARK-data' } } })
  await ann.refused('r', { k: 'chat', d: { text: `MARK-${'x'.repeat(600)}` } })
  await ann.refused('r', { k: 'MARK-kind', d: {} } as never)
  const push = await ann.ask('r', { k: 'push', d: { audio: true, video: true } })
  const ingest = gateway.ingestUrl('r', 'obs')
  for (const url of [JSON.stringify(push), ingest]) signatures.push(/s=([\w-]{22})/.exec(url)?.[1] ?? 'none')
  const [, path = ''] = /\/live\/([^?]+)/.exec(ingest) ?? []
  await fetch(`${gateway.urls.http}/live/${path}.flv?t=ffffffff&s=${signatures[1]}`)
  await fetch(`${gateway.urls.http}/live/MARK~a~b.flv?s=MARK-signature`)
  await fetch(`${gateway.urls.http}/hooks/srs1/MARK-hook-secret`, { method: 'POST', body: 'MARK' })
  await fetch(`${gateway.urls.http}/metrics`, { headers: { authorization: 'Bearer MARK-wrong-token' } })
  await fetch(`${gateway.urls.http}/dev/token?token=MARK-query`, { method: 'POST', body: 'MARK-body' })
  for (const tok of [`${token}x`, 'MARK.bad.token', token.split('.').slice(0, 2).join('.')]) {
    const client = await TestClient.connect(gateway)
    client.send({ t: 'hi', v: 1, tok, pk: 'MARK-pk' })
    await client.closed
  }
  const bad = await TestClient.connect(gateway)
  bad.socket.send(`{"t":"hi","tok":"${token}","MARK`)
  await bad.closed
  ann.socket.send(JSON.stringify({ t: 'MARK-frame', tok: token }))
  await ann.closed
  await gateway.close()
  const text = lines.join('')
  expect(text).toContain('"event":"bye"')
  expect(text).toContain('"event":"media.refused"')
  expect(text.replaceAll('MARK~a~b', '')).not.toContain('MARK')
  for (const part of [...signatures, ...token.split('.')]) {
    expect(part.length).toBeGreaterThan(10)
    expect(text).not.toContain(part)
  }
})
