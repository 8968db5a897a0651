import path from 'node:path'
import { place } from '../../host/diagnostics/messages'
import type { Diagnostic } from '../../host/diagnostics/types'
import type { AppConfig, Manifest, Unit, UnitConfig } from '../../host/manifest'
import { atText } from './diagnostic'
import { parseJson } from './json'
import type { Project } from './project'
import { Resolver } from './resolve'
import type { FileId } from './sources'

/** One walk from app.json over pages, components and scripts. */
export class Scan {
  private readonly diagnostics: Diagnostic[] = []
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
    if (pages.length === 0 && this.diagnostics.length === 0) this.report('app-pages', 'app.json', 'app.json', '"pages"')
    const appScript = this.scriptOf('app')
    if (appScript !== undefined) this.walkScript(appScript)
    const global = this.using(this.app as UnitConfig, 'app.json')
    for (const page of pages) this.walkUnit(page, 'page', global)
    return {
      app: this.app,
      theme: this.optionalJson(this.app.themeLocation),
      ext: this.optionalJson('ext.json'),
      pages,
      units: this.units,
      requires: this.requires,
      ...(appScript !== undefined && { appScript }),
      ...this.styleOf('app'),
      diagnostics: this.diagnostics,
      skyline: this.skyline,
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
      const id = this.component(target, file)
      if (id !== undefined) found[tag] = id
    }
    return found
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

  private component(target: string, file: FileId): string | undefined {
    const resolved = this.resolver.component(target, file)
    if ('found' in resolved) return resolved.found
    this.report('component-missing', file, target, `"${target}"`, resolved.tried)
    return undefined
  }

  private scriptOf(path: string): FileId | undefined {
    return [`${path}.ts`, `${path}.js`].find((file) => this.project.sources.isFile(file))
  }

  private styleOf(path: string): { style?: FileId } {
    const file = `${path}.wxss`
    if (!this.project.sources.isFile(file)) return {}
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

  private report(kind: Diagnostic['kind'], file: FileId, subject: string, needle: string, tried?: string[]): void {
    const text = this.project.sources.isFile(file) ? this.project.sources.read(file) : ''
    this.diagnostics.push(atText({ kind, file, subject, ...(tried && { tried }) }, text, needle || subject))
  }
}

function pagesOf(app: AppConfig): string[] {
  const packages = [...(app.subPackages ?? []), ...(app.subpackages ?? [])]
  const inPackages = packages.flatMap(({ root, pages }) => pages.map((page) => path.posix.join(root, page)))
  return [...new Set([...(app.pages ?? []), ...inPackages])]
}
