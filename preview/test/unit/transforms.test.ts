import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { convertUnits } from '../../host/runtime/units'
import { formatPageUrl, parsePageUrl } from '../../host/runtime/url'
import { BadArgumentsError, parseArguments } from '../../src/arguments'
import { compileScript, scriptModule } from '../../src/compiler/script'
import { Sources } from '../../src/compiler/sources'
import { compileStyle } from '../../src/compiler/wxss'

describe('scripts', () => {
  it('become one function of require, module, exports and the platform', () => {
    const script = compileScript('import { a } from "./a"\nexport const b: number = a + 1', 'x.ts')
    expect(script.requires).toEqual(['./a'])
    const { code } = scriptModule(script)
    const factory = new Function(code.replace('export default', 'return'))() as (...parameters: unknown[]) => void
    const module = { exports: {} as { b?: number } }
    factory(() => ({ a: 41 }), module, module.exports)
    expect(module.exports.b).toBe(42)
  })

  it('keep their lines: the map starts one line down, below the wrapper', () => {
    const script = compileScript('const one = 1\nthrow new Error("here")', 'x.js')
    const { code, map } = scriptModule(script)
    const row = code.split('\n').findIndex((line) => line.includes('here'))
    const { mappings } = JSON.parse(map) as { mappings: string }
    expect(mappings.split(';')[0]).toBe('')
    expect(mappings.split(';')[row]).not.toBe('')
  })
})

describe('WXSS', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'wxss-'))
  })

  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const css = (files: Record<string, string>) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text)
    return compileStyle('a.wxss', new Sources(folder)).css
  }

  it.each([
    ['.a .b-c { color: red }', '.__SCOPE__a .__SCOPE__b-c { color: red }'],
    ['view::after, page { top: 0 }', 'wx-view::after, wx-page { top: 0 }'],
    [':host { display: block }', "[wx-is='__UNIT__'] { display: block }"],
    [':host(.on) .a { top: 0 }', "[wx-is='__UNIT__']:is(.__SCOPE__on) .__SCOPE__a { top: 0 }"],
    ['#box { top: 0 }', ":is([id$='--box'], #wx-id) { top: 0 }"],
    ['.a { margin: -75rpx 1.5rpx }', '.__SCOPE__a { margin: -10vw 0.2vw }'],
    ['.a { height: 50vh }', '.__SCOPE__a { height: calc(50 * var(--vh, 1vh)) }'],
    ['.a { padding: env(safe-area-inset-bottom) }', '.__SCOPE__a { padding: var(--safe-bottom, 0px) }'],
    ['.a { background: url(/img/x.png) }', '.__SCOPE__a { background: url(/@mp/file/img/x.png) }'],
    ['.a { background: url("data:image/png;base64,x") }', '.__SCOPE__a { background: url("data:image/png;base64,x") }'],
    [
      '@keyframes k { from { left: 10rpx } 50% { left: 0 } }',
      '@keyframes k { from { left: 1.33333vw } 50% { left: 0 } }',
    ],
    [
      '@media (prefers-color-scheme: dark) { .a { top: 0 } }',
      "@media (min-width: 0) { :where(html[data-theme='dark']) .__SCOPE__a { top: 0 } }",
    ],
  ])('%s', (source, expected) => {
    expect(css({ 'a.wxss': source })).toBe(expected)
  })

  it('takes imports in, once each, and says what it was made of', () => {
    const files = { 'a.wxss': '@import "./b.wxss"; .a { top: 0 }', 'b.wxss': '@import "a.wxss"; .b { top: 1rpx }' }
    expect(css(files).replace(/\s+/g, ' ').trim()).toBe('.__SCOPE__b { top: 0.13333vw } .__SCOPE__a { top: 0 }')
    expect(compileStyle('a.wxss', new Sources(folder)).files).toEqual(['a.wxss', 'b.wxss'])
  })
})

describe('lengths', () => {
  it('750 rpx are 100 vw, whatever stands around them', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2000, max: 2000 }), fc.constantFrom('', 'a: ', 'calc(1px + '), (rpx, before) => {
        const found = /(-?[\d.]+)vw/.exec(convertUnits(`${before}${rpx}rpx`))?.[1]
        expect(Number(found)).toBeCloseTo(rpx / 7.5, 4)
      }),
    )
  })
})

describe('page URLs', () => {
  it.each([
    ['/pages/b/b?x=1&y=a=b', 'pages/a/a', { route: 'pages/b/b', query: { x: '1', y: 'a=b' } }],
    ['../b/b', 'pages/a/a', { route: 'pages/b/b', query: {} }],
    ['./c', 'pages/a/a', { route: 'pages/a/c', query: {} }],
    ['pages/b/b?flag', 'pages/a/a', { route: 'pages/b/b', query: { flag: '' } }],
    ['?x=%E5%BC%80', 'pages/a/a', { route: 'pages/a/a', query: { x: '%E5%BC%80' } }],
  ])('%s seen from %s', (url, from, expected) => {
    expect(parsePageUrl(url, from)).toEqual(expected)
  })

  it('come back from what they were split into', () => {
    const word = fc.stringMatching(/^[a-z0-9%]+$/)
    fc.assert(
      fc.property(fc.dictionary(word, word), (query) => {
        const url = { route: 'pages/a/a', query: { ...query } }
        expect(parsePageUrl(`/${formatPageUrl(url)}`)).toEqual(url)
      }),
    )
  })
})

describe('the command line', () => {
  it('becomes options', () => {
    const given =
      'demo --port 0 --host 0.0.0.0 --phone pages/a?x=1 --phone pages/b --npm kit=.. --media-map rtmp://a:1=ws://b:2/?t=1 --lang en --theme dark'
    expect(parseArguments([...given.split(' '), '--ext', '{"k":1}']).options).toEqual({
      folder: 'demo',
      port: 0,
      host: '0.0.0.0',
      phones: ['pages/a?x=1', 'pages/b'],
      npm: { kit: '..' },
      ext: { k: 1 },
      mediaMap: { 'rtmp://a:1': 'ws://b:2/?t=1' },
      language: 'en',
      theme: 'dark',
    })
  })

  it.each([
    [['a', 'b'], '"b" is too much'],
    [['a', '--port', 'x'], '--port x'],
    [['a', '--port', '70000'], '--port 70000'],
    [['a', '--npm', 'kit'], 'left=right'],
    [['a', '--ext', '[1]'], 'JSON object'],
    [['a', '--ext', '{'], 'JSON object'],
    [['a', '--lang', 'fr'], 'zh or en'],
    [['a', '--colour'], '--colour'],
  ])('%j is refused', (argv, words) => {
    expect(() => parseArguments(argv)).toThrow(BadArgumentsError)
    expect(() => parseArguments(argv)).toThrow(words)
  })
})
