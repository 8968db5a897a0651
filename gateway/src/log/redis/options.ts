import type { Report } from '../../report'

export interface RedisOptions {
  /**
   * Where Redis (or Valkey) is; several are taken together, e.g. a cluster's seeds:
   * - `redis://[user:password@]host[:port][/database]`, one server
   * - `redis+sentinel://[user:password@]host[:port],host[:port]/master`, whatever these sentinels call that master's primary
   * - `redis+cluster://[user:password@]host[:port],host[:port]`, a cluster, found by these of its servers
   *
   * `rediss` in place of `redis`: over TLS. User and password are the data servers'.
   */
  url: string | readonly string[]
  /** Password of the sentinels themselves. */
  sentinelPassword?: string
  /** What all keys begin with: gateways with the same prefix on the same Redis serve the same rooms. Default `lianmai`. */
  prefix?: string
  /** Events kept per room for clients that come back. Default 4,096. */
  ring?: number
  /** Rooms that nobody has open are forgotten by Redis after this, ms. Default 86,400,000 (a day). */
  ttl?: number
  /** What Redis has not answered after this is given up, ms. Default 1,000. */
  timeout?: number
  /** A gateway says so often that it lives, ms. Default 1,000. */
  beat?: number
  /** A gateway that has not said so for this long is taken for dead, ms. Default 6,000. */
  dead?: number
  /** Every open room compares itself with Redis at least so often, ms. Default 3,000. */
  refresh?: number
  /** Hears of lost connections and the like. Default: nobody. */
  report?: Report
}

export type RedisSettings = Required<Omit<RedisOptions, 'sentinelPassword'>> & Pick<RedisOptions, 'sentinelPassword'>

const PREFIX = /^[A-Za-z0-9_.:-]{1,40}$/
const DEFAULTS = {
  prefix: 'lianmai',
  ring: 4_096,
  ttl: 86_400_000,
  timeout: 1_000,
  beat: 1_000,
  dead: 6_000,
  refresh: 3_000,
  report: () => undefined,
} satisfies Omit<RedisSettings, 'url' | 'sentinelPassword'>

/** @throws TypeError that says which option is wrong */
export function settingsOf(options: RedisOptions): RedisSettings {
  const settings = { ...DEFAULTS, ...options }
  if (!PREFIX.test(settings.prefix)) throw new TypeError('Redis prefix: use 1-40 letters, digits, "_", ".", ":" or "-"')
  for (const name of ['ring', 'ttl', 'timeout', 'beat', 'dead', 'refresh'] as const) {
    const value = settings[name]
    if (!Number.isSafeInteger(value) || value < 1) throw new TypeError(`Redis ${name}: use a whole number from 1 up`)
  }
  if (settings.dead < 2 * settings.beat) {
    throw new TypeError('Redis dead: use at least twice the beat, or living gateways are taken for dead')
  }
  return settings
}
