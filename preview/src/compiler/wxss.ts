import postcss, { CssSyntaxError, type AtRule, type Root } from 'postcss'
import selectorParser from 'postcss-selector-parser'
import valueParser from 'postcss-value-parser'
import type { Diagnostic } from '../../host/diagnostics/types'
import { convertUnits, HAS_UNITS } from '../../host/runtime/units'
import { at } from './diagnostic'
import { preprocess } from './preprocess'
import { join } from './resolve'
import { skylineFindings } from './skyline'
import type { FileId, Sources } from './sources'

/**
 * Stands for the class prefix of the style scope. It is replaced in the phone, because a component may choose its
 * isolation in script (`options.styleIsolation`), which the compiler does not run.
 */
export const SCOPE = '__SCOPE__'

/** Stands for the id of the component that uses the style sheet, for `:host`; replaced in the phone too. */
export const UNIT = '__UNIT__'

export interface CompiledStyle {
  css: string
  /** Every file it was made of, itself first. */
  files: FileId[]
  diagnostics: Diagnostic[]
  /** What Skyline does not take of it; WebView does. */
  skyline: Diagnostic[]
}

/** Compiles one WXSS file with its imports to CSS for the phone. */
export function compileStyle(file: FileId, sources: Sources): CompiledStyle {
  const files: FileId[] = []
  const diagnostics: Diagnostic[] = []
  const skyline: Diagnostic[] = []
  const root = load(file, sources, { files, diagnostics, skyline })
  if (diagnostics.length === 0) transform(root)
  return { css: diagnostics.length === 0 ? root.toString() : '', files, diagnostics, skyline }
}

type Gathered = Omit<CompiledStyle, 'css'>

function load(file: FileId, sources: Sources, gathered: Gathered): Root {
  gathered.files.push(file)
  const source = sources.read(file)
  const made = preprocess(file, source, sources)
  if (made !== undefined && 'diagnostic' in made) {
    gathered.diagnostics.push(made.diagnostic)
    return postcss.root()
  }
  if (made) gathered.files.push(...made.files.filter((used) => !gathered.files.includes(used)))
  return parse(file, made?.css ?? source, sources, gathered)
}

function parse(file: FileId, text: string, sources: Sources, gathered: Gathered): Root {
  try {
    const root = postcss.parse(text, { from: file })
    gathered.skyline.push(...skylineFindings(root, file, text))
    root.walkDecls((declaration) => {
      declaration.value = convertValue(declaration.value, file)
    })
    root.walkAtRules('import', (rule) => inlineImport(rule, file, sources, gathered))
    return root
  } catch (error) {
    if (!(error instanceof CssSyntaxError)) throw error
    const place = { line: error.line ?? 1, column: error.column ?? 1 }
    gathered.diagnostics.push(at({ kind: 'style-syntax', file, subject: file, detail: error.reason }, text, place))
    return postcss.root()
  }
}

function inlineImport(rule: AtRule, file: FileId, sources: Sources, gathered: Gathered): void {
  const target = /['"]([^'"]+)['"]/.exec(rule.params)?.[1] ?? rule.params
  const found = join(file, target)
  if (gathered.files.includes(found)) return void rule.remove()
  if (!sources.isFile(found)) {
    const start = rule.source?.start ?? { line: 1, column: 1 }
    gathered.diagnostics.push(at({ kind: 'style-missing', file, subject: target }, sources.read(file), start))
    return
  }
  rule.replaceWith(load(found, sources, gathered).nodes)
}

function transform(root: Root): void {
  root.walkAtRules('media', forceableTheme)
  root.walkRules((rule) => {
    if (rule.parent?.type === 'atrule' && (rule.parent as AtRule).name.endsWith('keyframes')) return
    rule.selector = convertSelector(rule.selector)
  })
}

/**
 * The theme of a phone is the bar's, not the computer's: `prefers-color-scheme` becomes a condition on the document that
 * adds no specificity.
 */
function forceableTheme(media: AtRule): void {
  const query = /\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/
  const theme = query.exec(media.params)?.[1]
  if (theme === undefined) return
  media.params = media.params.replace(query, '(min-width: 0)')
  media.walkRules((rule) => {
    rule.selectors = rule.selectors.map((selector) => `:where(html[data-theme='${theme}']) ${selector}`)
  })
}

/** Classes get the scope's prefix, tags are `wx-` elements, `:host` is the component's own node. */
function convertSelector(selector: string): string {
  return selectorParser((selectors) => {
    selectors.walk((node) => {
      if (node.type === 'class') node.value = `${SCOPE}${node.value}`
      else if (node.type === 'tag' && node.value !== 'html' && !isPercentage(node.value))
        node.value = `wx-${node.value}`
      else if (node.type === 'id')
        node.replaceWith(selectorParser.pseudo({ value: `:is([id$='--${node.value}'], #wx-id)` }))
    })
    selectors.walkPseudos((pseudo) => {
      if (pseudo.value !== ':host') return
      const inner = pseudo.nodes.length > 0 ? `:is(${pseudo.nodes.map(String).join(', ')})` : ''
      pseudo.replaceWith(selectorParser.pseudo({ value: `[wx-is='${UNIT}']${inner}` }))
    })
  }).processSync(selector)
}

const isPercentage = (value: string): boolean => /^[\d.]+%$/.test(value)

/** Lengths (units.ts), and `url(/a.png)` to where the preview serves the folder. */
function convertValue(value: string, file: FileId): string {
  const converted = HAS_UNITS.test(value) ? convertUnits(value) : value
  if (!/url\(/i.test(converted)) return converted
  const parsed = valueParser(converted)
  parsed.walk((node) => {
    if (node.type !== 'function' || node.value !== 'url') return undefined
    const [argument] = node.nodes
    if (argument !== undefined && !/^([a-z]+:|\/\/|#)/i.test(argument.value))
      argument.value = `/@mp/file/${join(file, argument.value)}`
    return false
  })
  return parsed.toString()
}
