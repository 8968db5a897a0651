/** The one schema: the file, the environment, the command line and `createGateway` are all checked by it. */
import { z } from 'zod'
import { apiOptions } from '../api/options'
import { parseKey } from '../auth/keys'
import { checkFeed } from '../feeds/feeds'
import { mediaServers } from '../media-servers/options'
import { webhookOptions } from '../webhooks/options'
import { ID_PATTERN } from '../wire'
import { field, ms, readAs } from './field'
import { connections, rooms } from './limits'
import { network } from './network'
import { log, logging, metrics, shutdown } from './operations'

/** What a program passes as it is and an operator writes down. */
const shared = {
  ...network,
  dev: field(z.boolean().default(false), {
    help: 'development: POST /dev/token gives out tokens on this machine, random key, rooms in memory',
    common: true,
  }),
  urlTtl: ms(600_000, 1_000, { help: 'how long a push or play address may be used to connect' }),
  publishGrace: ms(5_000, 0, { help: 'how long a stream waits for its publisher to come back' }),
  reconcileEvery: ms(15_000, 100, {
    help: "how often media servers' own lists of streams are compared with the rooms",
  }),
  mediaServers: field(mediaServers, {
    help: 'SRS, nginx-rtmp and CDNs that carry streams instead of the relay; docs/media-servers.md',
    value: 'json',
    otherwise: 'none',
    secret: true,
  }),
  webhooks: field(webhookOptions.prefault({}), {
    help: 'what the backend is told, and where',
    value: 'json',
    otherwise: 'none',
    secret: true,
  }),
  api: field(apiOptions.prefault({}), {
    help: 'HTTP API: static keys, and how many requests a second; docs/http-api.md',
    value: 'json',
    otherwise: 'tokens with the claim "api" alone',
    secret: true,
  }),
  rooms,
  connections,
  shutdown,
  metrics,
}

function parseFeed(text: string): { to: string; file: string } {
  const [, to = '', file = ''] = /^([^=]*)=(.+)$/.exec(text) ?? []
  try {
    return checkFeed({ to, file })
  } catch {
    throw new TypeError(`must be room/stream=file.flv, like demo/door=door.flv, not "${text}"`)
  }
}

/** How to make a key; printed where one is missing. */
export const KEY_RECIPE = `node -p "'k1:' + require('crypto').randomBytes(32).toString('base64url')"`

function readKey(text: string): ReturnType<typeof parseKey> {
  try {
    return parseKey(text)
  } catch (error) {
    throw new TypeError(`is no key: ${(error as Error).message}. Make one: ${KEY_RECIPE}`)
  }
}

/** What the command is configured with. */
export const configSchema = z.strictObject({
  ...shared,
  log: field(log.optional(), {
    flag: 'log',
    help: 'where rooms are kept: in memory (lost when it stops), in a journal on this disk, in Redis for several gateways',
    value: 'memory|journal|redis',
    otherwise: 'journal; with dev memory',
    common: true,
  }),
  keys: field(z.array(readAs(readKey)).default([]), {
    flag: 'key',
    help: 'token keys, kid:secret with 32+ characters; the first signs, all verify',
    value: 'kid:secret',
    secret: true,
    common: true,
  }),
  feeds: field(z.array(readAs(parseFeed)).default([]), {
    flag: 'feed',
    help: 'FLV files that are pushed in a loop: room/stream=door.flv',
    value: 'to=file',
  }),
  devRoom: field(z.string().regex(ID_PATTERN, 'must be 1-48 letters, digits, "_" or "-"').default('demo'), {
    help: 'room whose RTMP ingest address dev prints',
    value: 'id',
  }),
  logging,
})

/** What `createGateway` takes, beside what no file can hold: keys, feeds, engine, report, clock. */
export const optionsSchema = z.strictObject({ ...shared, log: log.default({ kind: 'memory' }) })

export type Config = z.output<typeof configSchema>
export type OptionsInput = z.input<typeof optionsSchema>
export type OptionsOutput = z.output<typeof optionsSchema>
