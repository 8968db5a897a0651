import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { NotAMiniProgramError, Project } from '../../src/compiler/project'

let root: string

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'project-'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

/** Writes files below the temporary folder; an app.json with one page is there already. */
function write(files: Record<string, string>): void {
  const all = {
    'app/app.json': '{ "pages": ["pages/a/a"] }',
    'app/pages/a/a.js': 'Page({})',
    'app/pages/a/a.wxml': '<view/>',
    ...files,
  }
  for (const [name, text] of Object.entries(all)) {
    const file = path.join(root, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}

const open = (packages: Record<string, string> = {}) => {
  const entries = Object.entries(packages).map(([name, folder]) => [name, path.join(root, folder)] as const)
  return new Project(path.join(root, 'app'), new Map(entries))
}

const COMPONENT = (folder: string) => ({
  [`${folder}.json`]: '{ "component": true }',
  [`${folder}.js`]: 'Component({})',
  [`${folder}.wxml`]: '<text/>',
})

describe('what a folder consists of', () => {
  it('is read from app.json: pages, subpackages, components of components', () => {
    write({
      'app/app.json':
        '{ "pages": ["pages/a/a"], "subPackages": [{ "root": "more", "pages": ["b"] }], "usingComponents": { "x": "/c/x" } }',
      'app/more/b.js': 'Page({})',
      'app/more/b.wxml': '<x/>',
      ...COMPONENT('app/c/x'),
      'app/c/x.json': '{ "component": true, "usingComponents": { "y": "../d/y", "x": "./x" } }',
      ...COMPONENT('app/d/y/index'),
    })
    const { pages, units, diagnostics } = open().manifest()
    expect(diagnostics).toEqual([])
    expect(pages).toEqual(['pages/a/a', 'more/b'])
    expect(Object.keys(units).sort()).toEqual(['c/x', 'd/y/index', 'more/b', 'pages/a/a'])
    expect(units['c/x']?.using).toEqual({ x: 'c/x', y: 'd/y/index' })
  })

  it('prefers TypeScript, and follows project.config.json', () => {
    write({
      'app/pages/a/a.ts': 'Page({ data: {} as object })',
      'project.config.json': '{ "miniprogramRoot": "app/" }',
    })
    const { units } = new Project(root).manifest()
    expect(units['pages/a/a']?.script).toBe('pages/a/a.ts')
  })

  it('refuses a folder that is not there', () => {
    expect(() => new Project(`${root}/none`)).toThrow(NotAMiniProgramError)
  })

  it('says where a folder lacks its app.json, and finds it wherever it appears', () => {
    const project = new Project(root)
    expect(project.manifest().diagnostics).toMatchObject([{ kind: 'app-missing', tried: [`${root}/app.json`] }])
    write({ 'project.config.json': '{ "miniprogramRoot": "app" }' })
    expect(project.reopen()).toBe(true)
    expect(project.manifest()).toMatchObject({ diagnostics: [], pages: ['pages/a/a'] })
  })
})

describe('packages', () => {
  const using = { 'app/pages/a/a.json': '{ "usingComponents": { "b": "kit/badge/index" } }' }

  it('come from the nearest miniprogram_npm upward', () => {
    write({
      ...using,
      ...COMPONENT('app/miniprogram_npm/kit/badge/index'),
      ...COMPONENT('app/pages/miniprogram_npm/kit/badge/index'),
    })
    expect(open().manifest().units['pages/a/a']?.using).toEqual({ b: 'pages/miniprogram_npm/kit/badge/index' })
  })

  it('come from --npm before a built copy, by the miniprogram field', () => {
    write({
      ...using,
      ...COMPONENT('app/miniprogram_npm/kit/badge/index'),
      'kit/package.json': '{ "miniprogram": "out" }',
      ...COMPONENT('kit/out/badge/index'),
    })
    expect(open({ kit: 'kit' }).manifest().units['pages/a/a']?.using).toEqual({ b: '@npm/kit/badge/index' })
  })

  it('come from node_modules above the folder, scripts by their main', () => {
    write({
      'app/pages/a/a.js':
        'const { one } = require("@scope/words"); const deep = require("@scope/words/lib/deep"); Page({ one, deep })',
      'node_modules/@scope/words/package.json': '{ "main": "./lib/main.js" }',
      'node_modules/@scope/words/lib/main.js': 'exports.one = 1',
      'node_modules/@scope/words/lib/deep.js': 'module.exports = 2',
    })
    const { requires, diagnostics } = open().manifest()
    expect(diagnostics).toEqual([])
    expect(requires['pages/a/a.js']).toEqual({
      '@scope/words': '@npm/@scope/words/lib/main.js',
      '@scope/words/lib/deep': '@npm/@scope/words/lib/deep.js',
    })
  })

  it('see their own neighbours', () => {
    write({
      'app/pages/a/a.js': 'require("kit"); Page({})',
      'kit/index.ts': 'export { two } from "words"',
      'node_modules/words/package.json': '{}',
      'node_modules/words/index.js': 'exports.two = 2',
    })
    expect(open({ kit: 'kit' }).manifest().requires['@npm/kit/index.ts']).toEqual({ words: '@npm/words/index.js' })
  })
})

describe('mistakes are reported with file, line and subject', () => {
  it.each([
    ['broken JSON', { 'app/app.json': '{\n  "pages": ["pages/a/a",]\n}' }, 'json-syntax', 'app.json', 2],
    [
      'JSON that ends early',
      { 'app/pages/a/a.json': '{\n  "usingComponents": {\n' },
      'json-syntax',
      'pages/a/a.json',
      2,
    ],
    ['no pages', { 'app/app.json': '{ "pages": [] }' }, 'app-pages', 'app.json', 1],
    ['a missing page', { 'app/app.json': '{\n"pages": [\n"pages/a/a", "pages/b/b"] }' }, 'page-missing', 'app.json', 3],
    [
      'a page without WXML',
      { 'app/app.json': '{ "pages": ["p"] }', 'app/p.js': 'Page({})', 'app/p.json': '{}' },
      'template-missing',
      'p.json',
      undefined,
    ],
    [
      'a missing component',
      { 'app/pages/a/a.json': '{ "usingComponents": {\n "x": "./nowhere" } }' },
      'component-missing',
      'pages/a/a.json',
      2,
    ],
    [
      'a bad expression',
      { 'app/pages/a/a.wxml': '<view>\n  {{ a + }}\n</view>' },
      'template-syntax',
      'pages/a/a.wxml',
      2,
    ],
    ['an unclosed tag', { 'app/pages/a/a.wxml': '<view>\n<text></view>' }, 'template-tag', 'pages/a/a.wxml', 2],
    ['a missing import', { 'app/pages/a/a.wxml': '\n<import src="./t.wxml"/>' }, 'import-missing', 'pages/a/a.wxml', 2],
    [
      'a missing wxs',
      { 'app/pages/a/a.wxml': '\n\n<wxs src="./f.wxs" module="f"/>' },
      'wxs-missing',
      'pages/a/a.wxml',
      3,
    ],
    ['broken WXSS', { 'app/pages/a/a.wxss': '.a {\n  color: red;\n' }, 'style-syntax', 'pages/a/a.wxss', 1],
    ['a missing @import', { 'app/app.wxss': '\n@import "./x.wxss";' }, 'style-missing', 'app.wxss', 2],
    ['broken script', { 'app/pages/a/a.js': 'Page({\n  data: [\n})' }, 'script-syntax', 'pages/a/a.js', 3],
    ['a missing module', { 'app/pages/a/a.js': '\nrequire("./none")\nPage({})' }, 'require-missing', 'pages/a/a.js', 2],
  ] as const)('%s', (_, files, kind, file, line) => {
    write(files as unknown as Record<string, string>)
    const [diagnostic] = open().manifest().diagnostics
    expect(diagnostic).toMatchObject({ kind, file })
    expect(diagnostic?.line).toBe(line)
  })

  it('with every place that was looked at', () => {
    write({ 'app/pages/a/a.json': '{ "usingComponents": { "x": "kit/x" } }' })
    expect(open().manifest().diagnostics[0]?.tried).toEqual([
      'pages/a/kit/x',
      'pages/a/miniprogram_npm/kit/x',
      'pages/miniprogram_npm/kit/x',
      'miniprogram_npm/kit/x',
    ])
  })

  it('and are gone once the file is right and was invalidated', () => {
    write({ 'app/pages/a/a.wxml': '<view>' })
    const project = open()
    expect(project.manifest().diagnostics).toHaveLength(1)
    writeFileSync(path.join(root, 'app/pages/a/a.wxml'), '<view/>')
    expect(project.invalidate('pages/a/a.wxml').templates).toEqual(['pages/a/a'])
    expect(project.manifest().diagnostics).toEqual([])
  })
})

describe('what Skyline does not take of WXSS', () => {
  const findings = (wxss: string, more: Record<string, string> = {}) => {
    write({ 'app/pages/a/a.wxss': wxss, ...more })
    return open()
      .manifest()
      .skyline.map(({ kind, file, line, subject }) => [kind, file, line, subject])
  }

  it.each([
    ['* { color: red }', 'skyline-selector', '*'],
    ['.a[hidden] { color: red }', 'skyline-selector', '[hidden]'],
    ['@media (min-width: 300px) { .a { color: red } }', 'skyline-media', '@media (min-width: 300px)'],
    ['.a { display: inline-block }', 'skyline-declaration', 'display: inline-block'],
    ['.a { display: grid }', 'skyline-declaration', 'display: grid'],
    ['.a { float: left }', 'skyline-declaration', 'float: left'],
    ['.a { overflow-y: auto }', 'skyline-declaration', 'overflow-y: auto'],
    ['.a { margin: 0 1.5em }', 'skyline-declaration', 'margin: 0 1.5em'],
  ])('%s', (wxss, kind, subject) => {
    expect(findings(`\n${wxss}`)).toEqual([[kind, 'pages/a/a.wxss', 2, subject]])
  })

  it.each([
    '@media (prefers-color-scheme: dark) { .a { color: red } }',
    '.a { display: flex; overflow: hidden; width: 10rem; margin: 1px }',
    '@keyframes a { 50% { opacity: 0 } }',
    '.a::before { content: "item" } .a > .b:active { color: red }',
  ])('%s is fine', (wxss) => {
    expect(findings(wxss)).toEqual([])
  })

  it('is told of an imported sheet at its own place, once, and breaks nothing', () => {
    const found = findings('@import "/shared.wxss";', {
      'app/shared.wxss': '.x { float: right }',
      'app/app.wxss': '@import "/shared.wxss";',
    })
    expect(found).toEqual([['skyline-declaration', 'shared.wxss', 1, 'float: right']])
    expect(open().manifest().diagnostics).toEqual([])
  })
})
