/** Puts the parts together and starts the mini-program: app script, components, pages, first page. */
import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { builtins } from '../builtins/index'
import type { Environment, PhoneStart } from '../env/phone-env'
import type { Manifest, WindowConfig } from '../manifest'
import type { PreviewSettings } from '../settings'
import type { Screen } from '../ui/screen'
import { reportSkyline } from '../ui/skyline-report'
import { createWx } from '../wx/index'
import { provideServices } from '../builtins/services'
import { tagServices } from './tag-services'
import { AppInstance, type LaunchOptions } from './app'
import { PhoneBackend } from './backend'
import { registerBuiltin } from './builtin'
import { Components, type Definition, type Template } from './code-space'
import { listenToGestures } from './gestures'
import { extendInstances } from './instance'
import { ScriptModules, type ScriptFactory } from './modules'
import { Navigation } from './navigation'
import { Styles } from './styles'
import { themedConfig } from './theme'
import { parsePageUrl } from './url'
import { rememberStack, restoredStack } from './restore'

export interface StartOptions {
  manifest: Manifest
  scripts: Record<string, ScriptFactory>
  styles: Record<string, string>
  templates: Record<string, Template>
  settings: PreviewSettings
  env: Environment
  screen: Screen
  start: PhoneStart
}

/** A running mini-program, as the phone's surroundings and the tests see it. */
export interface MiniProgram {
  readonly app: AppInstance
  readonly navigation: Navigation
  readonly components: Components
  readonly wx: Record<string, unknown>
}

export function startMiniProgram(options: StartOptions): MiniProgram {
  const { manifest, env, screen } = options
  const styles = new Styles(options.styles)
  const components = new Components(manifest, options.templates, styles)
  const backend = connectBackend()
  for (const [tag, definition] of Object.entries(builtins))
    registerBuiltin(components.space.getComponentSpace(), tag, definition, env)
  const app = new AppInstance(launchOptions(options))
  const associated = components.env.associateBackend(backend as unknown as glassEasel.GeneralBackendContext)
  const findings = manifest.skyline.slice()
  const navigation = new Navigation({
    manifest,
    components,
    backend: associated,
    styles,
    app,
    stack: screen.stack,
    themed: (config: WindowConfig) => themedConfig(config, manifest, env.theme),
    renderer: (wanted = 'webview') => (options.start.renderer === 'auto' ? wanted : options.start.renderer),
    changed: (page) => {
      screen.pageChanged(page, navigation.isTab(page.unit.id))
      if (page.frame.renderer !== 'skyline') return
      // Once a start is enough: it is about the whole mini-program.
      reportSkyline(screen, findings.splice(0), env)
    },
  })
  const wx = createWx({ manifest, settings: options.settings, env, screen, app, navigation })
  extendInstances(navigation)
  provideServices(tagServices(options, navigation, app))
  const { defaultDisplayBlock, defaultContentBox } = manifest.app.rendererOptions?.skyline ?? {}
  document.documentElement.classList.toggle('mp-skyline-block', defaultDisplayBlock === true)
  document.documentElement.classList.toggle('mp-skyline-content-box', defaultContentBox === true)
  // First in the document: at equal specificity a page's own rules win.
  if (manifest.style) styles.use(manifest.style, { unit: 'app', scope: '' }, true)
  runScripts(options, { app, components, navigation, wx })
  screen.start({ app, navigation, manifest, settings: options.settings })
  app.show(app.launch)
  navigation.start(restoredStack(env.phone) ?? [firstPage(options)])
  followChanges(options, components, navigation, styles)
  return { app, navigation, components, wx }
}

function launchOptions({ manifest, start, env }: StartOptions): LaunchOptions {
  const { route, query } = parsePageUrl(start.path.replace(/^\//, ''))
  const path = route || manifest.app.entryPagePath || manifest.pages[0] || ''
  return { path, query, scene: env.scene, referrerInfo: {} }
}

function firstPage({ manifest, start }: StartOptions): string {
  const { route } = parsePageUrl(start.path.replace(/^\//, ''))
  const home = manifest.app.entryPagePath ?? manifest.pages[0] ?? ''
  if (manifest.units[route]?.kind === 'page') return `/${start.path.replace(/^\//, '')}`
  if (route !== '') console.error(`Page "${route}" is not in app.json; the first page is shown instead`)
  return `/${home}`
}

function connectBackend(): PhoneBackend {
  const backend = new PhoneBackend()
  backend.onEvent((target, type, detail, eventOptions) => {
    const { touches, ...rest } = detail as { touches?: unknown[] }
    const ended = type === 'touchend' || type === 'touchcancel' || type === 'tap'
    const extraFields = touches ? { touches: ended && type !== 'tap' ? [] : touches, changedTouches: touches } : {}
    const event = new glassEasel.Event(type, rest, { ...eventOptions, extraFields })
    glassEasel.Event.dispatchEvent(target, event)
    return event.getEventBubbleStatus()
  })
  listenToGestures(backend)
  glassEasel.addGlobalErrorListener((error) => {
    reportError(error)
    return false
  })
  return backend
}

type Running = Pick<MiniProgram, 'app' | 'navigation' | 'components' | 'wx'>

/** Evaluates app.js, then each component, then each page, as WeChat does without lazyCodeLoading. */
function runScripts({ manifest, scripts }: StartOptions, { app, components, navigation, wx }: Running): void {
  let current = 'app'
  const globals = {
    wx,
    App: (definition: Record<string, unknown>) => app.define(definition),
    Page: (definition: Definition) => components.define(current, 'Page', definition),
    Component: (definition?: Definition) => components.define(current, 'Component', definition),
    Behavior: (definition?: Definition) => components.behavior(current, definition),
    getApp: () => app.get(),
    getCurrentPages: () => navigation.pages.map(({ instance }) => instance),
    requirePlugin: (name: string) => {
      throw new Error(`requirePlugin('${name}'): plugins are not supported by the preview`)
    },
    requireMiniProgram: () => {
      throw new Error('requireMiniProgram is not supported by the preview')
    },
  }
  // Chained definitions (`Behavior.trait`) and code that looks the constructors up on the global object.
  Object.assign(globalThis, globals)
  const modules = new ScriptModules(scripts, manifest.requires, globals)
  if (manifest.appScript) modules.require(manifest.appScript)
  const units = Object.values(manifest.units)
  const ordered = [...units.filter(({ kind }) => kind === 'component'), ...units.filter(({ kind }) => kind === 'page')]
  for (const unit of ordered) {
    current = unit.id
    try {
      if (unit.script) modules.require(unit.script)
      else components.define(unit.id, 'Component', {})
    } catch (error) {
      reportError(error)
    }
  }
}

function followChanges(options: StartOptions, components: Components, navigation: Navigation, styles: Styles): void {
  rememberStack(options.env.phone, () => navigation.pages.map(({ link }) => `/${link}`))
  // The time alone would be the same for two changes in one millisecond, and the browser would answer from its cache.
  let change = 0
  import.meta.hot?.on('mp:update', ({ templates, styles: sheets }: { templates: string[]; styles: string[] }) => {
    change += 1
    const fresh = (kind: string, name: string) =>
      import(/* @vite-ignore */ `/@id/virtual:mp/${kind}/${name}.mp.js?t=${Date.now()}${change}`) as Promise<{
        default: unknown
      }>
    for (const file of sheets) void fresh('style', file).then((module) => styles.update(file, module.default as string))
    for (const id of templates)
      void fresh('template', id).then((module) => {
        const roots = navigation.pages.map(({ component }) => component)
        components.updateTemplate(id, module.default as Template, roots)
      })
  })
}
