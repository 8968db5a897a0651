/** `@lianmai/gateway/server` is what a backend installs for three functions: it must stay light. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import * as server from '../../src/server'

const ROOT = join(__dirname, '../../..')

/** What the built entry loads: built as gulpfile.js builds it, together with the others, so that shared chunks count. */
async function loaded(entry: string): Promise<{ external: Set<string>; bytes: number }> {
  const { metafile } = await build({
    entryPoints: ['index', 'cli', 'server'].map((name) => join(ROOT, `gateway/src/${name}.ts`)),
    outdir: 'out',
    ...{ bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20', packages: 'external' },
    ...{ metafile: true, write: false, absWorkingDir: ROOT, logLevel: 'silent' },
  })
  const external = new Set<string>()
  let bytes = 0
  const open = [`out/${entry}.js`]
  for (const file of open) {
    const output = metafile.outputs[file]
    bytes += output?.bytes ?? 0
    for (const { path, kind, external: outside } of output?.imports ?? []) {
      if (outside) external.add(path)
      else if (kind === 'import-statement' && !open.includes(path)) open.push(path)
    }
  }
  return { external, bytes }
}

test("it loads nothing but Node's own crypto and zlib", async () => {
  const { external, bytes } = await loaded('server')
  expect(Array.from(external).sort()).toEqual(['node:crypto', 'node:zlib'])
  expect(bytes).toBeLessThan(64 * 1024)
  expect((await loaded('index')).external).toContain('ws')
})

test('each of its functions is on a page of docs/', () => {
  const docs = join(ROOT, 'docs')
  const pages = readdirSync(docs).filter((name) => name.endsWith('.md'))
  const text = pages.map((name) => readFileSync(join(docs, name), 'utf8')).join('\n')
  for (const name of Object.keys(server)) expect(text).toMatch(new RegExp(`\\b${name}\\b`))
})
