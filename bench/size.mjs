// Bytes of the built kit: raw, minified (terser, csso), and gzip -9 of everything minified, concatenated.
// Parts: `kit` (without the providers zego, trtc, messages, url, simulated), `core` (lianmai/core with the gateway provider), each
// component, and what each of these providers adds to an app that has the kit: `provider-zego`, beyond the vendor's SDK. Of that, and
// of `provider-messages`, `provider-link` is mic-link among phones.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { minify as csso } from 'csso'
import { build } from 'esbuild'
import { minify as terser } from 'terser'

const DIST = 'miniprogram_dist'
const OTHER_PROVIDERS = /\/providers?\/(zego|trtc|messages|url|simulated)(\/|\.js$)/
const SHIPPED = /\.(js|wxml|wxss|wxs|json)$/

function walk(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name)
    return entry.isDirectory() ? walk(file) : SHIPPED.test(file) ? [file] : []
  })
}

/** Files a script requires, itself included. */
function closure(file, seen = new Set()) {
  if (seen.has(file)) return seen
  seen.add(file)
  for (const [, name] of readFileSync(file, 'utf8').matchAll(/require\(["'](\.[^"']+)["']\)/g)) {
    const base = path.posix.join(path.posix.dirname(file), name)
    const target = [`${base}.js`, `${base}/index.js`, base].find(
      (candidate) => existsSync(candidate) && SHIPPED.test(candidate),
    )
    if (target) closure(target, seen)
  }
  return seen
}

const script = async (source) => (await terser(source, { ecma: 2018, toplevel: true })).code

async function minified(file) {
  const source = readFileSync(file, 'utf8')
  if (file.endsWith('.js')) return script(source)
  if (file.endsWith('.wxss')) return csso(source).css
  if (file.endsWith('.json')) return JSON.stringify(JSON.parse(source))
  if (file.endsWith('.wxml'))
    return source
      .replace(/<!--[\s\S]*?-->|\n\s*(?=\n)/g, '')
      .replace(/>\s+</g, '><')
      .replace(/\s+/g, ' ')
  // wxs has its own dialect that terser parses as a script.
  return (await terser(source, { ecma: 5, compress: false })).code
}

const sizes = (raw, text) => ({ raw, min: Buffer.byteLength(text), gz: gzipSync(text, { level: 9 }).length })

async function measure(files) {
  const raw = files.reduce((sum, file) => sum + readFileSync(file).length, 0)
  return sizes(raw, (await Promise.all(files.map(minified))).join('\n'))
}

/** A folder that is a file of its own nowhere, as gulpfile.js would bundle it. */
async function measureFolder(folder) {
  const outside = {
    name: 'outside',
    setup: ({ onResolve }) => onResolve({ filter: /^\.\.\// }, ({ path: name }) => ({ path: name, external: true })),
  }
  const { outputFiles } = await build({
    entryPoints: [`${folder}/index.ts`],
    bundle: true,
    write: false,
    format: 'cjs',
    target: 'es2018',
    charset: 'utf8',
    plugins: [outside],
  })
  const [{ contents, text }] = outputFiles
  return sizes(contents.length, await script(text))
}

export async function run() {
  if (!existsSync(DIST)) throw new Error('build first: npm run build')
  const all = walk(DIST)
  const result = {
    kit: await measure(all.filter((file) => !OTHER_PROVIDERS.test(file))),
    core: await measure([...closure(`${DIST}/core.js`)]),
  }
  for (const name of readdirSync(`${DIST}/components`))
    result[name] = await measure(all.filter((file) => file.startsWith(`${DIST}/components/${name}/`)))
  const kit = closure(`${DIST}/index.js`)
  for (const name of ['zego', 'trtc', 'messages', 'url', 'simulated']) {
    const own = [...closure(`${DIST}/providers/${name}.js`)].filter((file) => !kit.has(file))
    result[`provider-${name}`] = await measure(own)
  }
  result['provider-link'] = await measureFolder('src/provider/link')
  return result
}
