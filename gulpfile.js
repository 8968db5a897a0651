// Builds everything: the kit (as WeChat's npm build takes it), the Node packages, and the demo's miniprogram_npm.

const { execFile } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { promisify } = require('node:util')
const { src, dest, series, parallel, watch } = require('gulp')
const ts = require('gulp-typescript')
const esbuild = require('esbuild')

const OUT = 'miniprogram_dist'
// Not `isolatedModules`, which the type-check has on: gulp-typescript would then emit no declarations.
const project = ts.createProject('tsconfig.json', { isolatedModules: false })

/** Public entry points beside components/, store/ and src/: WeChat's npm build ignores `exports`, so each is a real file. */
const ENTRIES = {
  index: './store/index',
  core: './src/index',
  'providers/gateway': '../src/provider/gateway/index',
  'providers/simulated': '../src/provider/simulated/index',
}

async function clean() {
  await fs.promises.rm(OUT, { recursive: true, force: true })
}

function scripts() {
  return src(['{components,store,src}/**/*.ts', 'types/**/*.d.ts'], { base: '.' }).pipe(project()).pipe(dest(OUT))
}

/** The same scripts without types checked and declared, in a tenth of the time: the demo does not make a person wait. */
async function quickScripts() {
  const listed = await Promise.all(
    ['components', 'store', 'src'].map((folder) =>
      fs.promises.readdir(folder, { recursive: true, withFileTypes: true }),
    ),
  )
  const files = listed
    .flat()
    .filter(({ name }) => name.endsWith('.ts'))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
  await esbuild.build({
    entryPoints: files,
    outdir: OUT,
    outbase: '.',
    format: 'cjs',
    target: 'es2018',
    logLevel: 'warning',
  })
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
const gateway = bundle('gateway', ['index', 'cli'])
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

const kit = series(clean, parallel(scripts, assets), entries)
const quickKit = series(clean, parallel(quickScripts, assets), entries)

exports.kit = kit
exports.node = parallel(flv, gateway, preview)
exports.declarations = series(exports.node, ...['flv', 'gateway', 'preview'].map(declarations))
exports.demo = series(parallel(quickKit, exports.node), demoNpm)
exports.default = series(parallel(kit, exports.node), demoNpm)
exports.watch = () => {
  watch(['{components,store,src}/**/*.{ts,wxml,wxss,json,wxs}'], { ignoreInitial: false }, series(quickKit, demoNpm))
}
