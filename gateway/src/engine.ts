/** Where rooms keep their logs, as configured. */
import type { OptionsOutput } from './config/schema'
import { journalEngine } from './log/journal/index'
import { redisEngine } from './log/redis/index'
import type { Report } from './report'
import type { LogEngine } from './room/log'
import { memoryEngine } from './room/memory-log'

/**
 * Opens the engine that `log` names.
 * @param ring events kept per room
 * @throws TypeError on options that cannot be; Error when it cannot be opened
 */
export async function openEngine(log: OptionsOutput['log'], ring: number, report: Report): Promise<LogEngine> {
  switch (log.kind) {
    case 'memory':
      return memoryEngine(ring)
    case 'journal': {
      const { dir, sync } = log
      return journalEngine({ dir, sync, ring, report })
    }
    case 'redis': {
      const { url, prefix, ttl, timeout, dead, sentinelPassword } = log
      const password = sentinelPassword === undefined ? {} : { sentinelPassword }
      return redisEngine({ url, prefix, ttl, timeout, dead, ring, report, ...password })
    }
  }
}
