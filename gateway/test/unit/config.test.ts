import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { exampleConfig, optionsTable } from '../../src/config/help'
import { LEAVES } from '../../src/config/leaves'
import { configOf } from '../../src/config/load'
import { didYouMean } from '../../src/config/nearest'

const SECRET = 'not to be seen '.repeat(3).replaceAll(' ', '-')
const KEY = `k1:${SECRET}`

/** A disk of these files, `gateway.json` given as an object. */
function disk(config: unknown, files: Record<string, string> = {}) {
  const all: Record<string, string> = { 'gateway.json': JSON.stringify(config), ...files }
  return (path: string): string => {
    const text = all[path]
    if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
    return text
  }
}

const load = (config: unknown, env: NodeJS.ProcessEnv = {}, args: string[] = [], files?: Record<string, string>) =>
  configOf(['--config', 'gateway.json', ...args], env, disk(config, files))

test('flag over variable over file over default', () => {
  const file = { keys: [KEY], port: 1, rtmpPort: 2, rooms: { seats: 3 } }
  const config = load(file, { LIANMAI_PORT: '4', LIANMAI_RTMP_PORT: '5' }, ['--port', '6'])
  expect(config).toMatchObject({ port: 6, rtmpPort: 5, rooms: { seats: 3, grace: 3000 } })
})

test('the file is also named by LIANMAI_CONFIG, and may name its schema', () => {
  const read = disk({ $schema: 'x', keys: [KEY], port: 1 })
  expect(configOf([], { LIANMAI_CONFIG: 'gateway.json' }, read).port).toBe(1)
})

test.each<[unknown, string]>([
  [{ prot: 1 }, 'prot in gateway.json is no option; did you mean "port"?'],
  [{ rooms: { maxMember: 1 } }, 'rooms.maxMember in gateway.json is no option; did you mean "maxMembers"?'],
  [{ rooms: 5 }, 'rooms in gateway.json must be an object, not 5'],
  [{ log: { kind: 'jurnal' } }, 'log.kind in gateway.json must be memory, journal or redis, not "jurnal"'],
  [{ log: { kind: 'journal', url: 'redis://a' } }, 'log.url in gateway.json is for log.kind redis, and it is journal'],
  [{ log: { kind: 'redis' } }, 'log.url is missing: give --redis-url, LIANMAI_REDIS_URL'],
  [{ port: '8787' }, 'port in gateway.json must be a whole number from 0 to 65535, not "8787"'],
  [
    { connections: { frames: { perSecond: 0 } } },
    'connections.frames.perSecond in gateway.json must be a number above 0',
  ],
  [{ dev: 1 }, 'dev in gateway.json must be true or false'],
  [{ tls: { certFile: 'cert.pem' } }, 'tls in gateway.json needs both: cert and key'],
  [{ tls: { cert: 'x', key: 'y' } }, 'tls.cert in gateway.json must be a certificate chain in PEM'],
  [{ keyFile: 'nowhere' }, 'keyFile in gateway.json: cannot read nowhere: there is no such file'],
  [{ keys: [KEY], keyFile: 'key' }, 'say the same twice'],
  [[1], 'must hold one JSON object'],
])('%j: says %s', (config, message) => {
  expect(() => load(config, {}, [], { 'cert.pem': '-----BEGIN CERTIFICATE-----' })).toThrow(message)
})

test('everything that is wrong is said at once', () => {
  const wrong = () => load({ port: -1, rooms: { seats: 'x' } }, { LIANMAI_LOG_LEVEL: 'loud' })
  expect(wrong).toThrow(
    /port in gateway\.json[^]*rooms\.seats in[^]*LIANMAI_LOG_LEVEL must be debug, info, warn or error/,
  )
})

test('a file that is no JSON: which line, without quoting it', () => {
  const read = disk(undefined, { 'gateway.json': `{\n"keys": ["${KEY}"]\n"port": 1}` })
  let message = ''
  try {
    configOf(['--config', 'gateway.json'], {}, read)
  } catch (error) {
    message = (error as Error).message
  }
  expect(message).toContain('gateway.json is not JSON in line 3')
  expect(message).not.toContain(SECRET)
})

test('a variable of ours that does not exist is a mistake; those of Kubernetes are none', () => {
  expect(() => load({ dev: true }, { LIANMAI_PROT: '1' })).toThrow('LIANMAI_PROT is no variable')
  expect(() => load({ dev: true }, { LIANMAI_PROT: '1' })).toThrow('did you mean "LIANMAI_PORT"?')
  const links = { LIANMAI_GATEWAY_SERVICE_HOST: '10.0.0.1', LIANMAI_GATEWAY_PORT_8787_TCP_ADDR: '10.0.0.1' }
  expect(load({ dev: true }, links).dev).toBe(true)
})

describe('secrets', () => {
  test('from files, one key a line', () => {
    const { keys } = load({ keyFile: 'keys' }, {}, [], { keys: `${KEY}\nk2:${SECRET}\n` })
    expect(keys.map(({ kid }) => kid)).toEqual(['k1', 'k2'])
  })

  test('a variable with _FILE wins over the value in the file below, and the other way round', () => {
    const files = { other: `k9:${SECRET}` }
    expect(load({ keys: [KEY] }, { LIANMAI_KEY_FILE: 'other' }, [], files).keys[0]?.kid).toBe('k9')
    expect(load({ keyFile: 'other' }, { LIANMAI_KEY: KEY }, [], files).keys[0]?.kid).toBe('k1')
  })

  test.each<[unknown, NodeJS.ProcessEnv, string[]]>([
    [{ keys: [`k 1:${SECRET}`] }, {}, []],
    [{ keys: [SECRET] }, {}, []],
    [{ keys: SECRET }, {}, []],
    [{ keyFile: 'bad' }, {}, []],
    [{}, { LIANMAI_KEY: SECRET }, []],
    [{}, {}, ['--key', SECRET]],
    [{ dev: true }, {}, ['--dev', KEY]],
    [{ dev: true, metrics: { token: [SECRET] } }, {}, []],
    [{ dev: true, log: { kind: 'redis', url: `redis//:${SECRET}@host` } }, {}, []],
    [{ dev: true, log: { kind: 'redis', url: { password: SECRET } } }, {}, []],
    [{ dev: true, tls: { cert: '-----BEGIN C', key: SECRET } }, {}, []],
  ])('%# are never repeated in a message', (config, env, args) => {
    let message = ''
    try {
      load(config, env, args, { bad: SECRET })
    } catch (error) {
      message = (error as Error).message
    }
    expect(message).not.toBe('')
    expect(message).not.toContain(SECRET)
  })
})

test('another kind of log takes the place of all that was said about the one below', () => {
  const file = { dev: true, log: { kind: 'journal', dir: '/data' } }
  expect(load(file, {}, ['--log', 'memory']).log).toEqual({ kind: 'memory' })
  const redis = load(file, { LIANMAI_LOG: 'redis', LIANMAI_REDIS_URL: 'redis://a:1' }).log
  expect(redis).toMatchObject({ kind: 'redis', url: 'redis://a:1' })
  expect(load(file, {}, ['--journal-dir', '/other']).log).toMatchObject({ kind: 'journal', dir: '/other' })
  expect(() => load({ dev: true }, {}, ['--redis-url', 'redis://a:1'])).toThrow('--redis-url is for log.kind redis')
})

test('every option can be said in all three ways, and is the same', () => {
  const samples: Record<string, [unknown, string]> = {
    integer: [65_535, '65535'],
    number: [7.5, '7.5'],
    boolean: [true, '1'],
  }
  const plain = LEAVES.filter(({ type, choices, path }) => samples[type] && !choices && path[0] !== 'log')
  expect(plain.length).toBeGreaterThan(30)
  for (const { path, flag, variable, type } of plain) {
    const [value, text] = samples[type] as [unknown, string]
    const tree = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object
    const at = (config: unknown) =>
      path.reduce<unknown>((branch, key) => (branch as Record<string, unknown>)[key], config)
    const base = path[0] === 'dev' ? {} : { dev: true }
    expect(at(load({ ...base, ...tree }))).toBe(value)
    expect(at(load(base, { [variable]: text }))).toBe(value)
    expect(at(load(base, {}, type === 'boolean' ? [`--${flag}`] : [`--${flag}`, text]))).toBe(value)
  }
})

test('flags and variables are unique', () => {
  expect(new Set(LEAVES.map(({ flag }) => flag)).size).toBe(LEAVES.length)
  expect(new Set(LEAVES.map(({ path }) => path.join('.'))).size).toBe(LEAVES.length)
})

test('any JSON is taken or answered with a message, never with a fault', () => {
  const key = fc.constantFrom('port', 'rooms', 'log', 'kind', 'keys', 'tls', 'connections', 'frames', 'x', '__proto__')
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 3 }, fc.jsonValue(), fc.dictionary(key, tie('tree'))),
  }))
  fc.assert(
    fc.property(tree, (config) => {
      try {
        load(config)
      } catch (error) {
        expect((error as Error).constructor.name).toBe('UsageError')
      }
    }),
  )
})

test('didYouMean offers what is near and nothing else', () => {
  expect(didYouMean('prot', ['port', 'host'])).toBe('; did you mean "port"?')
  expect(didYouMean('colour', ['port', 'host'])).toBe('')
})

describe('what is generated from the schema', () => {
  const root = join(__dirname, '../../..')

  test('docs/operations.md has the table of today; mend it with: node scripts/operations-doc.mjs', () => {
    const page = readFileSync(join(root, 'docs/operations.md'), 'utf8').replace(/ +/g, ' ')
    for (const row of optionsTable().split('\n').slice(2)) expect(page).toContain(row.replace(/ +/g, ' '))
    const [, table = ''] = page.split(/<!-- \/?options -->/)
    expect(table.split('\n').filter((line) => line.startsWith('| `'))).toHaveLength(LEAVES.length)
  })

  test('deploy/gateway.example.json is what it is today, and is valid but for its key file', () => {
    const file = join(root, 'deploy/gateway.example.json')
    expect(existsSync(file)).toBe(true)
    const example = JSON.parse(readFileSync(file, 'utf8')) as unknown
    expect(example).toEqual(JSON.parse(JSON.stringify(exampleConfig())))
    expect(load(example, {}, [], { '/etc/lianmai/keys': KEY }).log).toMatchObject({ kind: 'journal' })
  })
})
