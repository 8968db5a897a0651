/**
 * What a screen reader is told, read off the templates in all their branches: every control has a role and a label in words, says
 * its state there, and nothing is told by a picture or a colour alone. Reading order is node order, so nothing reorders nodes.
 */
import fs from 'node:fs'
import path from 'node:path'

const COMPONENTS = path.resolve(__dirname, '../../components')
const files = (end: string) =>
  fs.readdirSync(COMPONENTS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(end))
const read = (file: string) => fs.readFileSync(path.join(COMPONENTS, file), 'utf8')

interface Tag {
  name: string
  attributes: Record<string, string>
  /** From the outermost to the nearest. */
  parents: Tag[]
}

/** Every opening tag of a template, wherever it stands: wx:if, wx:for, <template> and slots. */
function tagsOf(wxml: string): Tag[] {
  const found: Tag[] = []
  const open: Tag[] = []
  const source = wxml.replace(/<!--[\s\S]*?-->|<wxs[\s\S]*?<\/wxs>/g, '')
  for (const [, closes, name = '', rest = '', empty] of source.matchAll(
    /<(\/?)([\w-]+)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>/g,
  )) {
    if (closes) open.pop()
    else {
      const attributes = Object.fromEntries(
        [...rest.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(([, key, value = '']) => [key as string, value]),
      )
      const tag = { name, attributes, parents: [...open] }
      found.push(tag)
      if (!empty) open.push(tag)
    }
  }
  expect(open).toEqual([])
  return found
}

const templates = files('.wxml').map((file) => [file, tagsOf(read(file))] as const)
const TAP = /^(bind|catch):?(tap|longpress|change|submit|input|confirm)$/
/** What the platform makes a control of by itself, and reads out; its label stands on a view around it. */
const NATIVE = /^(input|textarea|slider|switch|picker|scroll-view|swiper|movable-view)$/
const line = ({ name, attributes }: Tag) => `<${name} class="${attributes.class ?? ''}">`
const handlersOf = ({ attributes }: Tag) =>
  Object.keys(attributes).flatMap((name) => (TAP.test(name) && attributes[name] ? [attributes[name]] : []))
const handles = (tag: Tag) => handlersOf(tag).length > 0
const labelled = ({ attributes }: Tag) => Boolean(attributes['aria-role'] && attributes['aria-label'])
const hidden = ({ attributes, parents }: Tag) =>
  [attributes, ...parents.map((parent) => parent.attributes)].some((one) => one['aria-hidden'] === 'true')

test('there is something to check', () => {
  expect(templates.length).toBeGreaterThan(10)
  expect(templates.flatMap(([, tags]) => tags.filter(handles)).length).toBeGreaterThan(40)
})

describe.each(templates)('%s', (file, tags) => {
  test('what can be touched has a role and a label, itself or around it', () => {
    const told = new Set(tags.filter(labelled).flatMap(handlersOf))
    const mute = tags
      .filter((tag) => handlersOf(tag).length > 0 && !hidden(tag))
      // A larger place to touch for what a labelled control does as well.
      .filter((tag) => !handlersOf(tag).every((handler) => told.has(handler)))
      // A sentence that goes when it is touched says what it is by its words.
      .filter((tag) => !/^(alert|status)$/.test(tag.attributes['aria-role'] ?? ''))
      .filter((tag) => !(NATIVE.test(tag.name) ? [tag, ...tag.parents] : [tag]).some(labelled))
    expect(mute.map(line)).toEqual([])
  })

  test('a label is made of words that are translated, not of letters in the template', () => {
    const labels = tags.flatMap(({ attributes }) => attributes['aria-label'] ?? [])
    const literal = labels.filter((label) => /\p{L}/u.test(label.replace(/\{\{.*?\}\}/g, '')) || !label.includes('{{'))
    expect(literal).toEqual([])
  })

  test('a look that depends on a state is in the label too', () => {
    const silent = tags
      .filter((tag) => tag.attributes['aria-role'] === 'button')
      .filter(({ attributes }) => / \{\{[^}]*(active|selected|chosen)[^}]*\}\}/.test(` ${attributes.class ?? ''}`))
      .filter(({ attributes }) => !/\?|label|text|name/i.test(attributes['aria-label'] ?? ''))
    expect(silent.map(line)).toEqual([])
  })

  test('what is under way says so', () => {
    const quiet = tags
      .filter(({ attributes }) => attributes['aria-role'] === 'button' && /lm-pending/.test(attributes.class ?? ''))
      .filter(({ attributes }) => !/pending|wait|checking/.test(attributes['aria-label'] ?? ''))
    // A tile's own calls (snapshot, full screen) are over before a reader has said the label.
    expect(quiet.map(line)).toHaveLength(file === 'player-tile/index.wxml' ? 1 : 0)
  })

  test('what cannot be used says so where it looks so', () => {
    const off = tags.filter(
      ({ attributes }) =>
        handles({ attributes } as Tag) && /lm-disabled/.test(attributes.class ?? '') && !attributes['aria-disabled'],
    )
    expect(off.map(line)).toEqual([])
  })

  test('a picture stands beside words, in a control with a label, or has a label of its own', () => {
    const drawn = tags.filter(({ attributes }) => /\blm-(icon|dot)\b/.test(attributes.class ?? ''))
    const words = (around: Tag | undefined) =>
      tags.some(({ name, parents }) => name === 'text' && parents.includes(around as Tag))
    const bare = drawn.filter((tag) => {
      const near = tag.parents.slice(-2)
      return ![tag, ...tag.parents].some(({ attributes }) => attributes['aria-label']) && !near.some(words)
    })
    expect(bare.map(line)).toEqual([])
  })

  test('nothing focusable stands in what is hidden', () => {
    const lost = tags.filter(
      (tag) => handles(tag) && tag.parents.some((parent) => parent.attributes['aria-hidden'] === 'true'),
    )
    expect(lost.map(line)).toEqual([])
  })
})

test.each(files('.wxss'))('%s leaves the reading order alone', (file) => {
  // A message and what stands beside it, a small tile's name and its button: either order reads well.
  const reordered = read(file).match(/^[^{}]*\{[^}]*(?:\border:\s*-?\d|(?:row|column)-reverse)[^}]*\}/gm) ?? []
  const unexpected = reordered.filter((rule) => !/\.(mine|pt-compact)\b/.test(rule))
  expect(unexpected).toEqual([])
})
