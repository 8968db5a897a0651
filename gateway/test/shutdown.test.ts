/** Stopping, restarting and reloading the command, with its rooms on disk. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Gateway } from '../src/index'
import { issueToken } from '../src/index'
import { KEY, TestClient } from './client'
import { buildCommand, type Command, type Run } from './support/command'

jest.setTimeout(60_000)

let command: Command
let folder: string
const KEY_TEXT = `${KEY.kid}:${KEY.secret.replaceAll(' ', '_')}`
const OWN = { ...KEY, secret: KEY.secret.replaceAll(' ', '_') }
const token = (user: string, key = OWN) => issueToken(key, { sub: user, role: 'anchor', rooms: ['*'] })

beforeAll(async () => {
  command = await buildCommand()
})

beforeEach(async () => {
  folder = await mkdtemp(join(command.folder, 'run-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))
afterAll(() => command.remove())

interface Up {
  run: Run
  url: string
  /** As `connect` of a test client takes it. */
  gateway: Gateway
}

/** Starts the command on free ports and waits until it listens. */
async function up(args: readonly string[] = [], env: NodeJS.ProcessEnv = { LIANMAI_KEY: KEY_TEXT }): Promise<Up> {
  const ports = ['--host', '127.0.0.1', '--port', '0', '--rtmp-port', '0']
  const run = command.run([...ports, '--journal-dir', join(folder, 'rooms'), '--log-format', 'json', ...args], env)
  const [, url = ''] = await run.says(/"http":"(http[^"]+)"/)
  return { run, url, gateway: { urls: { ws: url.replace(/^http/, 'ws') } } as Gateway }
}

async function enter(at: Up, user: string, key = OWN): Promise<TestClient> {
  const client = await TestClient.connect(at.gateway)
  await client.hi(token(user, key))
  await client.join('r')
  return client
}

test('SIGTERM: not ready at once, serving on, nobody new; then goodbye with a time to come back, and exit 0', async () => {
  const at = await up(['--shutdown-drain-delay', '1500', '--shutdown-drain-spread', '4000'])
  expect((await fetch(`${at.url}/readyz`)).status).toBe(200)
  const people = await Promise.all(['ann', 'bob', 'cat', 'dan', 'eve'].map((user) => enter(at, user)))
  at.run.child.kill('SIGTERM')
  await at.run.says('"signal":"SIGTERM"')
  const response = await fetch(`${at.url}/readyz`)
  expect([response.status, await response.json()]).toEqual([503, { ok: false, why: 'draining' }])
  expect((await fetch(`${at.url}/healthz`)).status).toBe(200)
  await people[0]?.do('r', { k: 'chat', d: { text: 'still served' } })
  const late = await TestClient.connect(at.gateway)
  expect((await late.next('bye')).c).toBe('restart')
  const byes = await Promise.all(people.map((client) => client.next('bye')))
  expect(new Set(byes.map(({ c }) => c))).toEqual(new Set(['restart']))
  const retries = byes.map(({ retry = -1 }) => retry)
  expect(Math.min(...retries)).toBeGreaterThanOrEqual(500)
  expect(Math.max(...retries)).toBeLessThanOrEqual(4_500)
  expect(new Set(retries).size).toBeGreaterThan(1)
  expect(await Promise.all(people.map(({ closed }) => closed))).toEqual([1012, 1012, 1012, 1012, 1012])
  expect(await at.run.exit).toBe(0)
})

test('what was acknowledged while it stopped is there when it is back; nothing else was asked for', async () => {
  const first = await up(['--connections-commands-burst', '1000'])
  const ann = await enter(first, 'ann')
  const numbers = Array.from({ length: 100 }, (_, i) => ann.post('r', { k: 'chat', d: { text: `m${i}` } }))
  await ann.outcome(numbers[0] as number)
  first.run.child.kill('SIGTERM')
  await ann.closed
  expect(await first.run.exit).toBe(0)
  const acknowledged = ann.frames.flatMap((frame) => (frame.t === 'ok' ? [frame.n] : []))
  expect(acknowledged.length).toBeGreaterThan(0)
  const second = await up(['--connections-commands-burst', '1000'])
  const back = await TestClient.connect(second.gateway, ann.pk)
  await back.hi(token('ann'), { r: [ann.epoch, 0] })
  await back.next('res')
  for (const n of acknowledged) {
    expect(await back.outcome(back.post('r', { k: 'chat', d: { text: `m${n - 1}` } }, n))).toMatchObject({
      t: 'ok',
      dup: 1,
    })
  }
  second.run.child.kill('SIGTERM')
  expect(await second.run.exit).toBe(0)
})

test('a second signal exits at once', async () => {
  const at = await up(['--shutdown-drain-delay', '60000'])
  at.run.child.kill('SIGTERM')
  await at.run.says('"signal":"SIGTERM"')
  at.run.child.kill('SIGINT')
  expect(await at.run.exit).toBe(130)
})

test('a folder that another gateway has: says so, exit 1', async () => {
  const first = await up()
  const ports = ['--host', '127.0.0.1', '--port', '0', '--rtmp-port', '0']
  const second = command.run([...ports, '--journal-dir', join(folder, 'rooms')], { LIANMAI_KEY: KEY_TEXT })
  expect(await second.exit).toBe(1)
  expect(second.err).toContain(join(folder, 'rooms'))
  first.run.child.kill('SIGTERM')
  await first.run.exit
})

test('SIGHUP: other keys from now on, nobody is disconnected; a bad file changes nothing', async () => {
  const file = join(folder, 'keys')
  const fresh = { kid: 'k2', secret: 'x'.repeat(40) }
  await writeFile(file, KEY_TEXT)
  const at = await up(['--key-file', file], {})
  const ann = await enter(at, 'ann')
  await writeFile(file, `k2:${fresh.secret}\n`)
  at.run.child.kill('SIGHUP')
  await at.run.says('"kids":"k2"')
  await enter(at, 'bob', fresh)
  const old = await TestClient.connect(at.gateway)
  old.send({ t: 'hi', v: 1, tok: token('cat'), pk: 'pk' })
  expect((await old.next('bye')).c).toBe('token-invalid')
  await writeFile(file, 'no key at all')
  at.run.child.kill('SIGHUP')
  await at.run.says('reload.failed')
  expect(at.run.err).not.toContain('no key at all')
  await enter(at, 'dan', fresh)
  await ann.do('r', { k: 'chat', d: { text: 'still here' } })
  at.run.child.kill('SIGTERM')
  expect(await at.run.exit).toBe(0)
})
