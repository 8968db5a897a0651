/**
 * What a team would write by hand: the nodes and styles of our page as it was rendered, with one plain component a tile and no
 * store, no binding, no behaviors. Generated from what was really rendered, so that both pages have the same nodes.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Node } from '../../test/support/simulate'
import { people, PLAIN } from './subject'

interface Tree {
  tagName: string
  attrs: Array<{ name: string; value: unknown }>
  children: Array<Tree | string>
}

const [first] = people as [string]
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;')
/** What says who the first one is says in each tile who that one is. */
const bound = (text: string) => escaped(text).split(first).join('{{who}}')
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const valueOf = (node: Tree, name: string) => node.attrs.find((attr) => attr.name === name)?.value

function all(node: Tree | string, className: string): Tree[] {
  if (typeof node === 'string') return []
  const below = node.children.flatMap((child) => all(child, className))
  return String(valueOf(node, 'class')).split(' ').includes(className) ? [node, ...below] : below
}

/** Custom components become the views they are on screen. @param instead what to write in a node's place */
function markup(node: Tree | string, instead = new Map<Tree, string>()): string {
  if (typeof node === 'string') return bound(node)
  const other = instead.get(node)
  if (other !== undefined) return other
  const name = node.tagName.replace(/^wx-/, '')
  const tag = ['view', 'text', 'image', 'live-player', 'button'].includes(name) ? name : 'view'
  const attrs = node.attrs
    .filter(({ value }) => value !== '' && ['string', 'number', 'boolean'].includes(typeof value))
    .map(
      ({ name: key, value }) => ` ${kebab(key)}="${typeof value === 'string' ? bound(value) : `{{${String(value)}}}`}"`,
    )
  return `<${tag}${attrs.join('')}>${node.children.map((child) => markup(child, instead)).join('')}</${tag}>`
}

/** One cell a tile, placed by class and style as in our page. */
const CELL = `<view wx:for="{{tiles}}" wx:key="who" class="{{item.kind}}" style="{{item.style}}" aria-hidden="{{false}}">
  <tile class="pg-tile" who="{{item.who}}" src="{{item.src}}" /></view>`

/** @param grid one rendered player-grid */
export function writePlain(grid: Node): void {
  const tree = grid.toJSON() as unknown as Tree
  const cells = all(tree, 'pg-cell')
  const [tile] = all(tree, 'pg-tile') as [Tree]
  const tiles = cells.map((cell, index) => ({
    who: people[index],
    src: `rtmp://live.example.com/live/${people[index]}`,
    kind: valueOf(cell, 'class'),
    style: valueOf(cell, 'style'),
  }))
  const styles = (name: string) =>
    `@import '${path.relative(PLAIN, path.join(__dirname, '../../components', name, 'index.wxss'))}';`
  const write = (name: string, text: string) => writeFileSync(path.join(PLAIN, name), text)
  mkdirSync(PLAIN, { recursive: true })
  write('tile.json', '{ "component": true }')
  write('tile.js', 'Component({ properties: { who: String, src: String } })')
  write(
    'tile.wxml',
    tile.children
      .map((child) => markup(child))
      .join('')
      .replace('<live-player', '<live-player src="{{src}}"'),
  )
  write('tile.wxss', `${styles('player-tile')}\n${styles('quality-badge')}`)
  write('index.json', '{ "component": true, "usingComponents": { "tile": "./tile" } }')
  write('index.js', `Component({ lifetimes: { attached() { this.setData({ tiles: ${JSON.stringify(tiles)} }) } } })`)
  write('index.wxml', markup(tree, new Map(cells.map((cell, index) => [cell, index === 0 ? CELL : '']))))
  write('index.wxss', styles('player-grid'))
}
