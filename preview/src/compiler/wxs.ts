/** What WeChat's WXS compiler refuses: broken syntax, and anything newer than ES5. */
import ts from 'typescript'
import type { Diagnostic } from '../../host/diagnostics/types'
import { at, position } from './diagnostic'
import type { FileId } from './sources'

const TOO_NEW: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.ArrowFunction, 'arrow functions'],
  [ts.SyntaxKind.ClassDeclaration, 'classes'],
  [ts.SyntaxKind.TemplateExpression, 'template strings'],
  [ts.SyntaxKind.NoSubstitutionTemplateLiteral, 'template strings'],
  [ts.SyntaxKind.SpreadElement, 'spread'],
  [ts.SyntaxKind.ObjectBindingPattern, 'destructuring'],
  [ts.SyntaxKind.ArrayBindingPattern, 'destructuring'],
  [ts.SyntaxKind.ForOfStatement, 'for...of'],
  [ts.SyntaxKind.ImportDeclaration, 'import'],
  [ts.SyntaxKind.ExportAssignment, 'export'],
])

/**
 * @param source the module's code
 * @param text the whole file it stands in, a `.wxs` or a `.wxml`
 * @param offset where `source` begins in `text`
 */
export function wxsProblems(source: string, file: FileId, text: string, offset: number): Diagnostic[] {
  const problem = (start: number, detail: string): Diagnostic =>
    at({ kind: 'wxs-syntax', file, subject: file, detail }, text, position(text, offset + start))
  const { diagnostics = [] } = ts.transpileModule(source, {
    compilerOptions: { allowJs: true, target: ts.ScriptTarget.ES5, ignoreDeprecations: '6.0' },
    fileName: 'module.js',
    reportDiagnostics: true,
  })
  const broken = diagnostics.filter(({ start }) => start !== undefined)
  if (broken.length > 0)
    return broken.map((found) => problem(found.start ?? 0, ts.flattenDiagnosticMessageText(found.messageText, '\n')))
  return newer(source).map(({ start, name }) => problem(start, `WXS is ES5: no ${name}`))
}

function newer(source: string): { start: number; name: string }[] {
  const tree = ts.createSourceFile('module.js', source, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS)
  const found: { start: number; name: string }[] = []
  const visit = (node: ts.Node): void => {
    const name = TOO_NEW.get(node.kind) ?? (isBlockScoped(node) ? 'let or const' : undefined)
    if (name !== undefined) found.push({ start: node.getStart(), name })
    else ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

const isBlockScoped = (node: ts.Node): boolean =>
  ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) !== 0
