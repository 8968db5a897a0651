// docs/openapi.json from the gateway's table of operations.
//   node scripts/openapi.mjs            writes it
//   node scripts/openapi.mjs --check    fails when it is stale
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import prettier from 'prettier'

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const FILE = path.join(ROOT, 'docs/openapi.json')

async function load() {
  // Beside the sources, so that what is not bundled is found.
  const folder = mkdtempSync(path.join(ROOT, 'node_modules', '.openapi-'))
  const outfile = path.join(folder, 'openapi.mjs')
  try {
    await build({
      entryPoints: [path.join(ROOT, 'gateway/src/api/openapi.ts')],
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      alias: { '@lianmai/flv': path.join(ROOT, 'flv/src/index.ts') },
      outfile,
    })
    return await import(pathToFileURL(outfile).href)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const { openApiDocument } = await load()
const options = { ...(await prettier.resolveConfig(FILE)), parser: 'json' }
const text = await prettier.format(JSON.stringify(openApiDocument()), options)
let before = ''
try {
  before = readFileSync(FILE, 'utf8')
} catch (error) {
  if (error.code !== 'ENOENT') throw error
}
if (before !== text && process.argv.includes('--check')) {
  console.error('stale: docs/openapi.json; run node scripts/openapi.mjs')
  process.exitCode = 1
} else if (before !== text) writeFileSync(FILE, text)
