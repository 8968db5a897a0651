import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { skylineFindingsIn } from '../../preview/src/compiler/skyline'
import { addTemplate } from '../support/wxml'

const ROOT = path.resolve(__dirname, '../..')
const GENERATED = /(^|\/)(node_modules|dist|miniprogram_dist|miniprogram_npm|coverage|\.work)(\/|$)/

function walk(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`
    if (GENERATED.test(file)) return []
    return entry.isDirectory() ? walk(file) : [file]
  })
}

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')
const isFile = (file: string) => statSync(path.join(ROOT, file), { throwIfNoEntry: false })?.isFile() ?? false
const sources = ['src', 'store', 'components', 'demo', 'flv', 'gateway', 'preview'].flatMap(walk)
const scripts = sources.filter((file) => file.endsWith('.ts'))
const folders = (parent: string) =>
  readdirSync(path.join(ROOT, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
    .map((entry) => `${parent}/${entry.name}`)

/** Import specifiers of a TypeScript file, resolved to repository paths where relative. */
function imports(file: string): string[] {
  const found = ts.preProcessFile(read(file), true, true).importedFiles.map(({ fileName }) => fileName)
  return found.map((name) => (name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name))
}

describe('folder anatomy', () => {
  const FILES = ['index.ts', 'index.wxml', 'index.wxss', 'index.json', 'props.ts', 'events.ts', 'README.md']
  it.each(folders('components'))('%s has all its files', (folder) => {
    const missing = FILES.filter((name) => !isFile(`${folder}/${name}`))
    // Every component folder has the same files, so that a reader knows where to look. Add the missing ones.
    expect(missing).toEqual([])
  })

  it.each(folders('demo/pages'))('%s is a whole page with at most 80 lines of script', (folder) => {
    expect(
      ['index.ts', 'index.wxml', 'index.wxss', 'index.json'].filter((name) => !isFile(`${folder}/${name}`)),
    ).toEqual([])
    // A page is copied by a business team: move what is longer into a component or demo/shared.
    expect(read(`${folder}/index.ts`).split('\n').length).toBeLessThanOrEqual(80)
  })
})

describe('import arrows: src <- store <- components <- demo', () => {
  const MAY: Record<string, RegExp> = {
    src: /^src\//,
    store: /^(src|store)\/|^mobx-miniprogram$/,
    components: /^(src|store|components)\/|^mobx-miniprogram(-bindings)?$/,
    // Only the public paths, as a team that installed the package would write them.
    demo: /^demo\/|^lianmai(\/(core|codes|interop|preflight|ui|providers\/\w+))?$/,
    flv: /^flv\//,
    gateway:
      /^gateway\/|^src\/provider\/gateway\/wire$|^@lianmai\/flv$|^node:|^(ws|zod|pino|prom-client|@redis\/client)$/,
  }
  it.each(Object.keys(MAY))('%s', (layer) => {
    const files = scripts.filter((file) => file.startsWith(`${layer}/`) && !/^(flv|gateway)\/test\//.test(file))
    expect(files.length).toBeGreaterThan(0)
    const wrong = files.flatMap((file) =>
      imports(file)
        .filter((name) => !MAY[layer]!.test(name))
        .map((name) => `${file} -> ${name}`),
    )
    // Arrows go one way. Move the shared thing down a layer instead of importing upwards.
    expect(wrong).toEqual([])
  })

  it('a layer is reached through its index: the kit ships each as one file', () => {
    const files = scripts.filter((file) => /^(store|components)\//.test(file))
    const wrong = files.flatMap((file) => {
      const layer = file.split('/')[0]!
      const outside = imports(file).filter((name) => /^(src|store)\//.test(name) && !name.startsWith(`${layer}/`))
      return outside.filter((name) => !/^(src|store)\/([\w-]+\/)*index$/.test(name)).map((name) => `${file} -> ${name}`)
    })
    // Export it from src/index.ts or store/index.ts and import it from there.
    expect(wrong).toEqual([])
  })

  it('preview knows mini-programs, not lianmai', () => {
    const wrong = scripts
      .filter((file) => /^preview\/(src|host)\//.test(file))
      .flatMap((file) => imports(file).filter((name) => /^(src|store|components|gateway|lianmai)(\/|$)/.test(name)))
    expect(wrong).toEqual([])
  })
})

describe('sizes that read well', () => {
  it('no source file is over 250 lines', () => {
    const long = sources
      .filter((file) => /\.(ts|wxml|wxss|wxs)$/.test(file) && !file.includes('/test/'))
      .map((file) => [file, read(file).trimEnd().split('\n').length] as const)
      .filter(([, lines]) => lines > 250)
    // Split it by responsibility.
    expect(long).toEqual([])
  })
})

describe('WXML', () => {
  const templates = sources.filter((file) => /^(components|demo)\/.*\.wxml$/.test(file))

  it.each(templates)('%s compiles', (file) => {
    // Messages carry line:column.
    expect(addTemplate(file, read(file))).toEqual([])
  })

  /** The script of a template and every file of the same repository it imports: behaviors bring handlers. */
  function reachable(file: string, seen = new Set<string>()): Set<string> {
    if (seen.has(file)) return seen
    seen.add(file)
    for (const name of imports(file))
      for (const end of ['.ts', '/index.ts']) if (isFile(name + end)) reachable(name + end, seen)
    return seen
  }

  /** Whose script answers: of a file of templates, every page and component that imports it. */
  function users(file: string): string[] {
    if (isFile(file.replace(/wxml$/, 'json'))) return [file]
    const imported = (by: string) =>
      [...read(by).matchAll(/<(?:import|include) src="([^"]+)"/g)].some(
        ([, src]) => path.posix.join(path.posix.dirname(by), src!) === file,
      )
    return templates.filter((by) => by !== file && imported(by)).flatMap(users)
  }

  it.each(templates)('%s names only handlers that exist', (file) => {
    const code = users(file)
      .flatMap((user) => [...reachable(user.replace(/wxml$/, 'ts'))])
      .map(read)
      .join('\n')
    const names = [...read(file).matchAll(/\b(?:bind|catch|capture-bind|mut-bind):?[\w-]+="(\w+)"/g)].map(
      (match) => match[1]!,
    )
    const missing = [...new Set(names)].filter((name) => !new RegExp(`^\\s*(async )?${name}\\s*[(:]`, 'm').test(code))
    // A handler named in WXML that no script defines is a dead button. Define it, or remove the binding.
    expect(missing).toEqual([])
  })

  it('native tags bind events without a colon (bindstatechange)', () => {
    const wrong = templates.filter((file) => /<live-(pusher|player)[^>]*\s(bind:|catch)/s.test(read(file)))
    // wechat docs, native components: write bindstatechange, not bind:statechange; no catch, no capture.
    expect(wrong).toEqual([])
  })
})

describe('WXSS', () => {
  const sheets = sources.filter((file) => /^(components|demo)\/.*\.wxss$/.test(file))
  it.each(sheets)('%s is understood by Skyline', (file) => {
    const found = skylineFindingsIn(file, read(file))
    // Classes, flex layout, scroll-view, px or rpx, and no media query but the dark mode's.
    expect(found.map(({ line, subject }) => `${file}:${line} ${subject}`)).toEqual([])
  })
})

describe('the repository', () => {
  it('package-lock.json names no download hosts', () => {
    // Set omit-lockfile-registry-resolved=true in .npmrc and rebuild the lockfile.
    expect(read('package-lock.json')).not.toMatch(/"resolved": "http/)
  })

  it('the MobX packages are dependencies: as peers WeChat npm build leaves them out silently', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> }
    expect(Object.keys(dependencies).sort()).toEqual(['mobx-miniprogram', 'mobx-miniprogram-bindings'])
  })
})
