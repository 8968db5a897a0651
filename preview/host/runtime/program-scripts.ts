/** Runs the mini-program's scripts when WeChat does: the main package at the start, a subpackage when it is first needed. */
import type { Manifest, Subpackage, Unit } from '../manifest'
import type { Components, Definition } from './code-space'
import { ScriptModules, type ScriptFactory } from './modules'

export interface ScriptsDeps {
  manifest: Manifest
  scripts: Record<string, ScriptFactory>
  components: Components
  /** Called once app.js and the main package have run. */
  started(): void
  /** What scripts see besides Page, Component and Behavior. */
  globals: Readonly<
    Record<'wx' | 'App' | 'getApp' | 'getCurrentPages' | 'requirePlugin' | 'requireMiniProgram', unknown>
  >
}

export class ProgramScripts {
  private readonly modules: ScriptModules
  private readonly run = new Set<string>()
  private readonly loaded = new Set<string>()
  private appRun = false
  private current = 'app'

  constructor(private readonly deps: ScriptsDeps) {
    const { manifest, scripts, components, globals } = deps
    const all = {
      ...globals,
      Page: (definition: Definition) => components.define(this.current, 'Page', definition),
      Component: (definition?: Definition) => components.define(this.current, 'Component', definition),
      Behavior: (definition?: Definition) => components.behavior(this.current, definition),
    }
    // Chained definitions (`Behavior.trait`) and code that looks the constructors up on the global object.
    Object.assign(globalThis, all)
    this.modules = new ScriptModules(scripts, manifest.requires, all)
  }

  /** app.js and the main package, once. An independent subpackage opens without them. */
  startApp(): void {
    if (this.appRun) return
    this.appRun = true
    const { appScript } = this.deps.manifest
    this.current = 'app'
    if (appScript) this.modules.require(appScript)
    if (!this.lazy) this.runUnits(this.unitsOf(undefined))
    if (this.lazy && this.deps.manifest.app.tabBar?.custom) this.runUnits(this.needed('custom-tab-bar/index'))
    this.deps.started()
  }

  /** Makes a page ready: its package, and with `lazyCodeLoading` the components that it uses. */
  prepare(page: string): void {
    const own = this.packageOf(page)
    if (!own?.independent) this.startApp()
    if (this.lazy) this.runUnits(this.needed(page).filter((unit) => this.isThere(unit, own)))
    else if (own) this.load(own)
  }

  /** A component of another package stays a placeholder until that package is loaded. */
  private isThere({ id }: Unit, own: Subpackage | undefined): boolean {
    const root = this.packageOf(id)?.root
    return root === undefined || root === own?.root || this.loaded.has(root)
  }

  /** Runs one subpackage's scripts; a second time does nothing. */
  load(subpackage: Subpackage): void {
    if (this.loaded.has(subpackage.root)) return
    this.loaded.add(subpackage.root)
    this.runUnits(this.unitsOf(subpackage))
  }

  /** Loads the package with this root or name; `false` when there is none. */
  loadNamed(name: string): boolean {
    const found = this.deps.manifest.subpackages.find((given) => given.root === name || given.name === name)
    if (found) this.load(found)
    return found !== undefined
  }

  /** Subpackages that components of `page` come from while their placeholders are shown. */
  awaited(page: string): Subpackage[] {
    const own = this.packageOf(page)
    const packages = this.needed(page).flatMap((unit) => this.packageOf(unit.id) ?? [])
    return [...new Set(packages)].filter((found) => found.root !== own?.root && !this.loaded.has(found.root))
  }

  packageOf(id: string): Subpackage | undefined {
    const { subpackages } = this.deps.manifest
    return subpackages.filter(({ root }) => id.startsWith(`${root}/`)).sort((a, b) => b.root.length - a.root.length)[0]
  }

  /** Runs a page's changed script again, so that the page opens anew with it. */
  replace(unit: Unit, file: string, factory: ScriptFactory): void {
    this.modules.replace(file, factory)
    this.run.delete(unit.id)
    this.runUnits([unit])
  }

  private get lazy(): boolean {
    return this.deps.manifest.app.lazyCodeLoading === 'requiredComponents'
  }

  /** Components before pages, as a page's first render needs them. */
  private unitsOf(subpackage: Subpackage | undefined): Unit[] {
    const units = Object.values(this.deps.manifest.units).filter(
      ({ id }) => this.packageOf(id)?.root === subpackage?.root,
    )
    return [...units.filter(({ kind }) => kind === 'component'), ...units.filter(({ kind }) => kind === 'page')]
  }

  /** A page with everything it uses, what is used first. */
  private needed(id: string, found: Unit[] = [], seen = new Set<string>()): Unit[] {
    const unit = this.deps.manifest.units[id]
    if (unit === undefined || seen.has(id)) return found
    seen.add(id)
    const defaults = Object.values(unit.generics).filter((generic) => generic !== true)
    for (const target of [...Object.values(unit.using), ...defaults]) this.needed(target, found, seen)
    found.push(unit)
    return found
  }

  private runUnits(units: readonly Unit[]): void {
    for (const unit of units) {
      if (this.run.has(unit.id)) continue
      this.run.add(unit.id)
      this.current = unit.id
      try {
        if (unit.script) this.modules.require(unit.script)
        else this.deps.components.define(unit.id, 'Component', {})
      } catch (error) {
        reportError(error)
      }
    }
  }
}
