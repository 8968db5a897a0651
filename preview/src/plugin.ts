import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Connect, Plugin, ViteDevServer } from 'vite'
import type { PreviewSettings } from '../host/settings'
import type { Project } from './compiler/project'
import { scriptModule } from './compiler/script'
import { requestProxy } from './request-proxy'

const PREFIX = 'virtual:mp/'
/** Keeps Vite's own loaders away from modules that are named after .ts, .json and .wxss files. */
const SUFFIX = '.mp.js'

/** Changes on disk so far: what a phone has loaded is as old as the count it came with. */
interface Edits {
  count: number
}

/** Serves one mini-program to the phones: its files as modules, its images as files, its changes as events. */
export function miniProgram(project: Project, settings: PreviewSettings): Plugin {
  const edits: Edits = { count: 0 }
  return {
    name: 'mini-program',
    resolveId: (id) => (id.startsWith(PREFIX) ? id : undefined),
    load: (id) => (id.startsWith(PREFIX) ? load(project, settings, edits, moduleName(id)) : undefined),
    configureServer(server) {
      server.middlewares.use('/@mp/file', serveFile(project))
      server.middlewares.use(requestProxy([server.config.server.host].filter((host) => typeof host === 'string')))
      followChanges(server, project, edits)
    },
  }
}

const moduleName = (id: string): string => id.slice(PREFIX.length).replace(/\?.*$/, '').slice(0, -SUFFIX.length)

const moduleId = (kind: string, name: string): string => `${PREFIX}${kind}/${name}${SUFFIX}`

function load(
  project: Project,
  settings: PreviewSettings,
  edits: Edits,
  name: string,
): string | { code: string; map: string } {
  const [kind = '', ...rest] = name.split('/')
  const file = rest.join('/')
  if (kind === 'settings') return `export default ${JSON.stringify(settings)}`
  if (kind === 'app') return appModule(project, edits)
  if (kind === 'template') return `export default ${project.template(file).code}`
  if (kind === 'style') return `export default ${JSON.stringify(project.style(file).css)}`
  if (file.endsWith('.json')) return jsonModule(project.sources.read(file))
  return scriptModule(project.script(file))
}

const jsonModule = (text: string): string => `export default function (require, module) { module.exports = ${text} }`

/** The manifest and everything it names. A broken mini-program loads no code: the phone shows what is wrong. */
function appModule(project: Project, edits: Edits): string {
  const manifest = project.manifest()
  const broken = manifest.diagnostics.length > 0
  const units = Object.values(manifest.units)
  const scripts = Object.keys(manifest.requires)
  const templates = units.filter(({ template }) => template).map(({ id }) => id)
  const styles = [manifest, ...units].flatMap(({ style }) => style ?? [])
  const parts = broken
    ? []
    : ([
        ['script', scripts],
        ['template', templates],
        ['style', styles],
      ] as const)
  const imports = parts.flatMap(([kind, names]) =>
    names.map((name, index) => `import ${kind}${index} from ${JSON.stringify(moduleId(kind, name))}`),
  )
  const table = (kind: string, names: string[]) =>
    `export const ${kind}s = {${broken ? '' : names.map((name, index) => `${JSON.stringify(name)}: ${kind}${index}`).join(', ')}}`
  return [
    ...imports,
    `export const edits = ${edits.count}`,
    `export const manifest = ${JSON.stringify(manifest)}`,
    table('script', scripts),
    table('template', templates),
    table('style', styles),
  ].join('\n')
}

/** Images and other assets of the mini-program. */
function serveFile(project: Project): Connect.NextHandleFunction {
  return (request, response, next) => {
    const id = decodeURIComponent((request.url ?? '').replace(/\?.*$/, '')).replace(/^\//, '')
    const file = project.sources.fileOf(path.posix.normalize(id))
    const inside = project.sources.idOf(file) !== undefined
    const missing = () => {
      response.statusCode = 404
      response.end(`${id} is not in the mini-program folder`)
    }
    if (!inside) return missing()
    stat(file).then((found) => {
      if (!found.isFile()) return missing()
      response.setHeader('Content-Type', CONTENT_TYPES[path.extname(file).toLowerCase()] ?? 'application/octet-stream')
      response.setHeader('Cache-Control', 'no-cache')
      createReadStream(file).on('error', next).pipe(response)
    }, missing)
  }
}

const CONTENT_TYPES: Record<string, string> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.wav': 'audio/wav',
  '.mp4': 'video/mp4',
  '.json': 'application/json',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
}

/**
 * A changed template or style is exchanged in the running phones; anything else reloads them. The frame page around the
 * phones stays.
 */
function followChanges(server: ViteDevServer, project: Project, edits: Edits): void {
  const folders = () => server.watcher.add([project.folder, ...project.sources.folders])
  const changed = (file: string) => {
    edits.count++
    forget(server, `${PREFIX}app${SUFFIX}`)
    const id = project.sources.idOf(path.resolve(file))
    if (id === undefined || id === 'project.config.json') {
      if (!project.reopen()) return
      folders()
      return server.ws.send('mp:reload', { file: path.basename(file) })
    }
    const before = JSON.stringify(project.manifest())
    const { templates, styles } = project.invalidate(id)
    const after = JSON.stringify(project.manifest())
    folders()
    const stale = [
      'script/' + id,
      ...templates.map((name) => `template/${name}`),
      ...styles.map((name) => `style/${name}`),
    ]
    for (const name of stale) forget(server, `${PREFIX}${name}${SUFFIX}`)
    const page = before === after ? pageOf(project, id) : undefined
    const exchange = before === after && (templates.length > 0 || styles.length > 0 || page !== undefined)
    if (exchange) server.ws.send('mp:update', { templates, styles, ...(page && { page }) })
    else if (before !== after || project.manifest().requires[id] !== undefined)
      server.ws.send('mp:reload', { file: id })
  }
  // A phone hears of changes once its socket stands; what changed while it was loading it learns by this.
  server.ws.on('mp:loaded', (loaded: { edits: number }, phone) => {
    if (loaded.edits !== edits.count) phone.send('mp:reload', { file: '' })
  })
  project.manifest()
  folders()
  for (const event of ['add', 'change', 'unlink'] as const) server.watcher.on(event, changed)
}

/** The page whose script this file is, when nothing else requires it: then that page alone needs to open anew. */
function pageOf(project: Project, file: string): { id: string; script: string } | undefined {
  const { units, requires, diagnostics } = project.manifest()
  const page = Object.values(units).find(({ kind, script }) => kind === 'page' && script === file)
  if (page === undefined || diagnostics.length > 0) return undefined
  const shared = Object.values(requires).some((targets) => Object.values(targets).includes(file))
  return shared ? undefined : { id: page.id, script: file }
}

function forget(server: ViteDevServer, id: string): void {
  const module = server.moduleGraph.getModuleById(id)
  if (module) server.moduleGraph.invalidateModule(module)
}
