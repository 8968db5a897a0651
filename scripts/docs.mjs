// Tables of the components' README files, from props.ts, events.ts and index.wxss.
//   node scripts/docs.mjs            writes them
//   node scripts/docs.mjs --check    fails, naming each file whose tables are stale
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import prettier from 'prettier'
import ts from 'typescript'

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const COMPONENTS = path.join(ROOT, 'components')
const FORMAT =
  ts.TypeFormatFlags.NoTruncation |
  ts.TypeFormatFlags.InTypeAlias |
  ts.TypeFormatFlags.UseSingleQuotesForStringLiteralType

/** Folders of components/ that are components, that is, have an index.json. */
export function componentNames() {
  return readdirSync(COMPONENTS).filter((name) => existsSync(path.join(COMPONENTS, name, 'index.json')))
}

const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const cell = (text) => text.replace(/\s+/g, ' ').replace(/\|/g, '\\|').trim()
const code = (text) => (text === '' ? '' : `\`${cell(text)}\``)

function table(head, rows) {
  if (rows.length === 0) return 'None.'
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Description and @since of a documented symbol; both are required. */
function docs(checker, symbol, where) {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker))
  const tag = symbol.getJsDocTags(checker).find((item) => item.name === 'since')
  const since = ts.displayPartsToString(tag?.text)
  if (!text || !since) throw new Error(`${where}: "${symbol.name}" needs a doc comment with a description and @since`)
  return { text: cell(text), since }
}

function exported(program, checker, file, match) {
  const source = program.getSourceFile(file)
  const symbols = source ? checker.getExportsOfModule(checker.getSymbolAtLocation(source)) : []
  const found = symbols.find((symbol) => match.test(symbol.name))
  if (!found) throw new Error(`${path.relative(ROOT, file)}: no export matches ${match}`)
  return { found, source }
}

function defaultText(valueSymbol) {
  let expression = valueSymbol.valueDeclaration.initializer
  while (ts.isAsExpression(expression)) expression = expression.expression
  return expression.getText()
}

function propsTable(program, checker, name) {
  const file = path.join(COMPONENTS, name, 'props.ts')
  const { found, source } = exported(program, checker, file, /^properties$/)
  const rows = checker
    .getTypeOfSymbolAtLocation(found, source)
    .getProperties()
    .map((symbol) => {
      const { text, since } = docs(checker, symbol, path.relative(ROOT, file))
      const value = checker.getTypeOfSymbolAtLocation(symbol, source).getProperty('value')
      const type = checker.typeToString(checker.getTypeOfSymbolAtLocation(value, source), undefined, FORMAT)
      return [code(kebab(symbol.name)), code(type), code(defaultText(value)), text, since]
    })
  return table(['Attribute', 'Type', 'Default', 'What it does', 'Since'], rows)
}

function eventsTable(program, checker, name) {
  const file = path.join(COMPONENTS, name, 'events.ts')
  const { found, source } = exported(program, checker, file, /Events$/)
  const rows = checker
    .getDeclaredTypeOfSymbol(found)
    .getProperties()
    .map((symbol) => {
      const { text, since } = docs(checker, symbol, path.relative(ROOT, file))
      const type = checker.typeToString(checker.getTypeOfSymbolAtLocation(symbol, source), undefined, FORMAT)
      return [code(`bind:${symbol.name}`), code(type), text, since]
    })
  return table(['Event', 'event.detail', 'When', 'Since'], rows)
}

/** The second argument of `var(--name, ...)`, with its nested parentheses. */
function fallback(css, name) {
  const start = css.indexOf(`var(${name},`)
  if (start < 0) return ''
  let depth = 0
  for (let i = start + 3; i < css.length; i++) {
    if (css[i] === '(') depth += 1
    if (css[i] === ')' && --depth === 0) return css.slice(start + name.length + 5, i).trim()
  }
  return ''
}

function variablesTable(name) {
  const sheets = readdirSync(path.join(COMPONENTS, name)).filter((file) => file.endsWith('.wxss'))
  const css = sheets.map((file) => readFileSync(path.join(COMPONENTS, name, file), 'utf8')).join('\n')
  const described = [...css.matchAll(/@var (--lm-[\w-]+): (.*?) ?\*\//g)]
  const names = new Set(described.map((match) => match[1]))
  const missing = [...css.matchAll(/var\((--lm-[\w-]+)/g)].map((match) => match[1]).filter((used) => !names.has(used))
  const where = `components/${name}/index.wxss`
  if (missing.length > 0) throw new Error(`${where}: describe ${missing[0]} with /* @var ${missing[0]}: ... */`)
  const rows = described.map(([, variable, text]) => {
    if (!css.includes(`var(${variable}`)) throw new Error(`${where}: ${variable} is described and never used`)
    return [code(variable), code(fallback(css, variable)), cell(text)]
  })
  return table(['Variable', 'Default', 'What it sets'], rows)
}

function fill(readme, marker, content, where) {
  const [open, close] = [`<!-- ${marker} -->`, `<!-- /${marker} -->`]
  const [from, to] = [readme.indexOf(open), readme.indexOf(close)]
  if (from < 0 || to < from) throw new Error(`${where}: the markers ${open} and ${close} are missing`)
  return `${readme.slice(0, from + open.length)}\n\n${content}\n\n${readme.slice(to)}`
}

async function readmeOf(program, checker, name) {
  const file = path.join(COMPONENTS, name, 'README.md')
  const where = path.relative(ROOT, file)
  if (!existsSync(file)) throw new Error(`${where} is missing`)
  const before = readFileSync(file, 'utf8')
  let after = fill(before, 'props', propsTable(program, checker, name), where)
  after = fill(after, 'events', eventsTable(program, checker, name), where)
  after = fill(after, 'css-variables', variablesTable(name), where)
  return {
    file,
    before,
    after: await prettier.format(after, { ...(await prettier.resolveConfig(file)), parser: 'markdown' }),
  }
}

function programOf(names) {
  const { config } = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), ts.sys.readFile)
  const base = ts.readConfigFile(path.join(ROOT, 'tsconfig.base.json'), ts.sys.readFile).config
  const merged = { ...base.compilerOptions, ...config.compilerOptions, declaration: false, noEmit: true }
  const { options } = ts.convertCompilerOptionsFromJson(merged, ROOT)
  const files = names.flatMap((name) => ['props.ts', 'events.ts'].map((file) => path.join(COMPONENTS, name, file)))
  return ts.createProgram(files, options)
}

async function main() {
  const check = process.argv.includes('--check')
  const names = componentNames()
  const program = programOf(names)
  const checker = program.getTypeChecker()
  const problems = []
  let written = 0
  for (const name of names) {
    try {
      const { file, before, after } = await readmeOf(program, checker, name)
      if (before === after) continue
      if (check) problems.push(`${path.relative(ROOT, file)}: its tables are stale, run \`npm run docs\``)
      else writeFileSync(file, after)
      written += 1
    } catch (error) {
      problems.push(error.message)
    }
  }
  if (problems.length > 0) throw new Error(problems.join('\n'))
  if (!check) console.log(`${names.length} components, ${written} README files written`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
