/**
 * What a team would write by hand: the nodes that our page rendered, with one plain component a tile and no store, no binding, no
 * behaviors. Generated from what was really rendered, so that both pages have the same nodes.
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

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;')
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** Custom components become the views they are on screen. */
function markup(node: Tree | string): string {
  if (typeof node === 'string') return escaped(node)
  const name = node.tagName.replace(/^wx-/, '')
  const tag = ['view', 'text', 'image', 'live-player', 'button'].includes(name) ? name : 'view'
  const attrs = node.attrs
    .filter(({ value }) => value !== '' && ['string', 'number', 'boolean'].includes(typeof value))
    .map(({ name: key, value }) => {
      const shown = typeof value === 'string' ? escaped(value) : `{{${String(value)}}}`
      return ` ${kebab(key)}="${shown}"`
    })
  return `<${tag}${attrs.join('')}>${node.children.map(markup).join('')}</${tag}>`
}

/** @param tile one rendered player-tile */
export function writePlain(tile: Node): void {
  const tree = tile.toJSON() as unknown as Tree
  const write = (name: string, text: string) => writeFileSync(path.join(PLAIN, name), text)
  mkdirSync(PLAIN, { recursive: true })
  write('tile.json', '{ "component": true }')
  write('tile.js', 'Component({ properties: { streamId: String, name: String, src: String } })')
  write('tile.wxml', markup(tree))
  write('index.json', '{ "component": true, "usingComponents": { "tile": "./tile" } }')
  const tiles = people.map((who) => ({ streamId: `s-${who}`, name: who, src: `rtmp://live.example.com/live/${who}` }))
  write('index.js', `Component({ lifetimes: { attached() { this.setData({ tiles: ${JSON.stringify(tiles)} }) } } })`)
  write(
    'index.wxml',
    `<view class="stage"><view wx:for="{{tiles}}" wx:key="streamId" class="cell">
      <tile stream-id="{{item.streamId}}" name="{{item.name}}" src="{{item.src}}" /></view></view>`,
  )
}
