import { helpText, readCommandLine } from '../../src/cli-options'
import { LEAVES } from '../../src/config/leaves'
import { resolveOptions } from '../../src/options'

const SECRET = 's'.repeat(32)
const read = (args: string[], env: NodeJS.ProcessEnv = {}, tty = false) => readCommandLine(args, env, tty)

test('--dev needs nothing else and stays on this machine, in memory', () => {
  expect(read(['--dev'])).toMatchObject({
    run: 'serve',
    options: { host: '127.0.0.1', port: 8787, keys: [], dev: true, log: { kind: 'memory' } },
    devRoom: 'demo',
    logging: { format: 'json', level: 'info' },
  })
})

test('otherwise it listens to everybody and keeps its rooms on disk', () => {
  expect(read([], { LIANMAI_KEY: `k1:${SECRET}` })).toMatchObject({
    options: { host: '0.0.0.0', dev: false, log: { kind: 'journal', dir: 'lianmai-data', sync: 'none' } },
  })
})

test('the environment says the same as the command line, which wins', () => {
  const env = { LIANMAI_KEY: `k1:${SECRET} k2:${SECRET}`, LIANMAI_PORT: '1', LIANMAI_PUBLIC_URL: 'https://a.example' }
  expect(read(['--port', '2', '--rtmp-port', '0'], env, true)).toMatchObject({
    options: {
      port: 2,
      rtmpPort: 0,
      publicUrl: 'https://a.example',
      keys: [
        { kid: 'k1', secret: SECRET },
        { kid: 'k2', secret: SECRET },
      ],
    },
    logging: { format: 'text' },
  })
  expect(read([], { LIANMAI_DEV: '1', LIANMAI_DEV_ROOM: 'x' })).toMatchObject({ options: { dev: true }, devRoom: 'x' })
})

test.each<[string[], NodeJS.ProcessEnv, RegExp]>([
  [[], {}, /No key[\s\S]*randomBytes[\s\S]*--dev/],
  [['--prot', '1'], {}, /--prot is no option; did you mean "port"\?.*--help/],
  [['serve'], {}, /'serve'/],
  [['--dev', '--port', '70000'], {}, /--port must be a whole number from 0 to 65535, not 70000/],
  [['--dev', '--port', 'x'], {}, /--port must be a whole number from 0 to 65535, not "x"/],
  [
    ['--dev', '--feed', 'door.flv'],
    {},
    /--feed must be room\/stream=file\.flv, like demo\/door=door\.flv, not "door\.flv"/,
  ],
  [['--dev', '--feed', 'wall=door.flv'], {}, /--feed must be room\/stream=file\.flv/],
  [['--dev', '--rtmp-port', '-1'], {}, /rtmp-port/],
  [['--key', 'short'], {}, /kid:secret/],
  [['--key', 'k1:short'], {}, /at least 32 characters.*Make one/],
  [['--dev', '--dev-room', 'a b'], {}, /--dev-room must be 1-48 letters.*, not "a b"/],
  [['--dev', '--log-format', 'xml'], {}, /--log-format must be text or json, not "xml"/],
  [['--dev', '--log', 'disk'], {}, /--log must be memory, journal or redis, not "disk"/],
  [[], { LIANMAI_DEV: 'yes' }, /LIANMAI_DEV must be true or false \(1 or 0\), not "yes"/],
])('%j %j: says what is wrong', (args, env, message) => {
  expect(() => read(args, env)).toThrow(message)
})

test('--help names every option', () => {
  const text = helpText()
  for (const { flag, holds } of LEAVES) expect(`${text}${holds ? `--${flag} ` : ''}`).toContain(`--${flag} `)
  expect(read(['-h']).run).toBe('help')
  expect(read(['--version']).run).toBe('version')
  expect(read(['--dev', '--check']).run).toBe('check')
})

test.each<[object, RegExp]>([
  [{}, /at least one key/],
  [{ dev: true, port: -1 }, /^port must be a whole number from 0 to 65535, not -1$/],
  [{ dev: true, publicUrl: 'live.example.com' }, /publicUrl must be an address like/],
  [{ dev: true, publicUrl: 'https://live.example.com/path' }, /nothing else/],
  [{ dev: true, publicUrl: `https://${'x'.repeat(50)}.com` }, /long RTMP addresses/],
  [{ dev: true, publicRtmpUrl: 'http://live.example.com' }, /rtmps: or rtmp:/],
  [{ dev: true, rooms: { seats: 0 } }, /^rooms\.seats must be a whole number of at least 1, not 0$/],
  [{ dev: true, rooms: { seat: 1 } }, /^rooms\.seat is no option; did you mean "seats"\?$/],
  [{ dev: true, connections: { heartbeat: NaN } }, /connections\.heartbeat/],
])('options %j: an error that names the option', (options, message) => {
  expect(() => resolveOptions(options)).toThrow(message)
})

test('files to feed, from the command line and the environment', () => {
  const [door, yard] = [
    { to: 'wall/door', file: 'a=b.flv' },
    { to: 'wall/yard', file: '/clips/yard.flv' },
  ]
  expect(read(['--dev', '--feed', 'wall/door=a=b.flv', '--feed', 'wall/yard=/clips/yard.flv'])).toMatchObject({
    options: { feeds: [door, yard] },
  })
  expect(read(['--dev'], { LIANMAI_FEED: 'wall/yard=/clips/yard.flv' })).toMatchObject({ options: { feeds: [yard] } })
})
