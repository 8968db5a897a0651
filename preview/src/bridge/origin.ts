/** Keeps foreign web pages from reaching addresses of this machine through the bridge. */
import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'

/**
 * True for the preview's own page. The host must also be localhost, an IP address or one of `hosts`: a name that an
 * attacker lets point here (DNS rebinding) has an Origin equal to its Host too. Clients that are no browsers send no
 * Origin and need no protection.
 */
export function isSameOrigin(headers: IncomingHttpHeaders, hosts: readonly string[]): boolean {
  const { host, origin } = headers
  if (origin === undefined) return true
  if (!host || !URL.canParse(origin) || new URL(origin).host !== host.toLowerCase()) return false
  const name = new URL(origin).hostname.replace(/^\[|\]$/g, '')
  return name === 'localhost' || name.endsWith('.localhost') || isIP(name) !== 0 || hosts.includes(name)
}
