import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { unconditionalTags } from '../../src/compiler/cycles'
import { Project } from '../../src/compiler/project'

let root: string

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'project-'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

/** A mini-program of one page, with `files` over it. */
function open(files: Record<string, string>): Project {
  const all = {
    'app.json': '{ "pages": ["pages/a/a"] }',
    'pages/a/a.js': 'Page({})',
    'pages/a/a.wxml': '<view/>',
    ...files,
  }
  for (const [name, text] of Object.entries(all)) {
    const file = path.join(root, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  return new Project(root)
}

const component = (id: string, wxml: string, using: Record<string, string> = {}) => ({
  [`${id}.json`]: JSON.stringify({ component: true, usingComponents: using }),
  [`${id}.js`]: 'Component({})',
  [`${id}.wxml`]: wxml,
})

describe('app.json', () => {
  it('names subpackages, whose components need a placeholder elsewhere', () => {
    const app = JSON.stringify({
      pages: ['pages/a/a'],
      subPackages: [{ root: '/more/', name: 'm', independent: true, pages: ['b/b'] }],
    })
    const page = JSON.stringify({ usingComponents: { far: '/more/c/c' } }, null, 1)
    const files = {
      'app.json': app,
      'pages/a/a.json': page,
      'more/b/b.js': 'Page({})',
      'more/b/b.wxml': '<view/>',
      ...component('more/c/c', '<view/>'),
    }
    const project = open(files)
    expect(project.manifest().subpackages).toEqual([{ root: 'more', name: 'm', independent: true, pages: ['b/b'] }])
    expect(project.manifest().diagnostics).toMatchObject([
      { kind: 'placeholder-missing', file: 'pages/a/a.json', line: 3, subject: 'more/c/c' },
    ])
    writeFileSync(
      path.join(root, 'pages/a/a.json'),
      JSON.stringify({ usingComponents: { far: '/more/c/c' }, componentPlaceholder: { far: 'view' } }),
    )
    project.invalidate('pages/a/a.json')
    expect(project.manifest().diagnostics).toEqual([])
  })

  it('draws its own tab bar from custom-tab-bar/index, and lists pages only', () => {
    const app =
      '{ "pages": ["pages/a/a"], "tabBar": { "custom": true,\n "list": [{ "pagePath": "x/y", "text": "x" }] } }'
    const { diagnostics } = open({ 'app.json': app }).manifest()
    expect(diagnostics).toMatchObject([
      { kind: 'tab-missing', subject: 'x/y', line: 2 },
      { kind: 'component-missing', subject: '/custom-tab-bar/index', line: 1 },
    ])
  })

  it('may name what the preview leaves out: it is told, and the rest runs', () => {
    const { diagnostics, notices, units } = open({
      'app.json': '{ "pages": ["pages/a/a"],\n "plugins": {} }',
      'pages/a/a.json': '{ "usingComponents": { "p": "plugin://maps/picker" } }',
    }).manifest()
    expect(diagnostics).toEqual([])
    expect(units['pages/a/a']?.using).toEqual({})
    expect(notices.map(({ file, line, subject }) => [file, line, subject])).toEqual([
      ['app.json', 2, '"plugins"'],
      ['pages/a/a.json', 1, 'plugin://maps/picker (<p>)'],
    ])
  })
})

describe('components that contain themselves', () => {
  const chain = (inner: string) => ({
    'pages/a/a.json': '{ "usingComponents": { "one": "/c/one" } }',
    'pages/a/a.wxml': '<one/>',
    ...component('c/one', '<view>\n<two/></view>', { two: './two' }),
    ...component('c/two', inner, { one: './one' }),
  })

  it('without an end are told where the circle closes', () => {
    expect(open(chain('<one/>')).manifest().diagnostics).toMatchObject([
      { kind: 'component-cycle', file: 'c/two.wxml', line: 1, subject: 'c/one > c/two > c/one' },
    ])
  })

  it.each([
    '<one wx:if="{{a}}"/>',
    '<view wx:for="{{a}}"><one/></view>',
    '<template name="t"><one/></template>',
    '<!-- <one/> -->',
  ])('%s can end', (inner) => {
    expect(open(chain(inner)).manifest().diagnostics).toEqual([])
  })

  it('a condition ends with its element', () => {
    expect(unconditionalTags('<a wx:if="{{x > 1}}"><b/></a><c d="a > b"><e/></c>')).toEqual(['c', 'e'])
  })
})

describe('WXS', () => {
  it.each([
    ['broken syntax', 'module.exports = {', 1],
    ['newer than ES5', '\nvar a = () => 1', 2],
    ['let', 'var a = 1\nlet b = 2', 2],
  ])('%s is told with its line, in a file and inline', (_, source, line) => {
    const external = open({ 'pages/a/a.wxml': '<wxs src="./f.wxs" module="f"/>', 'pages/a/f.wxs': source }).manifest()
    expect(external.diagnostics[0]).toMatchObject({ kind: 'wxs-syntax', file: 'pages/a/f.wxs', line })
    const inline = open({ 'pages/a/a.wxml': `<view/>\n<wxs module="f">${source}</wxs>` }).manifest()
    expect(inline.diagnostics[0]).toMatchObject({ kind: 'wxs-syntax', file: 'pages/a/a.wxml', line: line + 1 })
  })
})

describe('less and sass', () => {
  const tool = (name: string, code: string) => ({
    [`node_modules/${name}/package.json`]: '{ "main": "index.js" }',
    [`node_modules/${name}/index.js`]: code,
  })

  it('need the package in the user’s own folder', () => {
    const { diagnostics } = open({ 'pages/a/a.scss': '$a: 1px' }).manifest()
    expect(diagnostics).toMatchObject([{ kind: 'style-tool', file: 'pages/a/a.scss', subject: 'sass' }])
  })

  it('less becomes WXSS, with what it imports', () => {
    const less = require.resolve('less', { paths: [path.resolve(__dirname, '../../..')] })
    const project = open({
      ...tool('less', `module.exports = require(${JSON.stringify(less)})`),
      'pages/a/a.less': '@import "./b.less";\n.a { .b { width: @w } }',
      'pages/a/b.less': '@w: 10rpx;',
    })
    expect(project.manifest().diagnostics).toEqual([])
    expect(project.style('pages/a/a.less').css).toContain('.__SCOPE__a .__SCOPE__b {\n  width: 1.33333vw;')
    expect(project.invalidate('pages/a/b.less').styles).toEqual(['pages/a/a.less'])
  })

  it('a mistake keeps its place', () => {
    const less = require.resolve('less', { paths: [path.resolve(__dirname, '../../..')] })
    const { diagnostics } = open({
      ...tool('less', `module.exports = require(${JSON.stringify(less)})`),
      'pages/a/a.less': '.a {\n  width: @none;\n}',
    }).manifest()
    expect(diagnostics).toMatchObject([{ kind: 'style-syntax', file: 'pages/a/a.less', line: 2 }])
  })

  it('sass is called as its own interface says', () => {
    const fake =
      'exports.compileString = (text, { syntax }) => ({ css: ".x { content: \\"" + syntax + "\\" }", loadedUrls: [] })'
    const project = open({ ...tool('sass', fake), 'pages/a/a.sass': '.x\n  top: 0' })
    expect(project.style('pages/a/a.sass').css).toBe('.__SCOPE__x { content: "indented" }')
  })
})
