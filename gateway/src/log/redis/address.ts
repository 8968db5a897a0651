/** Redis addresses as operators write them. */

export interface Server {
  host: string
  port: number
}

export interface Address {
  kind: 'server' | 'sentinel' | 'cluster'
  /** The server; the sentinels; the cluster's seeds. */
  servers: readonly Server[]
  tls: boolean
  username?: string
  password?: string
  /** `server` only. */
  database?: number
  /** `sentinel` only: the name that the sentinels watch the servers under. */
  master?: string
}

const FORM = /^(rediss?)(?:\+(sentinel|cluster))?:\/\/(?:([^@/]*)@)?([^@/]+)(?:\/([^/?#]*))?$/
const HOST = /^(\[[0-9a-fA-F:.]+\]|[^:[\]\s]+)(?::(\d{1,5}))?$/
const PORT = { server: 6379, cluster: 6379, sentinel: 26379 }
const HELP =
  'use redis://host:port/database, redis+sentinel://host:port,host:port/master or redis+cluster://host:port,host:port' +
  ' (rediss for TLS, user:password@ before the hosts)'

/** Without the password, for people to read. */
export function masked(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//***@')
}

function bad(url: string, why: string): TypeError {
  return new TypeError(`Redis address ${JSON.stringify(masked(url))}: ${why}; ${HELP}`)
}

function serverOf(url: string, text: string, defaultPort: number): Server {
  const [, host, port] = HOST.exec(text) ?? []
  if (!host) throw bad(url, `${JSON.stringify(text)} is no host`)
  if (Number(port ?? defaultPort) > 65_535 || port === '0') throw bad(url, `${port} is no port`)
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? defaultPort) }
}

function decoded(url: string, text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw bad(url, 'write a % in user or password as %25')
  }
}

function credentialsOf(url: string, text: string | undefined): Pick<Address, 'username' | 'password'> {
  if (text === undefined) return {}
  const [, username = '', password] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? []
  return {
    ...(username && { username: decoded(url, username) }),
    ...(password && { password: decoded(url, password) }),
  }
}

function pathOf(url: string, kind: Address['kind'], path: string): Pick<Address, 'database' | 'master'> {
  if (kind === 'sentinel') {
    if (!path) throw bad(url, 'the name of the master is missing at its end')
    return { master: decoded(url, path) }
  }
  if (!path) return {}
  if (kind === 'cluster') throw bad(url, 'a cluster has no databases')
  if (!/^\d{1,4}$/.test(path)) throw bad(url, `${JSON.stringify(path)} is no database number`)
  return { database: Number(path) }
}

function parseOne(url: string): Address {
  const [, scheme, kind = 'server', user, hosts = '', path = ''] = FORM.exec(url.trim()) ?? []
  if (!scheme) throw bad(url, 'this is no Redis address')
  const known = kind as Address['kind']
  const servers = hosts.split(',').map((host) => serverOf(url, host, PORT[known]))
  if (known === 'server' && servers.length > 1) throw bad(url, 'several hosts are a cluster or sentinels')
  return { kind: known, servers, tls: scheme === 'rediss', ...credentialsOf(url, user), ...pathOf(url, known, path) }
}

/**
 * @param urls one address, or several that differ in nothing but their hosts
 * @throws TypeError that says what is wrong and never shows a password
 */
export function addressOf(urls: string | readonly string[]): Address {
  const all = [urls].flat()
  const [first, ...others] = all.map(parseOne)
  if (!first) throw new TypeError(`Redis address: there is none; ${HELP}`)
  if (others.length === 0) return first
  const rest = ({ servers: _, ...address }: Address): string => JSON.stringify(address)
  if (first.kind === 'server' || others.some((other) => rest(other) !== rest(first))) {
    throw bad(all.join(' '), 'several addresses must be of one cluster, or one set of sentinels')
  }
  return { ...first, servers: [first, ...others].flatMap(({ servers }) => servers) }
}
