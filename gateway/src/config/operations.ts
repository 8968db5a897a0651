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
  sync: field(z.enum(['write', 'flush']).default('write'), {
    flag: 'journal-sync',
    help: 'journal: acknowledged when written (survives the process) or flushed to the disk (survives a power cut, slower)',
  }),
})

function redisUrl(text: string): boolean {
  return URL.canParse(text) && /^rediss?:$/.test(new URL(text).protocol)
}

const redis = z.strictObject({
  kind: kind('redis'),
  url: field(z.string().refine(redisUrl, 'must be redis://[user:password@]host:port or rediss://...'), {
    flag: 'redis-url',
    help: 'redis: where it is',
    secret: true,
    value: 'url',
  }),
  prefix: field(
    z
      .string()
      .regex(/^[A-Za-z0-9_.:-]{1,32}$/, 'must be 1-32 letters, digits, "_", ".", ":" or "-"')
      .default('lianmai'),
    {
      flag: 'redis-prefix',
      help: 'redis: keys and channels begin with this; one a deployment',
      value: 'name',
    },
  ),
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
