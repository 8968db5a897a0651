import ts from 'typescript'
import type { Diagnostic } from '../../host/diagnostics/types'
import { SCRIPT_GLOBAL_NAMES } from '../../host/runtime/script-globals'
import { at, position } from './diagnostic'
import type { FileId } from './sources'

export interface CompiledScript {
  /** CommonJS code without source map comment. */
  code: string
  /** Source map JSON, for `code`. */
  map: string
  /** Literal arguments of `require`, in order of appearance. */
  requires: string[]
  diagnostics: Diagnostic[]
}

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  esModuleInterop: true,
  allowJs: true,
  sourceMap: true,
  inlineSources: true,
  // Class fields as WeChat's own TypeScript plugin (Babel, loose) writes them.
  useDefineForClassFields: false,
}

/** Transpiles one TypeScript or JavaScript file to CommonJS, as the WeChat tools do: types are stripped, not checked. */
export function compileScript(text: string, file: FileId): CompiledScript {
  const output = ts.transpileModule(text, { compilerOptions, fileName: file, reportDiagnostics: true })
  const code = output.outputText.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n')
  const diagnostics = (output.diagnostics ?? []).map((found) => describe(found, text, file))
  return { code, map: output.sourceMapText ?? '', requires: requiresOf(code), diagnostics }
}

function describe(found: ts.Diagnostic, text: string, file: FileId): Diagnostic {
  const detail = ts.flattenDiagnosticMessageText(found.messageText, '\n')
  return at({ kind: 'script-syntax', file, subject: file, detail }, text, position(text, found.start ?? 0))
}

function requiresOf(code: string): string[] {
  const { importedFiles } = ts.preProcessFile(code, true, true)
  const later = [...code.matchAll(/\brequire\.async\(\s*['"]([^'"]+)['"]/g)].flatMap(([, name]) => name ?? [])
  return [...new Set([...importedFiles.map(({ fileName }) => fileName), ...later])]
}

/**
 * The module the phone imports for one script: a factory called at the first `require`, so that evaluation order is the
 * mini-program's, not the browser's.
 */
export function scriptModule(script: CompiledScript): { code: string; map: string } {
  const code = `export default function (require, module, exports, ${SCRIPT_GLOBAL_NAMES.join(', ')}) {\n${script.code}\n}\n`
  const map = JSON.parse(script.map) as { mappings: string }
  return { code, map: JSON.stringify({ ...map, mappings: `;${map.mappings}` }) }
}
