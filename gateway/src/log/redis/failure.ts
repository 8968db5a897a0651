/** Redis errors in words an operator can act on. */

const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/^OOM/, 'Redis is full (OOM): raise maxmemory, or move it to a larger machine'],
  [
    /^READONLY/,
    'Redis is read-only (READONLY): this is a replica; give the address of the primary, or of its sentinels',
  ],
  [/^LOADING/, 'Redis is loading its data (LOADING): it will be back'],
  [/^MISCONF/, 'Redis cannot write to its disk (MISCONF): see its log; free space is the usual cure'],
  [/^NOREPLICAS/, 'Redis has fewer good replicas than min-replicas-to-write (NOREPLICAS)'],
  [/^(NOAUTH|WRONGPASS)/, 'Redis refuses the user or password (WRONGPASS): see the address'],
  [
    /^NOPERM/,
    'Redis refuses a command to this user (NOPERM): its ACL must allow scripts, INFO, pub/sub, and the keys and channels of the prefix',
  ],
  [/^CLUSTERDOWN/, 'The Redis cluster has slots without a server (CLUSTERDOWN)'],
  [/^BUSY/, 'Redis is busy with a script (BUSY)'],
  [/^MASTERDOWN/, 'Redis has lost its primary (MASTERDOWN)'],
  [/queue is full/, 'Redis answers too slowly: too many commands wait for it'],
  [
    /client is (closed|offline)|Socket closed|Disconnects client|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|Socket timeout|Connection timeout/i,
    'Redis is away',
  ],
]

/** The engine cannot do this now. `cause`: what Redis or its client said. */
export class RedisFailure extends Error {
  override readonly name: string = 'RedisFailure'
}

/** Redis has not said whether it did it. */
export class RedisTimeout extends RedisFailure {
  constructor(timeout: number) {
    super(`Redis did not answer within ${timeout} ms`)
  }
}

export function failure(error: unknown): RedisFailure {
  if (error instanceof RedisFailure) return error
  const said = error instanceof Error ? error.message : String(error)
  const words = ADVICE.find(([pattern]) => pattern.test(said))?.[1]
  if (words === undefined) return new RedisFailure(`Redis refuses: ${said}`, { cause: error })
  return new RedisFailure(words === 'Redis is away' ? `${words}: ${said}` : words, { cause: error })
}
