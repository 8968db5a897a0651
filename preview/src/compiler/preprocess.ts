/** `.less`, `.scss` and `.sass` beside `.wxss`, compiled by the packages that the user's own folder has installed. */
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Diagnostic } from '../../host/diagnostics/types'
import { at } from './diagnostic'
import type { FileId, Sources } from './sources'

/** Endings of style sheets, in the order they are looked for. */
export const STYLE_ENDINGS = ['.wxss', '.less', '.scss', '.sass'] as const

export type Preprocessed = { css: string; files: FileId[] } | { diagnostic: Diagnostic }

interface Failure {
  message: string
  line?: number
  column?: number
  filename?: string
  /** Sass, 0-based. */
  span?: { url?: URL; start: { line: number; column: number } }
  sassMessage?: string
}

interface Less {
  render(
    text: string,
    options: { filename: string; syncImport: true },
    done: (error: Failure | null, output?: { css: string; imports: string[] }) => void,
  ): void
}

interface Sass {
  compileString(
    text: string,
    options: { url: URL; syntax: 'scss' | 'indented' },
  ): { css: string; loadedUrls: readonly URL[] }
}

/** `undefined` for a sheet that is plain WXSS. */
export function preprocess(file: FileId, text: string, sources: Sources): Preprocessed | undefined {
  const ending = path.extname(file)
  if (ending !== '.less' && ending !== '.scss' && ending !== '.sass') return undefined
  const name = ending === '.less' ? 'less' : 'sass'
  const tool = installed(name, sources)
  if (tool === undefined)
    return { diagnostic: at({ kind: 'style-tool', file, subject: name }, text, { line: 1, column: 1 }) }
  try {
    const compile = name === 'less' ? withLess(tool as Less) : withSass(tool as Sass, ending === '.sass')
    const { css, files } = compile(text, sources.fileOf(file))
    return { css, files: files.flatMap((used) => sources.idOf(used) ?? []) }
  } catch (error) {
    return { diagnostic: placed(error as Failure, file, sources) }
  }
}

/** The package as `require` finds it from the mini-program's folder upward. */
function installed(name: string, sources: Sources): unknown {
  const require = createRequire(path.join(sources.root, 'package.json'))
  try {
    return require(name)
  } catch (error) {
    if ((error as { code?: string }).code === 'MODULE_NOT_FOUND') return undefined
    throw error
  }
}

type Compile = (text: string, filename: string) => { css: string; files: string[] }

const withLess =
  (less: Less): Compile =>
  (text, filename) => {
    let result: { css: string; files: string[] } | undefined
    less.render(text, { filename, syncImport: true }, (error, output) => {
      if (error) throw Object.assign(new Error(error.message), error)
      result = { css: output?.css ?? '', files: output?.imports ?? [] }
    })
    if (result === undefined) throw new Error('less did not answer at once: version 3 or newer is needed')
    return result
  }

const withSass =
  (sass: Sass, indented: boolean): Compile =>
  (text, filename) => {
    const url = pathToFileURL(filename)
    const { css, loadedUrls } = sass.compileString(text, { url, syntax: indented ? 'indented' : 'scss' })
    return { css, files: loadedUrls.filter(({ protocol }) => protocol === 'file:').map((used) => fileURLToPath(used)) }
  }

function placed(error: Failure, file: FileId, sources: Sources): Diagnostic {
  const named = error.filename ?? (error.span?.url && fileURLToPath(error.span.url))
  const id = (named !== undefined && sources.idOf(path.resolve(named))) || file
  const line = error.line ?? (error.span?.start.line ?? 0) + 1
  const column = (error.column ?? error.span?.start.column ?? 0) + 1
  const detail = error.sassMessage ?? error.message
  return at({ kind: 'style-syntax', file: id, subject: id, detail }, sources.read(id), { line, column })
}
