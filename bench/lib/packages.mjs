// What is measured: our gateway, bundled from its sources, and the peers, installed when a bench needs them.
import { build } from 'esbuild'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

/** For `require` of a peer's package. */
export const peer = createRequire(path.resolve('bench/peers/package.json'))

/** @param name a package that only this bench needs */
export function installPeers(name) {
  if (existsSync(`bench/peers/node_modules/${name}`)) return
  execFileSync('npm', ['ci', '--prefix', 'bench/peers'], { stdio: 'inherit', shell: process.platform === 'win32' })
}

const ENTRY = `
export * from './index'
export { journalEngine } from './log/journal/index'
export { redisEngine } from './log/redis/index'
export { memoryEngine } from './room/memory-log'
export { Room } from './room/room'
export { Ring } from './room/ring'
export { Senders } from './room/senders'
export { Connection } from './net/connection'
export { Session } from './net/session'
`

/**
 * The gateway as it stands in the sources, with some of its insides to count.
 * @returns a file to import
 */
export async function buildGateway() {
  const outfile = path.resolve('node_modules/.cache/lianmai-bench/gateway.mjs')
  mkdirSync(path.dirname(outfile), { recursive: true })
  await build({
    stdin: { contents: ENTRY, resolveDir: path.resolve('gateway/src'), loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  })
  return outfile
}
