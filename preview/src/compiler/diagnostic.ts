import type { Diagnostic } from '../../host/diagnostics/types'

/** Line and column (1-based) of an offset. */
export function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, Math.max(0, offset)).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

/** Two lines before and after `line`, numbered, with a caret under `column`. */
export function codeFrame(text: string, line: number, column = 1): string {
  const lines = text.split('\n')
  const first = Math.max(1, line - 2)
  const shown = lines.slice(first - 1, line + 2).flatMap((content, index) => {
    const number = first + index
    const row = `${number === line ? '>' : ' '} ${String(number).padStart(4)} | ${content}`
    return number === line ? [row, `${' '.repeat(8 + column)}^`] : [row]
  })
  return shown.join('\n')
}

/** A diagnostic at a known place, with the lines around it. */
export function at(
  base: Pick<Diagnostic, 'kind' | 'file' | 'subject'> & Partial<Diagnostic>,
  text: string,
  place: { line: number; column: number },
): Diagnostic {
  return { ...base, ...place, frame: codeFrame(text, place.line, place.column) }
}

/** A diagnostic at the first occurrence of `needle`, or without a place when it does not occur literally. */
export function atText(
  base: Pick<Diagnostic, 'kind' | 'file' | 'subject'> & Partial<Diagnostic>,
  text: string,
  needle: string,
): Diagnostic {
  const offset = text.indexOf(needle)
  return offset < 0 ? base : at(base, text, position(text, offset))
}
