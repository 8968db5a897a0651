/** Puts the parts together and starts the mini-program: app script, components, pages, first page. */
import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { builtins } from '../builtins/index'
import type { Environment, PhoneStart } from '../env/phone-env'
import type { Manifest, WindowConfig } from '../manifest'
import type { PreviewSettings } from '../settings'
import { showModal } from '../ui/dialogs'
import type { Screen } from '../ui/screen'
import { reportFindings } from '../ui/findings'
import { createWx } from '../wx/index'
import { provideServices } from '../builtins/services'
import { tagServices } from './tag-services'
import { AppInstance, type LaunchOptions } from './app'
import { PhoneBackend } from './backend'
import { registerBuiltin } from './builtin'
import { Components, type Template } from './code-space'
import { listenToGestures } from './gestures'
import { extendInstances } from './instance'
import type { ScriptFactory } from './modules'
import { Navigation } from './navigation'
import { ProgramScripts, type ScriptsDeps } from './program-scripts'
import { Styles } from './styles'
import { themedConfig } from './theme'
import { parsePageUrl } from './url'
import { followChanges } from './exchange'
import { followExparser } from './exparser-rules'
import { restoredStack } from './restore'
import { meterSetData, SetDataMeter } from './set-data'
import type { Page } from './page'
import './wxs'

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
  readonly meter: SetDataMeter
}

export function startMiniProgram(options: StartOptions): MiniProgram {
  const { manifest, env, screen, settings } = options
  const styles = new Styles(options.styles)
  const components = new Components(manifest, options.templates, styles)
  const backend = connectBackend()
  for (const [tag, definition] of Object.entries(builtins))
    registerBuiltin(components.space.getComponentSpace(), tag, definition, env)
  const app = new AppInstance(launchOptions(options))
  const navigation: Navigation = new Navigation({
    ...appearance(options, () => navigation),
    prepare: (page) => scripts.prepare(page),
    opened: (page) => loadLater(options, scripts, page),
    components,
    backend: components.env.associateBackend(backend as unknown as glassEasel.GeneralBackendContext),
    styles,
    app,
  })
  const wx = createWx({ manifest, settings, env, screen, app, navigation, load: (root) => scripts.loadNamed(root) })
  followExparser()
  const meter = new SetDataMeter()
  meterSetData(meter)
  extendInstances(navigation)
  provideServices(tagServices(options, navigation, app))
  layoutAsConfigured(manifest)
  // First in the document: at equal specificity a page's own rules win.
  if (manifest.style) styles.use(manifest.style, { unit: 'app', scope: '' }, true)
  const scripts = new ProgramScripts({
    manifest,
    scripts: options.scripts,
    components,
    globals: scriptGlobals(wx, app, navigation),
    started: () => app.show(app.launch),
  })
  screen.start({ app, navigation, manifest, settings })
  navigation.start(restoredStack(env.phone) ?? [firstPage(options)])
  reportFindings(screen, manifest.notices, env, 'notice')
  followChanges(options, { components, navigation, styles, scripts })
  return { app, navigation, components, wx, meter }
}

/** How pages look: where they are drawn, their theme's values, their renderer, and what the phone shows around them. */
function appearance(options: StartOptions, navigation: () => Navigation) {
  const { manifest, env, screen, start } = options
  const findings = manifest.skyline.slice()
  return {
    manifest,
    stack: screen.stack,
    confirm: async (content: string) => (await showModal(screen, { content })).confirm,
    themed: (config: WindowConfig) => themedConfig(config, manifest, env.theme),
    renderer: (wanted: WindowConfig['renderer'] = 'webview') => (start.renderer === 'auto' ? wanted : start.renderer),
    changed: (page: Page) => {
      screen.pageChanged(page, navigation().isTab(page.unit.id))
      // Once a start is enough: it is about the whole mini-program.
      if (page.frame.renderer === 'skyline') reportFindings(screen, findings.splice(0), env, 'skyline')
    },
  }
}

function layoutAsConfigured({ app }: Manifest): void {
  const { defaultDisplayBlock, defaultContentBox } = app.rendererOptions?.skyline ?? {}
  document.documentElement.classList.toggle('mp-skyline-block', defaultDisplayBlock === true)
  document.documentElement.classList.toggle('mp-skyline-content-box', defaultContentBox === true)
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

/** What scripts see besides Page, Component and Behavior. */
function scriptGlobals(wx: unknown, app: AppInstance, navigation: Navigation): ScriptsDeps['globals'] {
  return {
    wx,
    App: (definition: Record<string, unknown>) => app.define(definition),
    getApp: (options?: { allowDefault?: boolean }) => app.get(options?.allowDefault === true),
    getCurrentPages: () => navigation.pages.map(({ instance }) => instance),
    requirePlugin: (name: string) => {
      throw new Error(`requirePlugin('${name}'): plugins are not supported by the preview`)
    },
    requireMiniProgram: () => {
      throw new Error('requireMiniProgram is not supported by the preview')
    },
  }
}

/** What stands behind placeholders, and what preloadRule names, once the page itself is drawn. */
function loadLater({ manifest }: StartOptions, scripts: ProgramScripts, page: string): void {
  const rule = manifest.app.preloadRule?.[page]?.packages ?? []
  const preloaded = manifest.subpackages.filter(
    ({ root, name }) => rule.includes(root) || (name && rule.includes(name)),
  )
  for (const subpackage of [...scripts.awaited(page), ...preloaded]) setTimeout(() => scripts.load(subpackage), 0)
}
