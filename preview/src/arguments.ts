import { parseArgs } from 'node:util'
import type { PreviewOptions } from './index'

/** The command line cannot be understood; the message says what is wrong with which option. */
export class BadArgumentsError extends Error {
  override name = 'BadArgumentsError'
}

export const HELP = `lianmai-preview <folder> [options]

Runs a WeChat mini-program folder in phone frames in the browser.

  --port <n>             default 5173; 0 takes a free one
  --host <address>       default 127.0.0.1
  --phone <page?query>   a phone opening this page; repeat for several (default: one, first page)
  --npm <name=folder>    a package taken from a folder; repeatable
  --ext <json>           added to what wx.getExtConfigSync() returns
  --media-map <from=to>  rtmp://host:port=ws://host:port: play and push there as WS-FLV; repeatable
  --lang zh|en           default zh
  --theme light|dark     default light
  --renderer <name>      webview or skyline for every page; default auto: as app.json says
  --help, --version`

const OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  phone: { type: 'string', multiple: true },
  npm: { type: 'string', multiple: true },
  ext: { type: 'string' },
  'media-map': { type: 'string', multiple: true },
  lang: { type: 'string' },
  theme: { type: 'string' },
  renderer: { type: 'string' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const

export interface Arguments {
  values: { help?: boolean; version?: boolean }
  /** `undefined` when no folder was given. */
  options: PreviewOptions | undefined
}

/** @throws BadArgumentsError */
export function parseArguments(argv: string[]): Arguments {
  const { values, positionals } = read(argv)
  const [folder, extra] = positionals
  if (extra !== undefined) throw new BadArgumentsError(`One folder at a time: "${extra}" is too much.`)
  const flags = { ...(values.help && { help: true }), ...(values.version && { version: true }) }
  if (folder === undefined) return { values: flags, options: undefined }
  const options: PreviewOptions = {
    folder,
    ...(values.port !== undefined && { port: portOf(values.port) }),
    ...(values.host !== undefined && { host: values.host }),
    ...(values.phone && { phones: values.phone }),
    ...(values.npm && { npm: pairs('npm', values.npm) }),
    ...(values.ext !== undefined && { ext: jsonObject(values.ext) }),
    ...(values['media-map'] && { mediaMap: pairs('media-map', values['media-map']) }),
    ...(values.lang !== undefined && { language: oneOf('lang', values.lang, ['zh', 'en'] as const) }),
    ...(values.theme !== undefined && { theme: oneOf('theme', values.theme, ['light', 'dark'] as const) }),
    ...(values.renderer !== undefined && {
      renderer: oneOf('renderer', values.renderer, ['auto', 'webview', 'skyline'] as const),
    }),
  }
  return { values: flags, options }
}

function read(argv: string[]) {
  try {
    return parseArgs({ args: argv, options: OPTIONS, allowPositionals: true })
  } catch (error) {
    throw new BadArgumentsError(error instanceof Error ? error.message : String(error))
  }
}

function portOf(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65535 && text.trim() !== '') return port
  throw new BadArgumentsError(`--port ${text}: give a number from 0 to 65535.`)
}

/** `a=b` at the first `=`: the right side may contain more. */
function pairs(option: string, entries: string[]): Record<string, string> {
  return Object.fromEntries(
    entries.map((entry) => {
      const [from, to] = entry.split(/=(.*)/s)
      if (!from || !to) throw new BadArgumentsError(`--${option} ${entry}: write it as left=right.`)
      return [from, to]
    }),
  )
}

function jsonObject(text: string): Record<string, unknown> {
  const refuse = new BadArgumentsError(`--ext ${text}: give a JSON object, e.g. --ext '{"key": 1}'.`)
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    throw refuse
  }
  throw refuse
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((name) => name === value)
  if (found === undefined) throw new BadArgumentsError(`--${option} ${value}: give ${allowed.join(' or ')}.`)
  return found
}
