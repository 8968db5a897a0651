// Who is measured, and up to how many members by default: what no goal speaks of is not measured at its dearest.
import { existsSync } from 'node:fs'

const ours = (engine) => ({ server: 'lianmai', protocol: 'lianmai', options: { engine }, nodes: 1, upTo: 10_000 })

export const SUBJECTS = {
  lianmai: ours('memory'),
  'lianmai-journal': { ...ours('journal'), needs: 'gateway/src/log/journal', upTo: 5_000 },
  'lianmai-redis': { ...ours('redis'), needs: 'gateway/src/log/redis', upTo: 5_000 },
  'lianmai-redis-2': { ...ours('redis'), needs: 'gateway/src/log/redis', upTo: 5_000, nodes: 2 },
  ws: { server: 'ws', protocol: 'plain', options: {}, nodes: 1, upTo: 10_000 },
  'ws-pre': { server: 'ws', protocol: 'plain', options: { preBuilt: true }, nodes: 1, upTo: 1_000 },
  'socket.io': { server: 'socket-io', protocol: 'socket-io', options: {}, nodes: 1, upTo: 10_000 },
  'socket.io-recovery': {
    ...{ server: 'socket-io', protocol: 'socket-io', options: { recovery: true }, nodes: 1 },
    upTo: 1_000,
  },
  colyseus: { server: 'colyseus', protocol: 'colyseus', options: {}, nodes: 1, upTo: 1_000 },
}

/** @param only names, or undefined for all. @throws on a name that is none */
export function chosen(only) {
  const unknown = (only ?? []).find((name) => !(name in SUBJECTS))
  if (unknown) throw new Error(`no subject "${unknown}"; there are ${Object.keys(SUBJECTS).join(', ')}`)
  return Object.entries(SUBJECTS).filter(([name, { needs }]) => {
    if (only && !only.includes(name)) return false
    if (!needs || existsSync(needs) || existsSync(`${needs}.ts`)) return true
    console.log(`${name}: left out, there is no ${needs}`)
    return false
  })
}
