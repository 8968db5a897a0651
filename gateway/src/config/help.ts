/** --help, the table in docs/operations.md and the example file, all from the schema. */
import { LEAVES, type Leaf } from './leaves'
import { wanted } from './problems'
import { KEY_RECIPE } from './schema'
import type { Branch } from './tree'

const WIDTH = 46

/** The default, as text; empty when there is none. */
function otherwise({ default: value, doc, type }: Leaf): string {
  if (doc.otherwise !== undefined) return doc.otherwise
  if (value === undefined || type === 'boolean' || type === 'list') return ''
  return `${String(value)}${doc.unit ? ` ${doc.unit}` : ''}`
}

function row(leaf: Leaf): string {
  const { type, doc, flag } = leaf
  const value = doc.value ?? leaf.choices?.join('|') ?? (type === 'string' ? 'text' : 'n')
  const left = `      --${flag}${type === 'boolean' ? '' : ` <${value}>`}`
  const standard = otherwise(leaf)
  const right = `${doc.help}${type === 'list' ? '; repeatable' : ''}${standard && ` (${standard})`}`
  return left.length < WIDTH ? `${left.padEnd(WIDTH)}${right}` : `${left}\n${' '.repeat(WIDTH)}${right}`
}

export function helpText(): string {
  const rows = (common: boolean) => LEAVES.filter((leaf) => (leaf.doc.common === true) === common).map(row)
  const own = (left: string, right: string) => `${left.padEnd(WIDTH)}${right}`
  return `lianmai-gateway [options]
lianmai-gateway token | key | sign-url   see lianmai-gateway token --help

Rooms, messages, mic-link and an RTMP / HTTP-FLV / WS-FLV relay in one process.
Try it: lianmai-gateway --dev

${own('      --config <file>', 'JSON file with any of the options')}
${rows(true).join('\n')}
${own('      --check', 'checks what is configured and ends')}
${own('  -h, --help', 'this text')}
${own('  -v, --version', 'the version')}

More, with their defaults; docs/operations.md says when to change them:
${rows(false).join('\n')}

Every option is also a variable, --rtmp-port is LIANMAI_RTMP_PORT, and a key of the file, {"rtmpPort": 1935}. A flag wins
over a variable, a variable over the file. Give keys in LIANMAI_KEY, several separated by spaces, or in a file
(LIANMAI_KEY_FILE), so that they do not show up in process lists. Make one:
  ${KEY_RECIPE}
`
}

const code = (text: string): string => `\`${text}\``

function tableRow(leaf: Leaf): string {
  const { path, flag, variable, doc, kind } = leaf
  const standard = otherwise(leaf)
  const takes = wanted(leaf).replaceAll('|', '\\|')
  const where = kind === undefined ? '' : ` (${code('log.kind')} ${code(kind)})`
  const names = `${code(path.join('.'))}<br>${code(`--${flag}`)}<br>${code(variable)}`
  return `| ${names} | ${standard.includes(' ') ? standard : standard && code(standard)} | ${doc.help}${where}; ${takes} |`
}

/** Markdown; `npm run docs` and a test keep the page in step. */
export function optionsTable(): string {
  const head = '| file, flag, variable | default | what it sets; what it takes |\n| --- | --- | --- |'
  return [head, ...LEAVES.map(tableRow)].join('\n')
}

/** A file to start from: what most deployments set. Secrets are named by the file that holds them. */
export function exampleConfig(): Branch {
  const root: Branch = {}
  const put = ([key = '', ...rest]: readonly string[], value: unknown, branch: Branch): void => {
    if (rest.length === 0) branch[key] = value
    else put(rest, value, (branch[key] ??= {}) as Branch)
  }
  for (const { path, doc } of LEAVES) if (doc.example !== undefined) put(path, doc.example, root)
  put(['keyFile'], '/etc/lianmai/keys', root)
  put(['log', 'kind'], 'journal', root)
  return root
}
