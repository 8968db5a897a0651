import { helpText, readCommandLine } from '../../src/cli-options'
import { resolveOptions } from '../../src/options'

const SECRET = 's'.repeat(32)
const read = (args: string[], env: NodeJS.ProcessEnv = {}, tty = false) => readCommandLine(args, env, tty)

test('--dev needs nothing else and stays on this machine', () => {
  expect(read(['--dev'])).toEqual({
    run: 'serve',
    options: { host: '127.0.0.1', keys: [], dev: true },
    devRoom: 'demo',
    logFormat: 'json',
  })
})

test('the environment says the same as the command line, which wins', () => {
  const env = { LIANMAI_KEY: `k1:${SECRET} k2:${SECRET}`, LIANMAI_PORT: '1', LIANMAI_PUBLIC_URL: 'https://a.example' }
  expect(read(['--port', '2', '--rtmp-port', '0'], env, true)).toMatchObject({
    options: {
      port: 2,
      rtmpPort: 0,
      host: '0.0.0.0',
      publicUrl: 'https://a.example',
      keys: [
        { kid: 'k1', secret: SECRET },
        { kid: 'k2', secret: SECRET },
      ],
      dev: false,
    },
    logFormat: 'text',
  })
  expect(read([], { LIANMAI_DEV: '1', LIANMAI_DEV_ROOM: 'x' })).toMatchObject({ options: { dev: true }, devRoom: 'x' })
})

test.each<[string[], NodeJS.ProcessEnv, RegExp]>([
  [[], {}, /No key[\s\S]*randomBytes[\s\S]*--dev/],
  [['--prot', '1'], {}, /--prot.*--help/],
  [['serve'], {}, /'serve'/],
  [['--dev', '--port', '70000'], {}, /--port must be a number from 0 to 65535, not "70000"/],
  [['--dev', '--port', 'x'], {}, /--port must be a number/],
  [
    ['--dev', '--feed', 'door.flv'],
    {},
    /--feed must be room\/stream=file\.flv, like demo\/door=door\.flv, not "door\.flv"/,
  ],
  [['--dev', '--feed', 'wall=door.flv'], {}, /--feed must be room\/stream=file\.flv/],
  [['--dev', '--rtmp-port', '-1'], {}, /rtmp-port/],
  [['--key', 'short'], {}, /kid:secret/],
  [['--key', 'k1:short'], {}, /at least 32 characters.*Make one/],
  [['--dev', '--dev-room', 'a b'], {}, /--dev-room/],
  [['--dev', '--log-format', 'xml'], {}, /text or json/],
  [[], { LIANMAI_DEV: 'yes' }, /LIANMAI_DEV must be 1 or 0/],
])('%j %j: says what is wrong', (args, env, message) => {
  expect(() => read(args, env)).toThrow(message)
})

test('--help names every option and its variable', () => {
  const text = helpText()
  for (const name of [
    'port',
    'rtmp-port',
    'host',
    'public-url',
    'public-rtmp-url',
    'key',
    'dev',
    'dev-room',
    'log-format',
  ]) {
    expect(text).toContain(`--${name}`)
    expect(text).toContain(`LIANMAI_${name.toUpperCase().replaceAll('-', '_')}`)
  }
  expect(read(['-h']).run).toBe('help')
  expect(read(['--version']).run).toBe('version')
})

test.each<[object, RegExp]>([
  [{}, /at least one key/],
  [{ dev: true, port: -1 }, /port must be/],
  [{ dev: true, publicUrl: 'live.example.com' }, /publicUrl must be an address like/],
  [{ dev: true, publicUrl: 'https://live.example.com/path' }, /nothing else/],
  [{ dev: true, publicUrl: `https://${'x'.repeat(50)}.com` }, /long RTMP addresses/],
  [{ dev: true, publicRtmpUrl: 'http://live.example.com' }, /rtmps: or rtmp:/],
  [{ dev: true, rooms: { seats: 0 } }, /seats must be a number of at least 1/],
  [{ dev: true, connections: { heartbeat: NaN } }, /heartbeat/],
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
