/** What the small commands have in common: pure but for the keys they are given, so that every message is tested. */
import { parseArgs, type ParseArgsConfig } from 'node:util'
import type { Key } from '../auth/keys'

export interface Outcome {
  /** 0: done. 2: the command line is wrong. */
  code: 0 | 2
  stdout: string
  stderr: string
}

export interface CommandContext {
  env: Readonly<Record<string, string | undefined>>
  /** Now, ms. */
  nowMs: number
  /**
   * Keys as the gateway itself would have them.
   * @param args `--key` and `--config` as they were given; the environment and the file fill in
   * @throws Error that says where keys come from, when there are none
   */
  readKeys(args: readonly string[]): readonly Key[]
}

export type Command = (args: readonly string[], context: CommandContext) => Outcome

type Options = NonNullable<ParseArgsConfig['options']>
interface Parsed {
  values: Record<string, string | boolean | string[] | undefined>
  words: string[]
}

const done = (stdout: string): Outcome => ({ code: 0, stdout, stderr: '' })

/** @param help printed for `--help`; its first line is the usage @param run returns what to print */
export function command(
  help: string,
  options: Options,
  run: (parsed: Parsed, context: CommandContext) => string,
): Command {
  const usage = help.slice(0, help.indexOf('\n'))
  return (args, context) => {
    try {
      const all = { ...options, help: { type: 'boolean', short: 'h' } } as const
      const { values, positionals } = parseArgs({ args: [...args], options: all, strict: true, allowPositionals: true })
      if (values['help'] === true) return done(help)
      return done(`${run({ values: values as Parsed['values'], words: positionals }, context)}\n`)
    } catch (error) {
      const [why = ''] = (error as Error).message.split('. To specify')
      return { code: 2, stdout: '', stderr: `lianmai-gateway: ${why}\nUsage: ${usage}\n` }
    }
  }
}

/** @throws TypeError when the option was not given */
export function need({ values }: Parsed, name: string): string {
  const value = values[name]
  if (typeof value === 'string' && value !== '') return value
  throw new TypeError(`--${name} is missing`)
}

export function text({ values }: Parsed, name: string): string | undefined {
  return values[name] as string | undefined
}

/** @returns whole seconds @throws TypeError when it is something else */
export function seconds(parsed: Parsed, name: string, otherwise: number): number {
  const value = text(parsed, name)
  if (value === undefined) return otherwise
  if (/^\d{1,9}$/.test(value)) return Number(value)
  throw new TypeError(`--${name} must be a whole number of seconds, not "${value}"`)
}

/** Takes no words. @throws TypeError */
export function noWords({ words }: Parsed): void {
  if (words.length > 0) throw new TypeError(`"${words[0]}" was not expected`)
}

export const KEY_OPTIONS = { key: { type: 'string', multiple: true }, config: { type: 'string' } } as const
export const KEY_HELP = `      --key <kid:secret>    the key; better in LIANMAI_KEY, where no process list shows it
      --config <file>       the gateway's configuration file, to take the key from`

/** The key that signs. */
export function signingKey({ values }: Parsed, { readKeys }: CommandContext): Key {
  const given = (values['key'] as string[] | undefined) ?? []
  const file = values['config'] as string | undefined
  const [key] = readKeys([...given.flatMap((one) => ['--key', one]), ...(file === undefined ? [] : ['--config', file])])
  if (!key)
    throw new TypeError('no key: give one in LIANMAI_KEY, with --key or --config; lianmai-gateway key makes one')
  return key
}
