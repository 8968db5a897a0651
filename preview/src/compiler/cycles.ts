/** Components that contain themselves with nothing that could end it: they would never finish rendering. */
import type { Unit } from '../../host/manifest'

const TAG = /<!--[\s\S]*?-->|<wxs\b[\s\S]*?(?:<\/wxs>|\/>)|<(\/?)([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^>"'])*?)(\/?)>/g
const CONDITION = /(^|\s)wx:(if|elif|else|for)\b/

/** Tags that a template renders whatever its data are: none of the elements around them has wx:if or wx:for. */
export function unconditionalTags(wxml: string): string[] {
  const found = new Set<string>()
  const open: { tag: string; conditional: boolean }[] = []
  for (const [, closing, tag, attributes = '', selfClosing] of wxml.matchAll(TAG)) {
    if (tag === undefined) continue
    if (closing) {
      const index = open.findLastIndex((element) => element.tag === tag)
      if (index >= 0) open.splice(index)
      continue
    }
    // The body of a template is rendered where, and only if, somebody names it.
    const conditional = (open.at(-1)?.conditional ?? false) || CONDITION.test(attributes) || tag === 'template'
    if (!conditional) found.add(tag)
    if (!selfClosing) open.push({ tag, conditional })
  }
  return [...found]
}

/** Each endless chain once, as unit ids that begin and end with the same component. */
export function endlessChains(
  units: Readonly<Record<string, Unit>>,
  tagsOf: (unit: Unit) => readonly string[],
): string[][] {
  const chains: string[][] = []
  const done = new Set<string>()
  const walk = (id: string, path: string[]): void => {
    const start = path.indexOf(id)
    if (start >= 0) return void chains.push([...path.slice(start), id])
    const unit = units[id]
    if (unit === undefined || done.has(id)) return
    for (const tag of tagsOf(unit)) {
      const target = unit.using[tag]
      if (target !== undefined) walk(target, [...path, id])
    }
    done.add(id)
  }
  for (const id of Object.keys(units)) walk(id, [])
  return chains
}
