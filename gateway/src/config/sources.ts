/** Command line, environment and file, each as a list of values that were said somewhere. */
import { parseArgs } from 'node:util'
import { LEAVES, type Leaf } from './leaves'
import { didYouMean } from './nearest'

/** A mistake of the caller's; the message says what to do, without a stack. */
export class UsageError extends Error {}

export interface Given {
  leaf: Leaf
  value: unknown
  /** How it was said: `--port`, `LIANMAI_PORT`. */
  said: string
}

export interface CommandLine {
  help: boolean
  version: boolean
  check: boolean
  config: string | undefined
  given: Given[]
}

/** Flags that are about the command itself, not the gateway. */
const OWN = {
  config: { type: 'string' },
  check: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const

/** What a text means to this option; what it cannot mean stays a text, and the schema says so. */
function convert(leaf: Leaf, text: string): unknown {
  if (leaf.type === 'integer' || leaf.type === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
  if (leaf.type === 'boolean') return { 1: true, true: true, 0: false, false: false }[text] ?? text
  if (leaf.type === 'json') return parsed(text)
  return text
}

/** JSON, or the text as it is, for the schema to complain about. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function complaint(error: Error & { code?: string }): string {
  const quoted = /'(--?[\w-]+)/.exec(error.message)?.[1]
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' && quoted) {
    const flags = [...LEAVES.map((leaf) => leaf.flag), ...Object.keys(OWN)]
    return `${quoted} is no option${didYouMean(quoted.replace(/^-+/, ''), flags)}`
  }
  // A key that got loose from its flag is not repeated.
  const argument = /Unexpected argument '([\w.-]{1,20})'/.exec(error.message)?.[1]
  if (error.code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') {
    return argument ? `'${argument}' belongs to no option` : 'there is an argument that belongs to no option'
  }
  return error.message.split('. ')[0] as string
}

/** @throws UsageError */
export function fromCommandLine(args: readonly string[]): CommandLine {
  const flags = LEAVES.map((leaf) => {
    const type = leaf.type === 'boolean' ? ('boolean' as const) : ('string' as const)
    return [leaf.flag, { type, multiple: leaf.type === 'list' }] as const
  })
  const options = { ...Object.fromEntries(flags), ...OWN }
  let values: Record<string, unknown>
  try {
    values = parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values
  } catch (error) {
    throw new UsageError(`${complaint(error as Error)}. See lianmai-gateway --help.`)
  }
  const { help, version, check, config } = values as { [K in keyof typeof OWN]?: unknown }
  const given = LEAVES.flatMap((leaf): Given[] => {
    const value = values[leaf.flag]
    if (value === undefined) return []
    return [{ leaf, value: typeof value === 'string' ? convert(leaf, value) : value, said: `--${leaf.flag}` }]
  })
  const said = { help: help === true, version: version === true, check: check === true }
  return { ...said, config: config as string | undefined, given }
}

/** What Kubernetes sets by itself when a Service is called lianmai-something. */
const SERVICE_LINK = /_SERVICE_(HOST|PORT\w*)$|_PORT_\d+_(TCP|UDP)\w*$/

/** @throws UsageError on a variable of ours that does not exist */
export function fromEnvironment(env: NodeJS.ProcessEnv): Given[] {
  const known = LEAVES.map((leaf) => leaf.variable)
  return Object.entries(env).flatMap(([variable, text]): Given[] => {
    if (!variable.startsWith('LIANMAI_') || variable === 'LIANMAI_CONFIG' || !text) return []
    const leaf = LEAVES.find((each) => each.variable === variable)
    if (leaf) {
      const value = leaf.type === 'list' ? text.split(/\s+/).filter(Boolean) : convert(leaf, text)
      return [{ leaf, value, said: variable }]
    }
    if (SERVICE_LINK.test(variable)) return []
    throw new UsageError(`${variable} is no variable of lianmai-gateway${didYouMean(variable, known)}. See --help.`)
  })
}
