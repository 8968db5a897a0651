/** What the schema found wrong, in sentences: which option, as it was given; what is wanted; what was given instead. */
import type { z } from 'zod'
import { LEAVES, leafAt, type Leaf } from './leaves'
import { didYouMean } from './nearest'

/** How an option was given, e.g. `--port`; undefined: not at all. */
export type Said = (path: readonly PropertyKey[]) => string | undefined

type Issue = z.core.$ZodIssue

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

/** What the option takes, as the end of a sentence; also in the table of docs/operations.md. */
export function wanted({ type, choices, min, max }: Leaf): string {
  if (choices) return list(choices)
  if (type === 'integer') {
    return max === undefined ? `a whole number of at least ${min}` : `a whole number from ${min} to ${max}`
  }
  if (type === 'number') return `a number above ${min}`
  return { boolean: 'true or false (1 or 0)', list: 'a list of texts', string: 'a text', json: 'JSON, as in the file' }[
    type
  ]
}

function valueAt(tree: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], tree)
}

/** The option an issue is about: its leaf, or that of the list or object it is in. */
function leafOf(path: readonly PropertyKey[]): Leaf | undefined {
  return path.length === 0 ? undefined : (leafAt(path) ?? leafOf(path.slice(0, -1)))
}

function shown(tree: unknown, path: readonly PropertyKey[], leaf: Leaf | undefined): string {
  if (leaf?.doc.secret) return ''
  const text = JSON.stringify(valueAt(tree, path)) ?? 'nothing'
  return `, not ${text.length > 80 ? `${text.slice(0, 77)}...` : text}`
}

function unknownKey(path: readonly PropertyKey[], key: string, tree: unknown, said: Said): string {
  const full = [...path, key]
  const name = full.join('.')
  const subject = said(full) ?? name
  const elsewhere = leafAt(full)
  if (elsewhere?.kind !== undefined) {
    const kind = String(valueAt(tree, [...path, 'kind']))
    return `${subject} is for ${path.join('.')}.kind ${elsewhere.kind}, and it is ${kind}`
  }
  const known = LEAVES.filter(
    (leaf) => leaf.path.length > path.length && path.every((part, i) => leaf.path[i] === part),
  )
  const names = Array.from(new Set(known.flatMap((leaf) => leaf.path[path.length] as string)))
  return `${subject} is no option${didYouMean(key, names)}`
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

function missing(path: readonly PropertyKey[], leaf: Leaf | undefined): string {
  const how = leaf ? `: give --${leaf.flag}, ${leaf.variable}${leaf.doc.secret ? ' or the same with _FILE' : ''}` : ''
  return `${path.join('.')} is missing${how}`
}

/** @param tree what was checked */
export function sentences(issues: readonly Issue[], tree: unknown, said: Said): string[] {
  return issues.flatMap((issue): string[] => {
    const { path } = issue
    const leaf = leafOf(path)
    const subject = said(path) ?? path.join('.')
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key, tree, said))
    if (valueAt(tree, path) === undefined && issue.code !== 'custom') return [missing(path, leafAt(path))]
    if (issue.code === 'custom') return [`${subject} ${issue.message}`]
    if (issue.message.startsWith('must ')) return [`${subject} ${issue.message}${shown(tree, path, leaf)}`]
    // Inside of a list or object that is described as a whole.
    if (leaf && leaf.path.length < path.length && leaf.type === 'json') return [`${subject}: ${lower(issue.message)}`]
    return [`${subject} must be ${leaf ? wanted(leaf) : 'an object'}${shown(tree, path, leaf)}`]
  })
}
