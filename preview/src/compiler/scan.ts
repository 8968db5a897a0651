import { place } from '../../host/diagnostics/messages'
import type { Diagnostic } from '../../host/diagnostics/types'
import type { AppConfig, Manifest, Unit, UnitConfig } from '../../host/manifest'
import { pagesOf, subpackageOf, subpackagesOf, unsupportedFields, wrongTabs } from './app-config'
import { endlessChains, unconditionalTags } from './cycles'
import { atText } from './diagnostic'
import { parseJson } from './json'
import type { Project } from './project'
import { Resolver } from './resolve'
import { STYLE_ENDINGS } from './preprocess'
import type { FileId } from './sources'

/** One walk from app.json over pages, components and scripts. */
export class Scan {
  private readonly diagnostics: Diagnostic[] = []
  private readonly notices: Diagnostic[] = []
  private readonly skyline: Diagnostic[] = []
  private readonly units: Record<string, Unit> = {}
  private readonly requires: Record<FileId, Record<string, FileId>> = {}
  private app: AppConfig = {}
  private resolver: Resolver

  constructor(
    private readonly project: Project,
    private readonly packages: ReadonlyMap<string, string>,
  ) {
    this.resolver = new Resolver(project.sources, packages)
  }

  run(): Manifest {
    this.app = this.json('app') as AppConfig
    if (this.app.resolveAlias) this.resolver = new Resolver(this.project.sources, this.packages, this.app.resolveAlias)
    const pages = pagesOf(this.app)
    this.checkApp(pages)
    const appScript = this.scriptOf('app')
    if (appScript !== undefined) this.walkScript(appScript)
    const global = this.using(this.app as UnitConfig, 'app.json')
    for (const page of pages) this.walkUnit(page, 'page', global)
    if (this.app.tabBar?.custom) this.walkCustomTabBar(global)
    this.checkCycles()
    return {
      app: this.app,
      theme: this.optionalJson(this.app.themeLocation),
      ext: this.optionalJson('ext.json'),
      pages,
      subpackages: subpackagesOf(this.app),
      units: this.units,
      requires: this.requires,
      ...(appScript !== undefined && { appScript }),
      ...this.styleOf('app'),
      diagnostics: this.diagnostics,
      notices: this.notices,
      skyline: this.skyline,
    }
  }

  private checkApp(pages: string[]): void {
    const { sources } = this.project
    if (!sources.isFile('app.json'))
      return this.report('app-missing', 'app.json', sources.root, '', [sources.fileOf('app.json')])
    if (pages.length === 0 && this.diagnostics.length === 0) this.report('app-pages', 'app.json', 'app.json', '"pages"')
    for (const { kind, subject, needle } of wrongTabs(this.app)) this.report(kind, 'app.json', subject, needle)
    for (const { subject, needle } of unsupportedFields(this.app)) this.notice('app.json', subject, needle)
  }

  private walkCustomTabBar(global: Record<string, string>): void {
    const id = this.component('/custom-tab-bar/index', 'app.json', '"custom"')
    if (id !== undefined) this.walkUnit(id, 'component', global)
  }

  /** A component that contains itself unconditionally is told at the usingComponents entry that closes the circle. */
  private checkCycles(): void {
    const tagsOf = (unit: Unit): string[] =>
      unit.template ? unconditionalTags(this.project.sources.read(`${unit.id}.wxml`)) : []
    for (const chain of endlessChains(this.units, tagsOf)) {
      const last = this.units[chain.at(-2) ?? '']
      const tag = last && Object.entries(last.using).find(([, target]) => target === chain.at(-1))?.[0]
      this.report('component-cycle', `${last?.id ?? chain[0]}.wxml`, chain.join(' > '), `<${tag}`)
    }
  }

  private walkUnit(id: string, kind: Unit['kind'], global: Record<string, string>): void {
    if (this.units[id] !== undefined) return
    const script = this.scriptOf(id)
    if (script === undefined && kind === 'page') return this.report('page-missing', 'app.json', id, `"${id}"`)
    const config = this.json(id) as UnitConfig
    const unit: Unit = { id, kind, config, using: { ...global }, generics: {} }
    this.units[id] = unit
    if (script !== undefined) {
      unit.script = script
      this.walkScript(script)
    }
    this.walkTemplate(unit)
    Object.assign(unit, this.styleOf(id))
    Object.assign(unit.using, this.using(config, `${id}.json`))
    unit.generics = this.generics(config, `${id}.json`)
    for (const generic of Object.values(unit.generics))
      if (generic !== true) this.walkUnit(generic, 'component', global)
    for (const target of Object.values(unit.using)) this.walkUnit(target, 'component', global)
  }

  private walkTemplate(unit: Unit): void {
    if (!this.project.sources.isFile(`${unit.id}.wxml`))
      return this.report('template-missing', `${unit.id}.json`, unit.id, '')
    unit.template = true
    this.diagnostics.push(...this.project.template(unit.id).diagnostics)
  }

  private walkScript(file: FileId): void {
    if (this.requires[file] !== undefined) return
    const targets: Record<string, FileId> = {}
    this.requires[file] = targets
    if (file.endsWith('.json')) return void this.parse(file)
    const script = this.project.script(file)
    this.diagnostics.push(...script.diagnostics)
    for (const specifier of script.requires) {
      const resolved = this.resolver.script(specifier, file)
      if ('found' in resolved) {
        targets[specifier] = resolved.found
        this.walkScript(resolved.found)
      } else this.report('require-missing', file, specifier, specifier, resolved.tried)
    }
  }

  /** usingComponents with every path resolved. */
  private using(config: UnitConfig, file: FileId): Record<string, string> {
    const found: Record<string, string> = {}
    for (const [tag, target] of Object.entries(config.usingComponents ?? {})) {
      if (/^(plugin(-private)?|ext):\/\//.test(target)) {
        this.notice(file, `${target} (<${tag}>)`, `"${target}"`)
        continue
      }
      const id = this.component(target, file)
      if (id === undefined) continue
      found[tag] = id
      this.checkPackage(tag, id, config, file)
    }
    return found
  }

  /** A component of another subpackage needs a placeholder until that is there. */
  private checkPackage(tag: string, id: string, config: UnitConfig, file: FileId): void {
    const packages = subpackagesOf(this.app)
    const own = subpackageOf(file, packages)
    const target = subpackageOf(id, packages)
    if (target === undefined || target.root === own?.root || config.componentPlaceholder?.[tag] !== undefined) return
    this.report('placeholder-missing', file, id, `"${tag}"`)
  }

  /** componentGenerics: `true` must be given by the user of the component, a path is the default. */
  private generics(config: UnitConfig, file: FileId): Record<string, string | true> {
    const found: Record<string, string | true> = {}
    for (const [name, generic] of Object.entries(config.componentGenerics ?? {})) {
      const target = generic === true ? undefined : generic.default
      found[name] = (target !== undefined && this.component(target, file)) || true
    }
    return found
  }

  private component(target: string, file: FileId, needle = `"${target}"`): string | undefined {
    const resolved = this.resolver.component(target, file)
    if ('found' in resolved) return resolved.found
    this.report('component-missing', file, target, needle, resolved.tried)
    return undefined
  }

  private scriptOf(path: string): FileId | undefined {
    return [`${path}.ts`, `${path}.js`].find((file) => this.project.sources.isFile(file))
  }

  private styleOf(path: string): { style?: FileId } {
    const file = STYLE_ENDINGS.map((ending) => path + ending).find((name) => this.project.sources.isFile(name))
    if (file === undefined) return {}
    const { diagnostics, skyline } = this.project.style(file)
    this.diagnostics.push(...diagnostics)
    // A sheet that several components import is told about once.
    const known = new Set(this.skyline.map(place))
    this.skyline.push(...skyline.filter((finding) => !known.has(place(finding))))
    return { style: file }
  }

  private json(path: string): Record<string, unknown> {
    return this.optionalJson(`${path}.json`)
  }

  private optionalJson(file: string | undefined): Record<string, unknown> {
    return file !== undefined && this.project.sources.isFile(file) ? this.parse(file) : {}
  }

  private parse(file: FileId): Record<string, unknown> {
    const parsed = parseJson(this.project.sources.read(file), file)
    if ('value' in parsed) return parsed.value
    this.diagnostics.push(parsed.diagnostic)
    return {}
  }

  private notice(file: FileId, subject: string, needle: string): void {
    this.notices.push(atText({ kind: 'not-supported', file, subject }, this.project.sources.read(file), needle))
  }

  private report(kind: Diagnostic['kind'], file: FileId, subject: string, needle: string, tried?: string[]): void {
    const text = this.project.sources.isFile(file) ? this.project.sources.read(file) : ''
    this.diagnostics.push(atText({ kind, file, subject, ...(tried && { tried }) }, text, needle || subject))
  }
}
