/** What is deployed names files, options and figures that are there. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LEAVES } from '../../src/config/leaves'
import { configOf, readText } from '../../src/config/load'
import { Counters } from '../../src/metrics/counters'
import { registryOf } from '../../src/metrics/registry'
import { Meter } from '../../src/room/meter'

const ROOT = join(__dirname, '../../..')
const read = (name: string): string => readFileSync(join(ROOT, 'deploy', name), 'utf8')
const matches = (text: string, pattern: RegExp): string[] =>
  Array.from(text.matchAll(pattern), ([, found = '']) => found)

test('every file that the Dockerfile copies is there and is let in', () => {
  const copied = matches(read('Dockerfile'), /^COPY (?!--from)(.+) \S+$/gm).flatMap((line) => line.split(' '))
  expect(copied.length).toBeGreaterThan(8)
  const allowed = matches(read('Dockerfile.dockerignore'), /^!(.+)$/gm)
  for (const name of copied) {
    expect([name, existsSync(join(ROOT, name))]).toEqual([name, true])
    const let_in = allowed.some((entry) => name === entry || name.startsWith(`${entry}/`))
    expect([name, let_in]).toEqual([name, true])
  }
})

test('every workspace has its package.json in the image, or npm ci fails', () => {
  const { workspaces } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { workspaces: string[] }
  for (const name of workspaces) {
    expect(matches(read('Dockerfile'), new RegExp(`^COPY (${name}/package\\.json) `, 'gm'))).toHaveLength(2)
  }
})

test('variables in compose.yaml and the Dockerfile are ours', () => {
  const variables = matches(read('compose.yaml') + read('Dockerfile'), /\b(LIANMAI_[A-Z_]+)\b/g)
  expect(variables.length).toBeGreaterThan(8)
  const known = LEAVES.map(({ variable }) => variable)
  for (const variable of variables) expect(known).toContain(variable)
})

test('it is stopped later than it stops by itself', () => {
  const timeout = Number(LEAVES.find(({ flag }) => flag === 'shutdown-timeout')?.default)
  const [compose = ''] = matches(read('compose.yaml'), /stop_grace_period: (\d+)s/g)
  const [systemd = ''] = matches(read('lianmai-gateway.service'), /^TimeoutStopSec=(\d+)$/gm)
  for (const seconds of [compose, systemd]) expect(Number(seconds) * 1000).toBeGreaterThan(timeout)
})

describe('init.sh', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianmai-init-'))
  const init = (): string => execFileSync('sh', [join(ROOT, 'deploy/init.sh'), 'live.example.com', folder]).toString()
  const made = (name: string): string => readFileSync(join(folder, name), 'utf8')

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('makes every file that compose.yaml wants, and a configuration that is good', () => {
    expect(init()).toContain(folder)
    const files = matches(read('compose.yaml'), /secrets\/([\w.-]+)/g).filter((name) => !name.startsWith('run'))
    for (const name of matches(read('compose.yaml'), /file: secrets\/([\w.-]+)/g)) expect(made(name)).not.toBe('')
    expect(files).toContain('gateway.env')
    const [url = ''] = matches(made('gateway.env'), /^LIANMAI_PUBLIC_URL=(.+)$/gm)
    const env = {
      LIANMAI_PUBLIC_URL: url,
      LIANMAI_LOG: 'redis',
      LIANMAI_REDIS_URL: 'redis://redis:6379',
      LIANMAI_KEY_FILE: join(folder, 'keys'),
      LIANMAI_MEDIA_SERVERS_FILE: join(folder, 'media-servers.json'),
      LIANMAI_METRICS_TOKEN_FILE: join(folder, 'metrics-token'),
    }
    const config = configOf([], env, readText)
    expect(config).toMatchObject({ publicUrl: 'https://live.example.com', mediaServers: [{ id: 'srs1', kind: 'srs' }] })
    // SRS calls with the secret that the gateways expect.
    const [server] = config.mediaServers
    expect(matches(made('srs.conf'), /\/hooks\/srs1\/(\w+);/g)).toEqual(new Array(3).fill(server?.hookSecret))
  })

  test('run again, it changes nothing: keys must not go with a second run', () => {
    const before = made('keys') + made('srs.conf')
    init()
    expect(made('keys') + made('srs.conf')).toBe(before)
  })
})

test('alerts are about figures that exist, with causes that exist', async () => {
  const nothing = { open: 0, online: 0, lagging: 0, buffered: 0, overloaded: false }
  const relay = { connections: 0, refused: 0, malformed: 0, timedOut: 0, cut: 0, bytesIn: 0, bytesOut: 0 }
  const registry = registryOf({
    ...{ counters: new Counters(), meter: new Meter(), connections: () => [], refresh: () => undefined },
    ...{ sockets: () => nothing, rooms: () => nothing, relay: () => relay, streams: () => [], webhooks: () => [] },
    ready: async () => true,
  })
  const names = matches(await registry.metrics(), /^# TYPE (\S+) /gm)
  registry.clear()
  const rules = read('prometheus-rules.yaml')
  const used = matches(rules, /\b((?:lianmai|nodejs|process)_[a-z0-9_]+)\b/g)
  expect(used.length).toBeGreaterThan(12)
  for (const name of used) expect(names).toContain(name.replace(/_bucket$/, ''))
  const page = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8')
  for (const alert of matches(rules, /- alert: (\w+)/g)) expect(page).toContain(`\`${alert}\``)
})
