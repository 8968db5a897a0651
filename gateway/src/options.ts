import { optionsSchema, type OptionsInput, type OptionsOutput } from './config/schema'
import { sentences } from './config/problems'
import { checkFeed } from './feeds/feeds'
import type { FeedOptions } from './feeds/feed'
import { KeyRing, randomKey, type Key } from './auth/keys'
import { silent, type Report } from './report'
import type { LogEngine } from './room/log'

/** What `createGateway` takes: every option of docs/operations.md by its key, and what no file can hold. */
export interface GatewayOptions extends OptionsInput {
  /** Keys that tokens may be signed with; the first also signs media addresses. */
  keys?: readonly Key[]
  /** Files that are pushed in a loop from the start: cameras of a demo, a picture for who is not on air. Default: none. */
  feeds?: readonly FeedOptions[]
  /** Where rooms keep their logs, instead of `log`. Default: this process's memory. */
  engine?: LogEngine
  /** Told what happens. Default: nobody. */
  report?: Report
  /** Server time, ms. Default `Date.now`. */
  now?: () => number
}

export interface Settings extends OptionsOutput {
  host: string
  keys: KeyRing
  feeds: readonly FeedOptions[]
  engine: LogEngine | undefined
  report: Report
  now: () => number
}

/** Fills in the defaults. @throws TypeError that names the option and says what it should be */
export function resolveOptions(options: GatewayOptions): Settings {
  const { keys = [], feeds = [], engine, report = silent, now = Date.now, ...data } = options
  const parsed = optionsSchema.safeParse(data)
  if (!parsed.success) throw new TypeError(sentences(parsed.error.issues, data, () => undefined).join('. '))
  const { dev, host = '127.0.0.1', rtmpsPort, tls } = parsed.data
  if (rtmpsPort !== undefined && tls.cert === undefined) throw new TypeError('rtmpsPort needs tls.cert and tls.key')
  return {
    ...parsed.data,
    host,
    keys: new KeyRing(keys.length === 0 && dev ? [randomKey()] : keys),
    feeds: feeds.map(checkFeed),
    engine,
    report,
    now,
  }
}
