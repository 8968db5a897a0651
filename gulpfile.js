// Builds everything: the kit (as WeChat's npm build takes it), the Node packages, and the demo's miniprogram_npm.

const { execFile } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { promisify } = require('node:util')
const { src, dest, series, parallel, watch } = require('gulp')
const ts = require('gulp-typescript')
const esbuild = require('esbuild')

const OUT = 'miniprogram_dist'
// Globs with a folder in front: one that starts with braces makes gulp walk everything, node_modules too.
const SOURCES = ['components/**/*.ts', 'store/**/*.ts', 'src/**/*.ts', 'types/**/*.d.ts']
// Not `isolatedModules`, which the type-check has on: gulp-typescript would then emit no declarations.
const project = ts.createProject('tsconfig.json', { isolatedModules: false })

/**
 * The kit's scripts, one file each: what a file boundary costs is paid once, and private modules stay private. A module outside
 * a bundle's own folder is reached through the index of its layer. Arrows: src <- store <- components.
 */
const BUNDLES = [
  'src/index',
  'src/codes/index',
  'src/interop/index',
  'src/preflight/index',
  'src/provider/simulated/index',
  'src/provider/url/index',
  'src/provider/zego/index',
  'src/provider/trtc/index',
  'src/provider/messages/index',
  'store/index',
]

/** Public entry points beside components/, store/ and src/: WeChat's npm build ignores `exports`, so each is a real file. */
const ENTRIES = {
  index: './store/index',
  core: './src/index',
  codes: './src/codes/index',
  interop: './src/interop/index',
  preflight: './src/preflight/index',
  'providers/gateway': '../src/provider/gateway/index',
  'providers/simulated': '../src/provider/simulated/index',
  'providers/url': '../src/provider/url/index',
  'providers/zego': '../src/provider/zego/index',
  'providers/trtc': '../src/provider/trtc/index',
  'providers/messages': '../src/provider/messages/index',
}

/** `lianmai/ui`: what an app tells the components before the first page opens. */
const UI = ['extendMessages', 'registerMessageFilter']
const UI_TYPES = ['FilteredMessage', 'MessageFilter', 'MessageKey']

async function clean() {
  await fs.promises.rm(OUT, { recursive: true, force: true })
}

/** Checks the types and writes the declarations, file by file as in the sources. */
function types() {
  const { dts } = src(SOURCES, { base: '.' }).pipe(project())
  return dts.pipe(dest(OUT))
}

/** Sends an import that leaves `folder` to the index of the layer it is in, which must export what is wanted. */
const layers = (folder) => ({
  name: 'layers',
  setup(build) {
    build.onResolve({ filter: /^\.{1,2}\// }, ({ path: wanted, resolveDir, importer }) => {
      if (!importer) return undefined
      const target = path.relative(__dirname, path.resolve(resolveDir, wanted))
      if (!path.relative(folder, target).startsWith('..')) return undefined
      // Holds no state of its own, and the core has no use for it: each provider that wants it has a copy.
      if (/^src\/provider\/link(\/|$)/.test(target)) return undefined
      const layer = /^(src\/codes|src\/preflight|src|store|components\/shared)\//.exec(target)?.[1]
      // What one component takes of another holds no state: each has its own.
      if (!layer) return undefined
      const index = path.join(layer, 'index')
      const name = path.posix.join(path.relative(folder, path.dirname(index)), path.basename(index))
      return { path: name.startsWith('.') ? name : `./${name}`, external: true }
    })
  },
})

const COMMON = { outdir: OUT, outbase: '.', format: 'cjs', target: 'es2018', charset: 'utf8', logLevel: 'warning' }

async function scripts() {
  const files = await fs.promises.readdir('components', { recursive: true })
  // A component's folder may hold small ones of its own, a generic's default for instance.
  const components = files.filter((name) => name.endsWith('.json')).map((name) => `components/${name.slice(0, -5)}`)
  await Promise.all(
    [...BUNDLES, 'components/shared/index', ...components].map((name) =>
      esbuild.build({
        ...COMMON,
        entryPoints: [`${name}.ts`],
        bundle: true,
        external: ['mobx-miniprogram', 'mobx-miniprogram-bindings'],
        plugins: [layers(path.dirname(name))],
      }),
    ),
  )
  // Part of the core already, under its own path for those who pass options to it.
  const gateway = path.join(OUT, 'src/provider/gateway/index.js')
  await fs.promises.mkdir(path.dirname(gateway), { recursive: true })
  await fs.promises.writeFile(gateway, "exports.gateway = require('../../index').gateway\n")
}

function assets() {
  return src('components/**/*.{wxml,wxss,json,wxs}', { base: '.' }).pipe(dest(OUT))
}

async function entries() {
  for (const [name, target] of Object.entries(ENTRIES)) {
    const file = path.join(OUT, name)
    await fs.promises.mkdir(path.dirname(file), { recursive: true })
    await fs.promises.writeFile(`${file}.js`, `module.exports = require('${target}')\n`)
    await fs.promises.writeFile(`${file}.d.ts`, `export * from '${target}'\n`)
  }
  const shared = './components/shared/index'
  const pick = UI.map((name) => `exports.${name} = shared.${name}\n`).join('')
  await fs.promises.writeFile(path.join(OUT, 'ui.js'), `const shared = require('${shared}')\n${pick}`)
  const types = `export { ${UI.join(', ')} } from '${shared}'\nexport type { ${UI_TYPES.join(', ')} } from '${shared}'\n`
  await fs.promises.writeFile(path.join(OUT, 'ui.d.ts'), types)
}

function bundle(folder, entryPoints, options = {}) {
  return async () => {
    await fs.promises.rm(`${folder}/dist`, { recursive: true, force: true })
    await esbuild.build({
      entryPoints: entryPoints.map((name) => `${folder}/src/${name}.ts`),
      outdir: `${folder}/dist`,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      logLevel: 'warning',
      ...options,
    })
  }
}

const flv = bundle('flv', ['index'], { platform: 'neutral' })
const gateway = bundle('gateway', ['index', 'cli', 'server'])
const preview = bundle('preview', ['index', 'cli'])

/** Declarations of the Node packages, for publishing; running them needs none. */
function declarations(folder) {
  const task = async () => {
    const tsc = require.resolve('typescript/bin/tsc')
    await promisify(execFile)(process.execPath, [tsc, '-p', folder])
  }
  return Object.assign(task, { displayName: `declarations of ${folder}` })
}

/** What "构建 npm" does in the WeChat IDE, for the demo: the kit copied whole, the MobX packages bundled to one file each. */
async function demoNpm() {
  const npm = 'demo/miniprogram_npm'
  await fs.promises.rm(npm, { recursive: true, force: true })
  await fs.promises.cp(OUT, `${npm}/lianmai`, { recursive: true })
  for (const name of ['mobx-miniprogram', 'mobx-miniprogram-bindings']) {
    const root = path.dirname(require.resolve(`${name}/package.json`))
    const { miniprogram, main } = JSON.parse(await fs.promises.readFile(`${root}/package.json`, 'utf8'))
    if (miniprogram) await fs.promises.cp(path.join(root, miniprogram), `${npm}/${name}`, { recursive: true })
    else
      await esbuild.build({
        entryPoints: [path.join(root, main)],
        outfile: `${npm}/${name}/index.js`,
        bundle: true,
        format: 'cjs',
        target: 'es2018',
        define: { 'process.env.NODE_ENV': '"production"' },
      })
  }
}

const kit = series(clean, parallel(scripts, types, assets), entries)
/** Without types checked and declared, in a tenth of the time: the demo does not make a person wait. */
const quickKit = series(clean, parallel(scripts, assets), entries)

exports.kit = kit
exports.node = parallel(flv, gateway, preview)
/** What the gateway's container image is built of. */
exports.gateway = parallel(flv, gateway)
exports.declarations = series(exports.node, ...['flv', 'gateway', 'preview'].map(declarations))
exports.demo = series(parallel(quickKit, exports.node), demoNpm)
exports.default = series(parallel(kit, exports.node), demoNpm)
exports.watch = () => {
  watch(['{components,store,src}/**/*.{ts,wxml,wxss,json,wxs}'], { ignoreInitial: false }, series(quickKit, demoNpm))
}
