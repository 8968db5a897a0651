import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Manifest } from '../../host/manifest'
import { parseJson } from './json'
import { Scan } from './scan'
import { compileScript, type CompiledScript } from './script'
import { Sources, type FileId } from './sources'
import { compileStyle, type CompiledStyle } from './wxss'
import { compileTemplate, type CompiledTemplate } from './wxml'

/** There is no such folder. A folder without app.json is served all the same: its phones say what is missing. */
export class NotAMiniProgramError extends Error {
  override name = 'NotAMiniProgramError'
}

/** One mini-program folder: what it consists of, compiled, and what is wrong with it. */
export class Project {
  sources: Sources
  private readonly scripts = new Map<FileId, CompiledScript>()
  private readonly templates = new Map<string, CompiledTemplate>()
  private readonly styles = new Map<FileId, CompiledStyle>()
  private current: Manifest | undefined

  constructor(
    readonly folder: string,
    private readonly packages: ReadonlyMap<string, string> = new Map(),
  ) {
    this.sources = new Sources(rootOf(folder))
  }

  /** Looks for app.json again after a file outside the present root changed; `true` when it is elsewhere now. */
  reopen(): boolean {
    const root = rootOf(this.folder)
    if (root === this.sources.root) return false
    this.sources = new Sources(root)
    this.current = undefined
    for (const made of [this.scripts, this.templates, this.styles]) made.clear()
    return true
  }

  /** What the phones load. Computed on first use and after `invalidate`. */
  manifest(): Manifest {
    this.current ??= new Scan(this, this.packages).run()
    return this.current
  }

  script(file: FileId): CompiledScript {
    return remember(this.scripts, file, () => compileScript(this.sources.read(file), file))
  }

  /** `path` is the component's path, without `.wxml`. */
  template(path: string): CompiledTemplate {
    return remember(this.templates, path, () => compileTemplate(path, this.sources))
  }

  style(file: FileId): CompiledStyle {
    return remember(this.styles, file, () => compileStyle(file, this.sources))
  }

  /** Forgets everything made of a changed, added or removed file; returns the templates and styles concerned. */
  invalidate(file: FileId): { templates: string[]; styles: FileId[] } {
    this.sources.forget(file)
    this.current = undefined
    this.scripts.delete(file)
    return { templates: forgetUsers(this.templates, file), styles: forgetUsers(this.styles, file) }
  }
}

function remember<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

function forgetUsers(map: Map<string, { files: FileId[] }>, file: FileId): string[] {
  const users = [...map].filter(([, { files }]) => files.includes(file)).map(([key]) => key)
  users.forEach((key) => map.delete(key))
  return users
}

/** The folder with app.json: the one given, or `miniprogramRoot` of its project.config.json; the first when there is none yet. */
function rootOf(folder: string): string {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new NotAMiniProgramError(
      `${folder} is not a folder. Give the folder that contains app.json, or project.config.json with miniprogramRoot.`,
    )
  if (existsSync(path.join(folder, 'app.json'))) return folder
  const config = path.join(folder, 'project.config.json')
  if (!existsSync(config)) return folder
  const parsed = parseJson(readFileSync(config, 'utf8'), 'project.config.json')
  const named = 'value' in parsed ? parsed.value['miniprogramRoot'] : undefined
  return typeof named === 'string' ? path.resolve(folder, named) : folder
}
