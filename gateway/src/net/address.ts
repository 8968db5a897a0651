/** Who a connection counts as. */
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/**
 * The peer's address, or the one that the outermost of `hops` trusted proxies saw. A proxy appends the address it was
 * called from, so only the last `hops` entries of X-Forwarded-For are worth anything; the rest is what the client made up.
 */
export function clientAddress(request: IncomingMessage, hops: number): string {
  const remote = request.socket.remoteAddress ?? ''
  if (hops === 0) return remote
  const header = request.headers['x-forwarded-for']
  const entries = String(header ?? '')
    .split(',')
    .map((entry) => entry.trim())
  const address = entries.at(-hops) ?? ''
  return isIP(address) ? address : remote
}

/** The first 64 bits, as eight bytes in hex: what one IPv6 customer is given at least, to use as they like. */
function prefix(address: string): string {
  const [head = '', tail] = address.split('::')
  const before = head.split(':').filter(Boolean)
  const after = tail?.split(':').filter(Boolean) ?? []
  const zeros = new Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
  const groups = tail === undefined ? before : [...before, ...zeros, ...after]
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':')
}

/** What connections are counted by: an IPv4 address, or the /64 of an IPv6 address. */
export function addressKey(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  return mapped ?? (isIP(address) === 6 ? `${prefix(address)}::/64` : address)
}

/** How many of each there are. */
export class Headcount {
  private readonly counts = new Map<string, number>()

  constructor(private readonly max: number) {}

  /** Of these there are as many as there may be. */
  full(key: string): boolean {
    return (this.counts.get(key) ?? 0) >= this.max
  }

  enter(key: string): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1)
  }

  leave(key: string): void {
    const count = (this.counts.get(key) ?? 0) - 1
    if (count > 0) this.counts.set(key, count)
    else this.counts.delete(key)
  }
}
