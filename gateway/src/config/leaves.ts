/** The schema as a flat list of options, read off its JSON Schema, so that nothing is written down twice. */
import { z } from 'zod'
import type { FieldDoc } from './field'
import { configSchema } from './schema'

interface JsonSchema {
  type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean'
  properties?: Record<string, JsonSchema>
  items?: JsonSchema
  oneOf?: JsonSchema[]
  const?: string
  enum?: string[]
  default?: unknown
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  doc?: FieldDoc
}

export interface Leaf {
  /** Keys from the top of the file. */
  path: readonly string[]
  /** `json`: a list or object of its own; in a flag or variable it is given as JSON. */
  type: 'number' | 'integer' | 'string' | 'boolean' | 'list' | 'json'
  doc: FieldDoc
  /** Without dashes. */
  flag: string
  variable: string
  default: unknown
  choices?: readonly string[]
  min?: number
  max?: number
  /** Only where `<its object>.kind` is this. */
  kind?: string
  /** It is the path of a file that holds the secret at this path. */
  holds?: readonly string[]
}

const kebab = (text: string): string => text.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

function variableOf(flag: string): string {
  return `LIANMAI_${flag.toUpperCase().replaceAll('-', '_')}`
}

function typeOf({ type = 'string', items, oneOf }: JsonSchema): Leaf['type'] {
  if (type === 'array') return items?.type === 'string' ? 'list' : 'json'
  if (oneOf) return 'string'
  return type === 'object' ? 'json' : type
}

function leaf(path: readonly string[], schema: JsonSchema, doc: FieldDoc): Leaf {
  const flag = doc.flag ?? path.map(kebab).join('-')
  const { minimum, maximum, exclusiveMinimum } = schema
  const choices = schema.enum ?? schema.oneOf?.flatMap((one) => one.properties?.['kind']?.const ?? [])
  const least = minimum ?? exclusiveMinimum
  return {
    path,
    type: typeOf(schema),
    doc,
    flag,
    variable: variableOf(flag),
    default: schema.default,
    ...(choices && { choices }),
    ...(least !== undefined && { min: least }),
    ...(maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER && { max: maximum }),
  }
}

/** `keys` from `keyFile`, `log.url` from `log.urlFile`. */
function fileLeaf(secret: Leaf): Leaf {
  const name = secret.path.at(-1) as string
  const singular = secret.type === 'list' ? name.replace(/s$/, '') : name
  const path = [...secret.path.slice(0, -1), `${singular}File`]
  const flag = `${secret.flag}-file`
  const doc = { help: `file that holds ${secret.path.join('.')}`, value: 'file' }
  const { kind } = secret
  return {
    ...{ path, type: 'string', doc, flag, variable: variableOf(flag), default: undefined, holds: secret.path },
    ...(kind !== undefined && { kind }),
  }
}

function walk(schema: JsonSchema, path: readonly string[]): Leaf[] {
  const { properties, oneOf, doc } = schema
  const own = doc ? [leaf(path, schema, doc)] : []
  const parts = Object.entries(properties ?? {}).flatMap(([name, part]) => walk(part, [...path, name]))
  const kinds = (oneOf ?? []).flatMap((one) => {
    const kind = one.properties?.['kind']?.const
    return walk(one, path).map((each) => (kind === undefined ? each : { ...each, kind }))
  })
  const all = [...own, ...parts, ...kinds]
  return doc?.secret ? [...all, ...own.map(fileLeaf)] : all
}

/** A section with kinds is chosen by one leaf, which stands where `kind` does. */
function chooser(found: Leaf): Leaf {
  return found.choices && found.path[0] === 'log' && found.path.length === 1
    ? { ...found, path: [...found.path, 'kind'] }
    : found
}

/** Every option of the command, in the order of the schema. */
export const LEAVES: readonly Leaf[] = walk(z.toJSONSchema(configSchema, { io: 'input' }) as JsonSchema, []).map(
  chooser,
)

export function leafAt(path: readonly PropertyKey[]): Leaf | undefined {
  const text = path.join('.')
  return LEAVES.find((each) => each.path.join('.') === text)
}
