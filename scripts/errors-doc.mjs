// docs/errors.md from src/errors.ts and components/shared/error-messages.ts, and the token table of docs/theming.md from
// components/shared/tokens.wxss.
//   node scripts/errors-doc.mjs            writes them
//   node scripts/errors-doc.mjs --check    fails, naming each file that is stale
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import prettier from 'prettier'
import ts from 'typescript'

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const read = (file) => readFileSync(path.join(ROOT, file), 'utf8')
const row = (cells) => `| ${cells.map((cell) => String(cell).replace(/\|/g, '\\|')).join(' | ')} |`
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

/** What a TypeScript file without runtime imports exports. */
function load(file) {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 }
  const module = { exports: {} }
  const code = ts.transpileModule(read(file), { compilerOptions }).outputText
  new Function('module', 'exports', 'require', code)(module, module.exports, createRequire(import.meta.url))
  return module.exports
}

function errorsPage() {
  const { LiveError } = load('src/errors.ts')
  const { ERRORS } = load('components/shared/error-messages.ts')
  const rows = (cause, remedy) =>
    LiveError.table.map(({ reason, code, recoverable }) => {
      const sentences = ERRORS[reason]
      return [code, `\`${reason}\``, sentences[cause], sentences[remedy], recoverable ? '✓' : '']
    })
  return `# Errors

Every error of the kit is a \`LiveError\` with a \`reason\` out of this closed list and a stable \`code\`. A person reads cause and
remedy on screen; code sees \`reason\` in \`bind:error\`, in \`store.lastError\` and in each rejected promise. ✓: the same call may
succeed later without anybody doing something; \`waitMs\` says when, where the server knows.

Written by \`node scripts/errors-doc.mjs\`.

${table(['Code', 'Reason', 'Cause', 'Remedy', 'Later'], rows(2, 3))}

## 中文

${table(['代码', '原因', '发生了什么', '怎么办', '可自愈'], rows(0, 1))}
`
}

function tokenTable() {
  const css = read('components/shared/tokens.wxss')
  const pick = (block) =>
    new Map([...block.matchAll(/var\((--lm-[\w-]+), (.+)\);/g)].map(([, name, value]) => [name, value]))
  const rule = (selector) => css.slice(css.indexOf(`${selector} {`), css.indexOf('}', css.indexOf(`${selector} {`)))
  const light = pick(rule('.lm-root'))
  const dark = pick(rule('.lm-theme-dark'))
  const rows = [...light].map(([name, value]) => [
    `\`${name}\``,
    `\`${value}\``,
    dark.has(name) ? `\`${dark.get(name)}\`` : 'the same',
  ])
  return table(['Token', 'Light', 'Dark'], rows)
}

function themingPage() {
  const marked = /(<!-- tokens -->)[\s\S]*(<!-- \/tokens -->)/
  return read('docs/theming.md').replace(marked, (_all, open, close) => `${open}\n\n${tokenTable()}\n\n${close}`)
}

const options = { ...(await prettier.resolveConfig(path.join(ROOT, 'docs/errors.md'))), parser: 'markdown' }
const stale = []
for (const [file, page] of Object.entries({ 'docs/errors.md': errorsPage, 'docs/theming.md': themingPage })) {
  const text = await prettier.format(page(), options)
  let before = ''
  try {
    before = read(file)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
  if (before === text) continue
  stale.push(file)
  if (!process.argv.includes('--check')) writeFileSync(path.join(ROOT, file), text)
}
if (stale.length > 0 && process.argv.includes('--check')) {
  console.error(`stale: ${stale.join(', ')}; run node scripts/errors-doc.mjs`)
  process.exitCode = 1
}
