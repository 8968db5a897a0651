/** Says what a built-in tag cannot do, with the WXML file and line where it is asked to. */
import { phoneLog } from '../runtime/phone-log'
import type { BuiltinDefinition, BuiltinHost } from './types'
import { checkTag, importsOf, startTags } from './template-check'

interface TagReport {
  file: string
  line: number
  message: string
}

interface Source {
  file: string
  text: string
}

const templates = new Map<string, Promise<Source[]>>()
const checked = new Set<string>()
const reported = new Set<string>()

/** Looks at every use of the node's tag in the WXML around it; once for each file and tag. */
export async function checkTemplate(host: BuiltinHost, definition: BuiltinDefinition): Promise<void> {
  const key = `${unitOf(host)} ${host.tag}`
  if (unitOf(host) === '' || checked.has(key)) return
  checked.add(key)
  for (const { file, text } of await sourcesOf(unitOf(host)))
    for (const { line, message } of checkTag(host.tag, definition, text)) add({ file, line, message })
}

/** Reports `message` at the place of the node, or at its `attribute` when WXML writes it. */
export async function reportAt(host: BuiltinHost, message: string, attribute?: string): Promise<void> {
  const [place] = await placesOf(host, attribute)
  add({ file: place?.file ?? `${unitOf(host)}.wxml`, line: place?.line ?? 1, message })
}

/** `file:line` of the node; of each candidate when several nodes of the file look the same. */
export async function placeOf(host: BuiltinHost): Promise<string> {
  const places = await placesOf(host)
  const first = places[0]
  if (first === undefined) return `${unitOf(host)}.wxml`
  const lines = places.filter(({ file }) => file === first.file).map(({ line }) => line)
  return `${first.file}:${lines.join(', ')}`
}

async function placesOf(host: BuiltinHost, attribute?: string): Promise<{ file: string; line: number }[]> {
  const found = (await sourcesOf(unitOf(host))).flatMap(({ file, text }) =>
    startTags(text)
      .filter(({ name }) => name === host.tag)
      .map((tag) => ({ file, ...tag, own: tag.attributes.find(({ name }) => name === attribute) })),
  )
  const named = found.filter(({ attributes }) =>
    attributes.some(({ name, value }) => name === 'id' && value === host.id),
  )
  const candidates = host.id !== '' && named.length > 0 ? named : found
  const using = candidates.filter(({ own }) => own !== undefined)
  return (using.length > 0 ? using : candidates).map(({ file, line, own }) => ({ file, line: own?.line ?? line }))
}

function add(report: TagReport): void {
  const key = JSON.stringify(report)
  if (reported.has(key)) return
  reported.add(key)
  const detail = `${report.message} (${report.file}:${report.line})`
  console.warn(detail)
  phoneLog.add({ kind: 'error', source: 'preview', name: 'WXML', detail, failed: true })
}

/** Path of the component or page whose WXML contains the node. */
const unitOf = (host: BuiltinHost): string => ((host.owner as { is?: string } | null)?.is ?? '').replace(/^\//, '')

/** The WXML of a unit and of everything it imports. */
function sourcesOf(unit: string): Promise<Source[]> {
  const known = templates.get(unit) ?? load([`${unit}.wxml`])
  templates.set(unit, known)
  return known
}

async function load(files: string[]): Promise<Source[]> {
  const sources: Source[] = []
  // Grows while it is walked: imports of imports.
  for (const file of files) {
    const response = await fetch(`/@mp/file/${encodeURI(file)}`)
    if (!response.ok) continue
    const text = await response.text()
    sources.push({ file, text })
    for (const target of importsOf(text)) {
      const path = resolve(file, target)
      if (!files.includes(path)) files.push(path)
    }
  }
  return sources
}

function resolve(from: string, target: string): string {
  const { pathname } = new URL(target, `http://x/${from}`)
  const path = decodeURI(pathname.slice(1))
  return path.endsWith('.wxml') ? path : `${path}.wxml`
}

import.meta.hot?.on('mp:update', () => {
  templates.clear()
  checked.clear()
})
