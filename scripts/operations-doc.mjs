// The options table of docs/operations.md and deploy/gateway.example.json, from gateway/src/config.
//   node scripts/operations-doc.mjs            writes them
//   node scripts/operations-doc.mjs --check    fails, naming each file that is stale
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import prettier from 'prettier'

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const CACHE = path.join(ROOT, 'node_modules/.cache/lianmai-operations-doc.mjs')

/** The gateway's own source, not a build of it that may be older. */
await build({
  entryPoints: [path.join(ROOT, 'gateway/src/config/help.ts')],
  outfile: CACHE,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  alias: { '@lianmai/flv': path.join(ROOT, 'flv/src/index.ts') },
  logLevel: 'error',
})
const { optionsTable, exampleConfig } = await import(CACHE)

const page = readFileSync(path.join(ROOT, 'docs/operations.md'), 'utf8')
const marked = /(<!-- options -->)[\s\S]*(<!-- \/options -->)/
if (!marked.test(page))
  throw new Error('docs/operations.md: the markers <!-- options --> and <!-- /options --> are missing')
const pages = {
  'docs/operations.md': page.replace(marked, (_all, open, close) => `${open}\n\n${optionsTable()}\n\n${close}`),
  'deploy/gateway.example.json': JSON.stringify(exampleConfig()),
}
const stale = []
for (const [name, text] of Object.entries(pages)) {
  const file = path.join(ROOT, name)
  const after = await prettier.format(text, { ...(await prettier.resolveConfig(file)), filepath: file })
  let before = ''
  try {
    before = readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
  if (before === after) continue
  stale.push(name)
  if (!process.argv.includes('--check')) writeFileSync(file, after)
}
if (stale.length > 0 && process.argv.includes('--check')) {
  console.error(`${stale.join(', ')}: stale, run \`node scripts/operations-doc.mjs\``)
  process.exitCode = 1
} else console.log(`${stale.length} files written`)
