import postcss, { type AtRule, type Declaration, type Root, type Rule } from 'postcss'
import selectorParser from 'postcss-selector-parser'
import type { Diagnostic, DiagnosticKind } from '../../host/diagnostics/types'
import { at } from './diagnostic'
import type { FileId } from './sources'

/** Declarations that Skyline drops: it lays out by flex alone, scrolls in scroll-view only, and has no `em`. */
const DROPPED: readonly (readonly [property: RegExp, value: RegExp])[] = [
  [/^display$/, /^(inline(-block|-flex)?|(inline-)?grid|(inline-)?table.*)$/],
  [/^float$/, /^(left|right)$/],
  [/^overflow(-x|-y)?$/, /\b(scroll|auto)\b/],
  [/^(?!--)/, /(^|[\s(,])-?[\d.]+em\b/],
]

/** The same for a file that nobody has parsed yet. */
export function skylineFindingsIn(file: FileId, text: string): Diagnostic[] {
  return skylineFindings(postcss.parse(text, { from: file }), file, text)
}

/**
 * What Skyline does not take of a WXSS file, with its place: selectors other than classes' own kin, media queries other than
 * the dark mode's, layouts it does not know (the platform's page on Skyline's WXSS).
 */
export function skylineFindings(root: Root, file: FileId, text: string): Diagnostic[] {
  const found: Diagnostic[] = []
  const report = (kind: DiagnosticKind, subject: string, node: Rule | AtRule | Declaration) => {
    const start = node.source?.start ?? { line: 1, column: 1 }
    found.push(at({ kind, file, subject }, text, start))
  }
  root.walkAtRules('media', (rule) => {
    if (!/^\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)$/.test(rule.params))
      report('skyline-media', `@media ${rule.params}`, rule)
  })
  root.walkRules((rule) => {
    if (rule.parent?.type === 'atrule' && (rule.parent as AtRule).name.endsWith('keyframes')) return
    selectorParser((selectors) => {
      selectors.walk((node) => {
        if (node.type === 'universal' || node.type === 'attribute')
          report('skyline-selector', String(node).trim(), rule)
      })
    }).processSync(rule.selector)
  })
  root.walkDecls((declaration) => {
    const { prop, value } = declaration
    if (DROPPED.some(([property, dropped]) => property.test(prop) && dropped.test(value)))
      report('skyline-declaration', `${prop}: ${value}`, declaration)
  })
  return found
}
