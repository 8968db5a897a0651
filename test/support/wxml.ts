import { TmplGroup } from 'glass-easel-template-compiler'

interface Diagnostic {
  isError: boolean
  message: string
  startLine: number
  startColumn: number
}

/** Compiles one template as glass-easel does; returns what it complains about, empty when all is well. */
export function addTemplate(file: string, source: string): string[] {
  const group = new TmplGroup()
  const diagnostics = (group.addTmpl(file, source) ?? []) as unknown as Diagnostic[]
  group.free()
  return diagnostics.map(({ message, startLine, startColumn }) => `${startLine + 1}:${startColumn + 1} ${message}`)
}
