/** CommonJS for the mini-program's scripts: synchronous, evaluated at the first require, once. */
import { SCRIPT_GLOBAL_NAMES, type ScriptGlobals } from './script-globals'

/** A compiled script: the wrapper function that takes `require`, `module`, `exports` and the platform's globals. */
export type ScriptFactory = (...parameters: unknown[]) => void

interface Module {
  exports: unknown
}

export class ScriptModules {
  private readonly loaded = new Map<string, Module>()

  constructor(
    private readonly scripts: Record<string, ScriptFactory>,
    private readonly requires: Readonly<Record<string, Record<string, string>>>,
    private readonly globals: ScriptGlobals,
  ) {}

  /** The exports of `file`, evaluated when this is the first time. */
  require(file: string): unknown {
    const known = this.loaded.get(file)
    if (known) return known.exports
    const factory = this.scripts[file]
    if (factory === undefined) throw new Error(`${file} is not part of the mini-program`)
    const module: Module = { exports: {} }
    this.loaded.set(file, module)
    const targets = this.requires[file] ?? {}
    const resolve = (specifier: string, done?: (exports: unknown) => void, failed?: (error: object) => void) => {
      if (done === undefined) return this.resolve(targets, specifier, file)
      // With callbacks: a module of a package that may not be loaded yet.
      Promise.resolve()
        .then(() => this.resolve(targets, specifier, file))
        .then(done, (error: unknown) => failed?.({ mod: specifier, errMsg: String(error) }))
      return undefined
    }
    const require = Object.assign(resolve, {
      async: (specifier: string) => Promise.resolve().then(() => this.resolve(targets, specifier, file)),
    })
    factory.call(undefined, require, module, module.exports, ...SCRIPT_GLOBAL_NAMES.map((name) => this.globals[name]))
    return module.exports
  }

  /** Takes a changed script; it runs again at the next require. */
  replace(file: string, factory: ScriptFactory): void {
    this.scripts[file] = factory
    this.loaded.delete(file)
  }

  private resolve(targets: Record<string, string>, specifier: string, from: string): unknown {
    const target = targets[specifier]
    if (target === undefined)
      throw new Error(`module '${specifier}' is not defined, require args is '${specifier}' (${from})`)
    return this.require(target)
  }
}
