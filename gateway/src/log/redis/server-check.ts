import type { Address } from './address'
import { RedisFailure } from './failure'
import type { Link } from './link'

/** A script, because a cluster's client asks all servers for INFO; without a key, because a cluster's server would send it away. */
const INFO = ['EVAL', `return redis.call('INFO')`, '0']

/**
 * Whether what answers can be used at all.
 * @throws RedisFailure that says what to do: a server before version 7, a replica, a cluster by a plain address, one that evicts keys
 */
export async function checkServer(link: Link, { kind }: Address, key: string): Promise<void> {
  const info = String(await link.command(key, INFO))
  const field = (name: string): string => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? ''
  const version = field('redis_version')
  if (Number.parseInt(version, 10) < 7) {
    throw new RedisFailure(`this is Redis ${version}: use Redis 7 or newer, or Valkey`)
  }
  if (field('role') === 'slave') {
    const primary = `${field('master_host')}:${field('master_port')}`
    throw new RedisFailure(`this Redis is a replica, which is read-only: give the address of its primary (${primary})`)
  }
  if (kind === 'server' && field('redis_mode') === 'cluster') {
    throw new RedisFailure('this Redis is part of a cluster: write its address as redis+cluster://host:port')
  }
  const policy = field('maxmemory_policy')
  if (Number(field('maxmemory')) > 0 && policy !== 'noeviction') {
    throw new RedisFailure(
      `this Redis throws keys away when it is full (maxmemory-policy ${policy}), and rooms with them: set it to noeviction`,
    )
  }
}
