/** Command line and environment -> options. Pure, so that every message is tested. */
import { parseArgs } from 'node:util'
import { parseKey } from './auth/keys'
import { checkFeed } from './feeds/feeds'
import type { GatewayOptions } from './options'
import { ID_PATTERN } from './wire'

/** A mistake of the caller's; the message says what to do, without a stack. */
export class UsageError extends Error {}

export type CliCommand =
  | { run: 'help' }
  | { run: 'version' }
  | { run: 'serve'; options: GatewayOptions; devRoom: string; logFormat: 'json' | 'text' }

interface OptionRow {
  type: 'string' | 'boolean'
  multiple?: true
  short?: string
  /** Placeholder of the value in --help. */
  value?: string
  help: string
}

const OPTIONS = {
  port: { type: 'string', value: 'n', help: 'HTTP and WebSocket port; 0 picks a free one (8787)' },
  'rtmp-port': { type: 'string', value: 'n', help: 'RTMP port; 0 picks a free one (1935)' },
  host: { type: 'string', value: 'address', help: 'address to listen on (0.0.0.0; with --dev 127.0.0.1)' },
  'public-url': {
    type: 'string',
    value: 'url',
    help: 'how clients reach HTTP and WebSocket, e.g. https://live.example.com',
  },
  'public-rtmp-url': { type: 'string', value: 'url', help: 'how clients reach RTMP, e.g. rtmp://live.example.com' },
  key: {
    type: 'string',
    multiple: true,
    value: 'kid:secret',
    help: 'token key, 32+ characters; repeatable, the first one signs',
  },
  dev: { type: 'boolean', help: 'development: POST /dev/token gives out tokens on this machine, random key' },
  'dev-room': { type: 'string', value: 'id', help: 'room whose RTMP ingest address --dev prints (demo)' },
  feed: {
    type: 'string',
    multiple: true,
    value: 'to=file',
    help: 'pushes an FLV file in a loop: room/stream=door.flv; repeatable',
  },
  'log-format': { type: 'string', value: 'text|json', help: 'lines on stderr (text on a terminal, else json)' },
  help: { type: 'boolean', short: 'h', help: 'this text' },
  version: { type: 'boolean', short: 'v', help: 'the version' },
} as const satisfies Record<string, OptionRow>

type OptionName = keyof typeof OPTIONS
type Values = Partial<Record<OptionName, string | boolean | string[]>>

/** How to make a key; printed where one is missing. */
export const KEY_RECIPE = `node -p "'k1:' + require('crypto').randomBytes(32).toString('base64url')"`

function environmentName(option: string): string {
  return `LIANMAI_${option.toUpperCase().replaceAll('-', '_')}`
}

export function helpText(): string {
  const rows = Object.entries<OptionRow>(OPTIONS).map(([name, { short, value, help }]) => {
    const left = `  ${short ? `-${short}, ` : '    '}--${name}${value ? ` <${value}>` : ''}`
    const variable = short ? '' : `\n${' '.repeat(36)}${environmentName(name)}`
    return `${left.padEnd(36)}${help}${variable}`
  })
  return `lianmai-gateway [options]

Rooms, messages, mic-link and an RTMP / HTTP-FLV / WS-FLV relay in one process.
Try it: lianmai-gateway --dev

${rows.join('\n')}

Every option is also read from the environment, under the name below it; the command line wins. Give keys in
LIANMAI_KEY, several separated by spaces, so that they do not show up in process lists. Make one:
  ${KEY_RECIPE}
`
}

function fromCommandLine(args: readonly string[]): Values {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]}. See lianmai-gateway --help.`)
  }
}

function fromEnvironment(env: NodeJS.ProcessEnv): Values {
  const values: Values = {}
  for (const [name, row] of Object.entries<OptionRow>(OPTIONS)) {
    const text = env[environmentName(name)]
    if (row.short || text === undefined || text === '') continue
    if (row.type === 'boolean' && !['1', 'true', '0', 'false'].includes(text)) {
      throw new UsageError(`${environmentName(name)} must be 1 or 0, not "${text}".`)
    }
    const value = row.type === 'boolean' ? text === '1' || text === 'true' : text
    values[name as OptionName] = row.multiple ? text.split(/\s+/).filter((part) => part !== '') : value
  }
  return values
}

function port(name: 'port' | 'rtmp-port', text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const number = /^\d{1,5}$/.test(text) ? Number(text) : NaN
  if (number <= 65_535) return number
  throw new UsageError(`--${name} must be a number from 0 to 65535, not "${text}".`)
}

/** Leaves out what is undefined: an option that is not given has its default. */
function given<T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never
}

function keys(texts: readonly string[], dev: boolean): GatewayOptions['keys'] {
  if (texts.length === 0 && !dev) {
    throw new UsageError(`No key to check tokens with. Make one and start with it:
  export LIANMAI_KEY=$(${KEY_RECIPE})
  lianmai-gateway
Or, to try things on this machine: lianmai-gateway --dev`)
  }
  try {
    return texts.map(parseKey)
  } catch (error) {
    throw new UsageError(`--key: ${(error as Error).message}. Make one: ${KEY_RECIPE}`)
  }
}

function feeds(texts: readonly string[] | undefined): GatewayOptions['feeds'] {
  return texts?.map((text) => {
    const [, to = '', file = ''] = /^([^=]*)=(.+)$/.exec(text) ?? []
    try {
      return checkFeed({ to, file })
    } catch {
      throw new UsageError(`--feed must be room/stream=file.flv, like demo/door=door.flv, not "${text}".`)
    }
  })
}

/** @throws UsageError */
export function readCommandLine(args: readonly string[], env: NodeJS.ProcessEnv, tty: boolean): CliCommand {
  const line = fromCommandLine(args)
  if (line.help) return { run: 'help' }
  if (line.version) return { run: 'version' }
  const values = { ...fromEnvironment(env), ...line }
  const text = (name: OptionName) => values[name] as string | undefined
  const dev = values.dev === true
  const devRoom = text('dev-room') ?? 'demo'
  if (!ID_PATTERN.test(devRoom))
    throw new UsageError(`--dev-room must be 1-48 letters, digits, "_" or "-", not "${devRoom}".`)
  const logFormat = text('log-format') ?? (tty ? 'text' : 'json')
  if (logFormat !== 'json' && logFormat !== 'text')
    throw new UsageError(`--log-format must be text or json, not "${logFormat}".`)
  const options = given({
    port: port('port', text('port')),
    rtmpPort: port('rtmp-port', text('rtmp-port')),
    host: text('host') ?? (dev ? '127.0.0.1' : '0.0.0.0'),
    publicUrl: text('public-url'),
    publicRtmpUrl: text('public-rtmp-url'),
    keys: keys((values.key ?? []) as string[], dev),
    feeds: feeds(values.feed as string[] | undefined),
    dev,
  })
  return { run: 'serve', options, devRoom, logFormat }
}
