import type { Diagnostic } from '../../host/diagnostics/types'
import { at, position } from './diagnostic'
import type { FileId } from './sources'

export type Parsed = { value: Record<string, unknown> } | { diagnostic: Diagnostic }

/** Parses one of the mini-program's JSON files; they are objects, always. */
export function parseJson(text: string, file: FileId): Parsed {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { value: value as Record<string, unknown> }
    return { diagnostic: at(base(file, 'expected an object'), text, { line: 1, column: 1 }) }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return {
      diagnostic: at(base(file, detail), text, position(text, Math.min(offsetIn(detail, text), text.trimEnd().length))),
    }
  }
}

const base = (file: FileId, detail: string) => ({ kind: 'json-syntax' as const, file, subject: file, detail })

/** V8 names the offset in the message; without one the text ended too early. */
function offsetIn(message: string, text: string): number {
  const named = /at position (\d+)/.exec(message)?.[1]
  if (named !== undefined) return Number(named)
  const token = /Unexpected token '?(.)'?, (?:\.\.\.)?"(.*?)"(?:\.\.\.)? is not valid/s.exec(message)
  const around = token?.[2] === undefined ? -1 : text.indexOf(token[2])
  return around < 0 ? text.trimEnd().length : around
}
