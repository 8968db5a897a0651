/** What is wrong with the mini-program's files, as the compiler reports it and the phone shows it. */

/** Each kind has one sentence and one remedy in every language (messages.ts). */
export type DiagnosticKind =
  | 'json-syntax'
  | 'app-missing'
  | 'app-pages'
  | 'tab-missing'
  | 'component-cycle'
  | 'placeholder-missing'
  | 'page-missing'
  | 'component-missing'
  | 'template-missing'
  | 'template-syntax'
  | 'template-tag'
  | 'import-missing'
  | 'wxs-missing'
  | 'wxs-syntax'
  | 'style-syntax'
  | 'style-missing'
  | 'style-tool'
  | 'script-syntax'
  | 'require-missing'
  | 'not-supported'
  | 'skyline-selector'
  | 'skyline-media'
  | 'skyline-declaration'

export interface Diagnostic {
  kind: DiagnosticKind
  /** Path inside the mini-program folder; npm packages outside it start with `@npm/`. */
  file: string
  /** 1-based. */
  line?: number
  column?: number
  /** What the sentence names: a path, a tag, a package. */
  subject: string
  /** The parser's own words, in English. */
  detail?: string
  /** Files that were looked for, in order. */
  tried?: string[]
  /** The lines around the place, numbered. */
  frame?: string
}
