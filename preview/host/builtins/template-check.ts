/** Reads WXML for what the built-in tags do not know: attributes, values and events, each with its line. */
import type { BuiltinDefinition } from './types'

/** One start tag of a WXML text. */
export interface StartTag {
  name: string
  /** 1-based line of its `<`. */
  line: number
  attributes: readonly { name: string; value: string; line: number }[]
}

export interface Finding {
  line: number
  message: string
}

/** Every start tag, in order. Comments and inline WXS hold none. */
export function startTags(wxml: string): StartTag[] {
  const blank = (text: string) => text.replace(/[^\n]/g, ' ')
  const text = wxml
    .replace(/<!--[\s\S]*?(?:-->|$)/g, blank)
    .replace(/(<wxs\b[^>]*>)([\s\S]*?)(?=<\/wxs>)/g, keepTag(blank))
  const tags: StartTag[] = []
  for (const match of text.matchAll(/<([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/g)) {
    const [, name = '', inside = ''] = match
    const start = match.index + 1 + name.length
    const attributes = [...inside.matchAll(/([^\s"'=/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/g)].map((found) => ({
      name: found[1] ?? '',
      value: found[2] ?? found[3] ?? '',
      line: lineAt(text, start + found.index),
    }))
    tags.push({ name, line: lineAt(text, match.index), attributes })
  }
  return tags
}

const keepTag = (blank: (text: string) => string) => (_: string, tag: string, code: string) => tag + blank(code)

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

/** `src` of every import and include, as written. */
export function importsOf(wxml: string): string[] {
  return startTags(wxml)
    .filter(({ name }) => name === 'import' || name === 'include')
    .flatMap(({ attributes }) => attributes.find(({ name }) => name === 'src')?.value ?? [])
}

const EVENT = /^(?:mut-bind|capture-bind|capture-catch|bind|catch):?(.+)$/
const ANYWHERE =
  /^(?:id|class|style|slot|hidden|animation|is|mark|data-.*|aria-.*|(?:wx|data|mark|generic|change|worklet|slot|let):.*)$/
/** Attributes of tags that answer to touch, besides their own. */
const HOVER = new Set(['hoverClass', 'hoverStopPropagation', 'hoverStartTime', 'hoverStayTime'])
/** Raised on every tag. */
const GESTURES = new Set(
  'tap longpress longtap touchstart touchmove touchend touchcancel touchforcechange canceltap transitionend animationstart animationiteration animationend'.split(
    ' ',
  ),
)

/** What one definition does not know of its tag's uses in a text. */
export function checkTag(name: string, definition: BuiltinDefinition, wxml: string): Finding[] {
  const tags = startTags(wxml).filter((tag) => tag.name === name)
  return tags.flatMap(({ attributes }) =>
    attributes.flatMap(({ name: attribute, value, line }) => {
      const message = problem(name, definition, attribute, value)
      return message === undefined ? [] : [{ line, message }]
    }),
  )
}

function problem(tag: string, definition: BuiltinDefinition, written: string, value: string): string | undefined {
  if (ANYWHERE.test(written)) return undefined
  const name = camelCase(written.replace(/^model:/, ''))
  const property = definition.properties[name]
  const event = EVENT.exec(written)?.[1]
  if (property === undefined && event !== undefined)
    return GESTURES.has(event) || definition.events.includes(event) ? undefined : `<${tag}> raises no event "${event}"`
  if (property === undefined) return HOVER.has(name) ? undefined : `<${tag}> has no attribute "${written}"`
  if (typeof property.unsupported === 'string') return `<${tag} ${written}>: ${property.unsupported}`
  const refused = property.unsupported?.[value]
  if (refused !== undefined) return `<${tag} ${written}="${value}">: ${refused}`
  if (property.values === undefined || value.includes('{{') || property.values.includes(value)) return undefined
  return `<${tag} ${written}="${value}">: not one of ${property.values.join(', ')}`
}

const camelCase = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
