// TypeScript of this repository as a module that a benchmark can load.
import { build } from 'esbuild'
import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

/**
 * @param name of the file it becomes
 * @param folder where `contents` imports from, and what `__dirname` is in the modules: harnesses find their neighbours by it
 * @param contents TypeScript, mostly `export * from './x'`
 */
export async function loadTypeScript(name, folder, contents) {
  const resolveDir = path.resolve(folder)
  const outfile = path.resolve(`node_modules/.cache/lianmai-bench/${name}.cjs`)
  mkdirSync(path.dirname(outfile), { recursive: true })
  await build({
    stdin: { contents, resolveDir },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    alias: { '@lianmai/flv': path.resolve('flv/src/index.ts') },
    define: { __dirname: JSON.stringify(resolveDir) },
  })
  return createRequire(outfile)(outfile)
}
