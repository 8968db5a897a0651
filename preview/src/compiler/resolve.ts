import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { FileId, Sources } from './sources'

/** A found file or component path, or every place that was looked at. */
export type Resolution = { found: FileId } | { tried: string[] }

const SCRIPT_ENDINGS = ['', '.ts', '.js', '.json', '/index.ts', '/index.js']
const COMPONENT_ENDINGS = ['.json', '.ts', '.js', '.wxml']

/** Finds what `require` and `usingComponents` name, in the order of the WeChat tools. */
export class Resolver {
  constructor(
    private readonly sources: Sources,
    /** Package name to folder (`--npm`); wins over a built copy, or a kit developer would see a stale one. */
    private readonly packages: ReadonlyMap<string, string>,
    private readonly alias: Readonly<Record<string, string>> = {},
  ) {}

  /** A module named in a script: relative, absolute (`/x`), or in a package. */
  script(specifier: string, from: FileId): Resolution {
    const file = (id: FileId) => SCRIPT_ENDINGS.map((ending) => id + ending).find((name) => this.isScript(name))
    const name = this.unalias(specifier)
    if (/^\.{0,2}\//.test(name) || name === '.' || name === '..') return first([join(from, name)], file)
    return first([...this.inPackages(name, from, true), join(from, `./${name}`)], file)
  }

  /** A component named in usingComponents; the result is its path without ending. */
  component(specifier: string, from: FileId): Resolution {
    const unit = (id: FileId) => [id, `${id}/index`].find((name) => this.isUnit(name))
    const name = this.unalias(specifier)
    if (name.startsWith('/') || name.startsWith('.')) return first([join(from, name)], unit)
    const mapped = this.packages.has(packageName(name))
    const beside = join(from, `./${name}`)
    const packaged = this.inPackages(name, from, false)
    return first(mapped ? [...packaged, beside] : [beside, ...packaged], unit)
  }

  private isScript(id: FileId): boolean {
    return /\.(ts|js|json)$/.test(id) && !id.endsWith('.d.ts') && this.sources.isFile(id)
  }

  private isUnit(id: FileId): boolean {
    return COMPONENT_ENDINGS.some((ending) => this.sources.isFile(id + ending))
  }

  private unalias(specifier: string): string {
    for (const [pattern, target] of Object.entries(this.alias)) {
      const prefix = pattern.replace(/\*$/, '')
      if (pattern.endsWith('*') && specifier.startsWith(prefix))
        return `/${target.replace(/\*$/, '').replace(/^\//, '')}${specifier.slice(prefix.length)}`
    }
    return specifier
  }

  /** Candidate ids of `name` in packages: --npm, miniprogram_npm upward, node_modules upward. */
  private inPackages(name: string, from: FileId, wantsMain: boolean): FileId[] {
    const owner = packageName(name)
    const rest = name.slice(owner.length)
    const mapped = this.packages.get(owner)
    if (mapped !== undefined) return this.inPackage(owner, mapped, rest, wantsMain)
    const folders = upward(path.dirname(this.sources.fileOf(from)))
    const built = folders.flatMap((folder) => this.sources.idOf(path.join(folder, 'miniprogram_npm', name)) ?? [])
    const installed = folders
      .map((folder) => path.join(folder, 'node_modules', owner))
      .find((folder) => existsSync(path.join(folder, 'package.json')))
    return installed === undefined ? built : [...built, ...this.inPackage(owner, installed, rest, wantsMain)]
  }

  private inPackage(owner: string, folder: string, rest: string, wantsMain: boolean): FileId[] {
    const { dist, main } = layout(folder)
    const prefix = this.sources.mount(owner, dist)
    if (rest !== '') return [prefix + rest]
    return wantsMain ? [`${prefix}/index`, `${prefix}/${main}`] : [prefix]
  }
}

function first(candidates: FileId[], find: (id: FileId) => FileId | undefined): Resolution {
  for (const candidate of candidates) {
    const found = find(candidate)
    if (found !== undefined) return { found }
  }
  return { tried: candidates }
}

/** `id` of `relative` seen from the file `from`; `/x` is seen from the root of what `from` belongs to. */
export function join(from: FileId, relative: string): FileId {
  if (relative.startsWith('/')) return path.posix.normalize(relative.slice(1))
  return path.posix.join(path.posix.dirname(from), relative)
}

function packageName(specifier: string): string {
  const parts = specifier.split('/')
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
}

function upward(folder: string): string[] {
  const parent = path.dirname(folder)
  return parent === folder ? [folder] : [folder, ...upward(parent)]
}

/** Where a package keeps what a mini-program takes: `miniprogram` of package.json, miniprogram_dist, or the package itself. */
function layout(folder: string): { dist: string; main: string } {
  const manifest = path.join(folder, 'package.json')
  const json = existsSync(manifest)
    ? (JSON.parse(readFileSync(manifest, 'utf8')) as { miniprogram?: string; main?: string })
    : {}
  const main = (json.main ?? 'index.js').replace(/^\.\//, '')
  const named = path.join(folder, json.miniprogram ?? 'miniprogram_dist')
  return { dist: existsSync(named) ? named : folder, main }
}
