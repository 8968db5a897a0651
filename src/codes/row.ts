/** `info`: all is well. `warning`: the platform recovers by itself. `error`: needs the app, or a person. */
export type CodeLevel = 'info' | 'warning' | 'error'

/** What is known beyond name and text. Versions are base library versions. */
export interface CodeHistory {
  /** False: on no component page, seen in the wild or in the native SDK's header. Absent: documented. */
  documented?: false
  /** First version whose component page has the code, or this meaning of it; the pages were rewritten in 3.16.0. */
  since?: string
  /** First version whose component page has it no longer, or with another meaning. */
  until?: string
}

/** Code, name (of the native SDK, without its prefix; ours where it has none), level, Chinese, English. */
export type CodeRow = readonly [code: number, name: string, level: CodeLevel, zh: string, en: string, CodeHistory?]

/** 2026-04-03: the code tables of both tags were rewritten. */
export const REWRITTEN = '3.16.0'
/** On the pages since the rewriting. */
export const NEW: CodeHistory = { since: REWRITTEN }
/** On the pages until the rewriting. */
export const OLD: CodeHistory = { until: REWRITTEN }
/** On no page. */
export const UNDOCUMENTED: CodeHistory = { documented: false }
