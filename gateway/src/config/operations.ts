/** What an operator sets beside addresses and limits: where rooms are kept, how it stops, what it says about itself. */
import { z } from 'zod'
import { field, ms, optionalPort } from './field'

const kind = <K extends string>(name: K) => z.literal(name)

const memory = z.strictObject({ kind: kind('memory') })

const journal = z.strictObject({
  kind: kind('journal'),
  dir: field(z.string().min(1).default('lianmai-data'), {
    flag: 'journal-dir',
    help: 'journal: folder of the rooms; one gateway a folder',
    value: 'folder',
    example: '/var/lib/lianmai',
  }),
  sync: field(z.enum(['none', 'batch']).default('none'), {
    flag: 'journal-sync',
    help: 'journal: what is acknowledged survives the end of the process (none), or a power cut too, at a few ms a write (batch)',
  }),
})

/** Hosts behind commas are no URL; the engine takes them apart and says what is wrong. */
const REDIS_URL = /^rediss?(\+sentinel|\+cluster)?:\/\/[^\s/]+/

const redis = z.strictObject({
  kind: kind('redis'),
  url: field(
    z.string().regex(REDIS_URL, 'must be like redis://host:6379, redis+sentinel://a,b/master or redis+cluster://a,b'),
    {
      flag: 'redis-url',
      help: 'redis: redis://[user:password@]host, redis+sentinel://a,b/master or redis+cluster://a,b; rediss for TLS',
      secret: true,
      value: 'url',
    },
  ),
  sentinelPassword: field(z.string().min(1).optional(), {
    flag: 'redis-sentinel-password',
    help: 'redis: password of the sentinels themselves',
    secret: true,
    value: 'password',
  }),
  prefix: field(
    z
      .string()
      .regex(/^[A-Za-z0-9_.:-]{1,40}$/, 'must be 1-40 letters, digits, "_", ".", ":" or "-"')
      .default('lianmai'),
    {
      flag: 'redis-prefix',
      help: 'redis: keys and channels begin with this; one a deployment',
      value: 'name',
    },
  ),
  ttl: ms(86_400_000, 1, { flag: 'redis-ttl', help: 'redis: rooms that nobody has open are forgotten after this' }),
  timeout: ms(1_000, 1, { flag: 'redis-timeout', help: 'redis: what has not been answered after this is given up' }),
  dead: ms(6_000, 2_000, {
    flag: 'redis-dead',
    help: 'redis: a gateway that was silent for this long is taken for dead',
  }),
})

/** Where rooms keep their logs. */
export const log = z.discriminatedUnion('kind', [memory, journal, redis])

export const shutdown = z
  .strictObject({
    drainDelay: ms(0, 0, {
      help: 'after SIGTERM: not ready and no newcomers, but still serving, until the load balancer has seen it',
      example: 5_000,
    }),
    drainSpread: ms(1_000, 0, { help: 'clients are told to come back over this time, not all at once' }),
    timeout: ms(20_000, 1, { help: 'after this it exits with whatever is left undone' }),
  })
  .prefault({})

export const metrics = z
  .strictObject({
    port: optionalPort({ help: 'own port for /metrics, /healthz and /readyz', otherwise: 'off', example: 9090 }),
    host: field(z.string().min(1).default('127.0.0.1'), { help: 'address of that port', value: 'address' }),
    token: field(z.string().min(16, 'must have at least 16 characters').optional(), {
      help: 'bearer token of /metrics; with it /metrics is also on the main port',
      secret: true,
      value: 'token',
    }),
  })
  .prefault({})

export const LEVELS = ['debug', 'info', 'warn', 'error'] as const

export const logging = z
  .strictObject({
    format: field(z.enum(['text', 'json']).optional(), {
      flag: 'log-format',
      help: 'lines on stderr',
      otherwise: 'text on a terminal, else json',
      common: true,
    }),
    level: field(z.enum(LEVELS).default('info'), { flag: 'log-level', help: 'least important line that is written' }),
  })
  .prefault({})
