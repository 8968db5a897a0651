/** Do the relays of other gateways live? Asked at their own addresses: their health answer names the process. */
import { RELAY } from '../media-servers/relay-server'

/** Header of every `/healthz` answer: which gateway, since its start. */
export const NODE_HEADER = 'x-lianmai-node'
const TIMEOUT = 2_000
/** An answer is good for so long, ms. */
const FRESH = 5_000

export function foreignRelays(): {
  /** Whether that relay is there, as far as can be told: the address may answer for another one by now. */
  alive(server: string, base: { http: string } | undefined): Promise<boolean>
} {
  const known = new Map<string, { at: number; node: Promise<string | undefined> }>()

  async function ask(http: string): Promise<string | undefined> {
    try {
      const response = await fetch(`${http}/healthz`, { signal: AbortSignal.timeout(TIMEOUT), redirect: 'error' })
      await response.body?.cancel()
      return response.headers.get(NODE_HEADER) ?? undefined
    } catch {
      return undefined // nobody answers: not alive
    }
  }

  return {
    async alive(server, base) {
      if (!server.startsWith(RELAY) || !base) return false
      const now = performance.now()
      const last = known.get(base.http)
      const current = last && now - last.at < FRESH ? last : { at: now, node: ask(base.http) }
      known.set(base.http, current)
      return (await current.node) === server.slice(RELAY.length)
    },
  }
}
