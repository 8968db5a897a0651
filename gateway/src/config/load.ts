/** Flag over variable over file over default. Pure but for reading files, so that every message is tested. */
import { readFileSync } from 'node:fs'
import { LEAVES, leafAt } from './leaves'
import { sentences } from './problems'
import { configSchema, KEY_RECIPE, type Config } from './schema'
import { fromCommandLine, fromEnvironment, parsed, UsageError, type CommandLine } from './sources'
import { Tree, type Branch } from './tree'

/** @throws with the system's `code` when it cannot be read */
export type ReadFile = (path: string) => string

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder',
}

function contents(said: string, path: string, read: ReadFile): string {
  try {
    return read(path)
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    throw new UsageError(`${said}: cannot read ${path}: ${REASONS[code] ?? message}.`)
  }
}

function parseFile(path: string, text: string): Branch {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    // The message of JSON.parse quotes what stands there, perhaps a secret; the place alone says enough.
    const position = Number(/position (\d+)/.exec((error as Error).message)?.[1] ?? NaN)
    const where = Number.isNaN(position) ? '' : ` in line ${text.slice(0, position).split('\n').length}`
    throw new UsageError(`${path} is not JSON${where}: a comma or a quote is missing or too much.`)
  }
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Branch
  throw new UsageError(`${path} must hold one JSON object, like {"port": 8787}.`)
}

/** Reads the secrets that are in files of their own. */
function openSecrets(tree: Tree, read: ReadFile): void {
  for (const { path, holds } of LEAVES) {
    const file = tree.get(path)
    if (!holds || typeof file !== 'string') continue
    const text = contents(tree.said(path) ?? path.join('.'), file, read).trim()
    const type = leafAt(holds)?.type
    tree.rename(path, holds)
    tree.remove(path)
    tree.set(holds, type === 'list' ? text.split(/\s+/).filter(Boolean) : type === 'json' ? parsed(text) : text)
  }
}

/** What has no constant default. A restart must not lose rooms unless somebody chose that, hence the journal. */
function complete(tree: Tree): void {
  const dev = tree.get(['dev']) === true
  if (tree.get(['host']) === undefined) tree.set(['host'], dev ? '127.0.0.1' : '0.0.0.0')
  const log = tree.get(['log'])
  if (log === undefined) tree.set(['log'], {})
  if (tree.get(['log', 'kind']) === undefined) tree.set(['log', 'kind'], dev ? 'memory' : 'journal')
}

function needKeys({ keys, dev }: Config): void {
  if (keys.length > 0 || dev) return
  throw new UsageError(`No key to check tokens with. Make one and start with it:
  export LIANMAI_KEY=$(${KEY_RECIPE})
  lianmai-gateway
Or, to try things on this machine: lianmai-gateway --dev`)
}

/** @throws UsageError with a line for everything that is wrong */
export function loadConfig(line: CommandLine, env: NodeJS.ProcessEnv, read: ReadFile): Config {
  const file = line.config ?? env['LIANMAI_CONFIG']
  const said = line.config === undefined ? 'LIANMAI_CONFIG' : '--config'
  const tree = new Tree(file ? parseFile(file, contents(said, file, read)) : {}, file)
  tree.remove(['$schema'])
  tree.lay(fromEnvironment(env))
  tree.lay(line.given)
  openSecrets(tree, read)
  complete(tree)
  const { success, data, error } = configSchema.safeParse(tree.root)
  if (!success) throw new UsageError(`${sentences(error.issues, tree.root, (path) => tree.said(path)).join('.\n')}.`)
  needKeys(data)
  return data
}

/** As {@link loadConfig}, from what a person typed. */
export function configOf(args: readonly string[], env: NodeJS.ProcessEnv = {}, read: ReadFile = readText): Config {
  return loadConfig(fromCommandLine(args), env, read)
}

export const readText: ReadFile = (path) => readFileSync(path, 'utf8')
