/** The gateway and the crew as programs of their own: bundled from the sources as they stand, into a temp folder. */
import { buildSync } from 'esbuild'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const ROOT = path.resolve(__dirname, '../../../..')
const programs = new Map<string, string>()
let folder: string | undefined

/**
 * @param entry a file beside this one
 * @returns the program's path; it lies outside the repository and finds its packages all the same
 */
export function programOf(entry: 'node-main' | 'crew-main'): string {
  const known = programs.get(entry)
  if (known !== undefined) return known
  if (folder === undefined) {
    const made = (folder = mkdtempSync(path.join(tmpdir(), 'lianmai-faults-')))
    process.once('exit', () => rmSync(made, { recursive: true, force: true }))
  }
  const outfile = path.join(folder, `${entry}.cjs`)
  buildSync({
    entryPoints: [path.join(ROOT, 'gateway/test/support/faults', `${entry}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    alias: { '@lianmai/flv': path.join(ROOT, 'flv/src/index.ts') },
    external: ['bufferutil', 'utf-8-validate'],
    logLevel: 'error',
  })
  programs.set(entry, outfile)
  return outfile
}
