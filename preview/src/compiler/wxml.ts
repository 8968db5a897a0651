import { TmplGroup } from 'glass-easel-template-compiler'
import type { Diagnostic } from '../../host/diagnostics/types'
import { at, atText } from './diagnostic'
import { join } from './resolve'
import { wxsProblems } from './wxs'
import type { FileId, Sources } from './sources'

export interface CompiledTemplate {
  /** An expression: the group of this template and everything it imports, by path without `.wxml`. */
  code: string
  /** Every file it was made of, itself first. */
  files: FileId[]
  diagnostics: Diagnostic[]
}

/** What the template compiler reports; `level` Warn includes tags that the WeChat tools refuse. */
interface TemplateFinding {
  isError: boolean
  code: number
  message: string
  startLine: number
  startColumn: number
}

/** Warnings that WeChat's own compiler treats as errors: missing end tag, invalid end tag, wx:else without wx:if. */
const REFUSED = new Map<number, Diagnostic['kind']>([
  [65543, 'template-tag'],
  [65567, 'template-tag'],
  [65548, 'template-syntax'],
])

/** WXS event handlers and `change:` handlers get the platform's component descriptors (host/runtime/wxs.ts). */
const WXS_HOOKS = 'Q.A=function(f,p){return __mpWxs.change(f,p)};Q.C=function(c,e,f,p){return __mpWxs.event(c,e,f,p)};'

/** Compiles `<path>.wxml` with its imports, includes and WXS modules into one group. */
export function compileTemplate(path: string, sources: Sources): CompiledTemplate {
  return new TemplateCompilation(sources).run(path)
}

class TemplateCompilation {
  private readonly group = new TmplGroup()
  private readonly files: FileId[] = []
  private readonly diagnostics: Diagnostic[] = []

  constructor(private readonly sources: Sources) {}

  run(path: string): CompiledTemplate {
    this.group.setExtraRuntimeScript(WXS_HOOKS)
    this.addTemplate(path)
    const code = this.diagnostics.length === 0 ? this.group.getTmplGenObjectGroups() : '{}'
    this.group.free()
    return { code, files: this.files, diagnostics: this.diagnostics }
  }

  private addTemplate(path: string): void {
    const file = `${path}.wxml`
    if (this.files.includes(file)) return
    this.files.push(file)
    const text = this.sources.read(file)
    const findings = this.group.addTmpl(path, text) as TemplateFinding[]
    const problems = findings.flatMap((found) => problem(found, file, text))
    this.diagnostics.push(...problems)
    if (problems.length > 0) return
    for (const target of this.group.getDirectDependencies(path) as string[]) this.addImport(target, file, text)
    for (const script of this.group.getScriptDependencies(path) as string[]) this.addWxs(script, file, text)
    for (const name of this.group.getInlineScriptModuleNames(path) as string[])
      this.checkInline(this.group.getInlineScript(path, name), file, text)
  }

  private addImport(target: string, from: FileId, text: string): void {
    if (this.sources.isFile(`${target}.wxml`)) return this.addTemplate(target)
    const base = { kind: 'import-missing' as const, file: from, subject: `${target}.wxml` }
    this.diagnostics.push(atText(base, text, basename(target)))
  }

  private addWxs(target: string, from: FileId, text: string): void {
    const path = target.replace(/\.wxs$/, '')
    const file = `${path}.wxs`
    if (this.files.includes(file)) return
    this.files.push(file)
    if (!this.sources.isFile(file)) {
      const base = { kind: 'wxs-missing' as const, file: from, subject: file }
      this.diagnostics.push(atText(base, text, basename(path)))
      return
    }
    const source = this.sources.read(file)
    const problems = wxsProblems(source, file, source, 0)
    this.diagnostics.push(...problems)
    if (problems.length > 0) return
    this.group.addScript(target, source)
    this.addRequires(source, file)
  }

  private checkInline(source: string, file: FileId, text: string): void {
    const problems = wxsProblems(source, file, text, Math.max(0, text.indexOf(source)))
    this.diagnostics.push(...problems)
    if (problems.length === 0) this.addRequires(source, file)
  }

  private addRequires(source: string, from: FileId): void {
    for (const [, relative] of source.matchAll(/\brequire\(\s*['"]([^'"]+)['"]\s*\)/g)) {
      if (relative !== undefined) this.addWxs(join(from, relative), from, this.sources.read(from))
    }
  }
}

function problem(found: TemplateFinding, file: FileId, text: string): Diagnostic[] {
  const kind = found.isError ? 'template-syntax' : REFUSED.get(found.code)
  if (kind === undefined) return []
  const place = { line: found.startLine + 1, column: found.startColumn + 1 }
  return [at({ kind, file, subject: file, detail: found.message }, text, place)]
}

const basename = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
