/** The scheme of docs/theming.md, held by convention: a page's `--lm-*` value must win everywhere. */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

const ROOT = path.resolve(__dirname, '../..')
const COMPONENTS = path.join(ROOT, 'components')
const read = (file: string) => fs.readFileSync(path.join(COMPONENTS, file), 'utf8')
const withoutComments = (css: string) => css.replace(/\/\*[\s\S]*?\*\//g, '')

const parts = fs.readdirSync(COMPONENTS).filter((name) => fs.existsSync(path.join(COMPONENTS, name, 'index.wxss')))
const sheets = ['shared', ...parts].flatMap((name) =>
  fs
    .readdirSync(path.join(COMPONENTS, name))
    .filter((file) => file.endsWith('.wxss') && file !== 'icons.wxss')
    .map((file) => `${name}/${file}`),
)
const tokens = withoutComments(read('shared/tokens.wxss'))
const icons = new Set(
  [...read('shared/icons.wxss').matchAll(/\.lm-icon-([\w-]+) \{/g)].map(([, name]) => name as string),
)

/** A component's files of one kind, in one text. */
const all = (name: string, end: RegExp) =>
  fs
    .readdirSync(path.join(COMPONENTS, name))
    .filter((file) => end.test(file))
    .map((file) => read(`${name}/${file}`))
    .join('')

/** Icon names of a component's templates, those chosen by an expression or listed in its ICONS included. */
function iconsOf(name: string): string[] {
  const listed = /\bICONS\b[^=\n]* = \{([^}]*)\}/.exec(all(name, /\.(wxs|ts)$/))?.[1] ?? ''
  const tabled = [...listed.matchAll(/: '([\w|-]+)'/g)].flatMap(([, names]) => (names as string).split('|'))
  return tabled.concat(drawn(all(name, /\.wxml$/)))
}

function drawn(wxml: string): string[] {
  return [...wxml.matchAll(/lm-icon-(?:\{\{([^}]*)\}\}|([\w-]+))/g)].flatMap(([, expression, name]) =>
    name ? [name] : [...(expression ?? '').matchAll(/[?:]\s*'([\w-]+)'/g)].map(([, choice]) => choice as string),
  )
}

test('there is something to check', () => {
  expect(parts).toEqual(expect.arrayContaining(['chat-bar', 'mic-link', 'pusher-panel']))
  expect(icons.size).toBeGreaterThan(10)
})

test.each(sheets)('%s declares no public variable', (sheet) => {
  expect(withoutComments(read(sheet)).match(/(?:^|[;{\s])--lm-[\w-]+\s*:/g)).toBeNull()
})

test.each(sheets.filter((sheet) => sheet !== 'shared/tokens.wxss'))(
  '%s reads tokens by their private names',
  (sheet) => {
    const css = withoutComments(read(sheet))
    const publicTokens = [...tokens.matchAll(/var\((--lm-[\w-]+),/g)].map(([, name]) => name)
    const used = [...css.matchAll(/var\((--lm-[\w-]+)/g)].map(([, name]) => name)
    expect(used.filter((name) => publicTokens.includes(name))).toEqual([])
    // A component may also hand a private value to the one inside it, as player-grid does.
    const all = sheets.map((file) => withoutComments(read(file))).join('')
    const known = new Set([...all.matchAll(/(--_[\w-]+)\s*:/g)].map(([, name]) => name))
    const privates = [...css.matchAll(/var\((--_[\w-]+)/g)].map(([, name]) => name)
    expect(privates.filter((name) => !known.has(name))).toEqual([])
  },
)

test.each(sheets)('%s gives every public variable a default', (sheet) => {
  expect(withoutComments(read(sheet)).match(/var\(--lm-[\w-]+\)/g)).toBeNull()
})

test('what is forced is what the phone would choose, token by token', () => {
  const block = (head: string) => {
    const start = tokens.indexOf(`${head} {`)
    return tokens.slice(start, tokens.indexOf('}', start))
  }
  const rules = (css: string) => [...css.matchAll(/--_[\w-]+: [^;]+;/g)].map(([rule]) => rule)
  const media = tokens.slice(tokens.indexOf('@media'))
  const dark = rules(media.slice(0, media.indexOf('}')))
  expect(dark.length).toBeGreaterThan(4)
  expect(rules(block('.lm-theme-dark'))).toEqual(dark)
  const light = rules(block('.lm-theme-light'))
  expect(rules(block('.lm-root'))).toEqual(expect.arrayContaining(light))
  expect(light.map((rule) => rule.split(':')[0])).toEqual(dark.map((rule) => rule.split(':')[0]))
})

test.each(parts)("%s' root carries lm-root, the theme and custom-class", (name) => {
  const root = /<view\s[^>]*class="([^"]*lm-root[^"]*)"/.exec(read(`${name}/index.wxml`))?.[1]
  expect(root?.replace(/\s+/g, ' ')).toMatch(/^lm-root lm-theme-\{\{theme\}\}.*custom-class/)
})

test.each(parts)('%s draws only icons that exist, and imports them', (name) => {
  const used = iconsOf(name)
  expect(used.filter((icon) => !icons.has(icon))).toEqual([])
  if (used.length > 0) expect(read(`${name}/index.wxss`)).toContain("@import '../shared/icons.wxss'")
})

test('every icon is drawn somewhere', () => {
  const used = new Set(parts.flatMap((name) => iconsOf(name)))
  expect([...icons].filter((icon) => !used.has(icon))).toEqual([])
})

test('docs/errors.md and the token table are what the sources say', () => {
  expect(() => execFileSync('node', ['scripts/errors-doc.mjs', '--check'], { cwd: ROOT, stdio: 'pipe' })).not.toThrow()
})
