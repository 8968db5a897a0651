import fc from 'fast-check'
import { checkTag, importsOf, startTags } from '../../host/builtins/template-check'
import type { BuiltinDefinition } from '../../host/builtins/types'

const tag: BuiltinDefinition = {
  properties: {
    mode: { type: String, values: ['a', 'b'], unsupported: { b: 'not here' } },
    isDrm: { type: Boolean, unsupported: 'no' },
    bindings: { type: String },
  },
  events: ['change'],
  create: () => ({}),
}
const check = (wxml: string) => checkTag('x', tag, wxml)

it('reads start tags over lines, with ">" in values', () => {
  expect(startTags('<view>\n <x\n  a="{{1 > 0}}" b\n  c=\'"\'/>\n</view>')).toEqual([
    { name: 'view', line: 1, attributes: [] },
    {
      name: 'x',
      line: 2,
      attributes: [
        { name: 'a', value: '{{1 > 0}}', line: 3 },
        { name: 'b', value: '', line: 3 },
        { name: 'c', value: '"', line: 4 },
      ],
    },
  ])
})

it('reads no tags in comments and in WXS, and keeps the lines', () => {
  const wxml = '<!-- <x mode="z"/>\n -->\n<wxs module="m">\nif (1 <x ) {}\n</wxs>\n<x mode="z" />'
  expect(check(wxml)).toEqual([{ line: 6, message: '<x mode="z">: not one of a, b' }])
})

it('finds imports', () => {
  expect(importsOf('<import src="a.wxml"/><include src="/b" /><!--<import src="c"/>-->')).toEqual(['a.wxml', '/b'])
})

it.each([
  ['<x mode="a" />', []],
  ['<x mode="{{m}}" />', []],
  ['<x mode="b" />', ['<x mode="b">: not here']],
  ['<x is-drm />', ['<x is-drm>: no']],
  ['<x model:mode="{{m}}" bindings="1" />', []],
  ['<x bind:change="f" catchtap="g" mut-bind:touchmove="h" capture-bind:longpress="i" />', []],
  ['<x bindscroll="f" />', ['<x> raises no event "scroll"']],
  ['<x id="i" class="c" style="s" wx:if="{{a}}" data-a="1" aria-label="l" mark:m="1" hidden slot="s" />', []],
  ['<x generic:g="view" change:prop="{{f}}" worklet:onscroll="f" hover-class="none" animation="{{a}}" />', []],
  ['<x colour="red" />', ['<x> has no attribute "colour"']],
  ['<y colour="red" />', []],
])('judges %s', (wxml, expected) => {
  expect(check(wxml).map(({ message }) => message)).toEqual(expected)
})

it('survives any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'<>x"\'={{}} \n-!/a') }), (text) => Array.isArray(check(text))),
  )
  expect(check('<x mode="')).toEqual([])
})
