/** A tag that is neither a component nor built in is shown as a box with its name: never a silent blank. */
import type * as glassEasel from 'glass-easel'
import { text } from '../ui/text'

const reported = new Set<string>()

export function reportUnknownTag(node: HTMLElement, value: glassEasel.NativeNode): void {
  const tag = node.localName.replace(/^wx-/, '')
  const owner = value.ownerShadowRoot?.getHostNode().is ?? ''
  node.classList.add('wx-unknown')
  node.dataset['notice'] = text('unknownTag', `<${tag}>`, `${owner}.wxml`)
  const key = `${tag} ${owner}`
  if (reported.has(key)) return
  reported.add(key)
  console.error(`<${tag}> in ${owner}.wxml is neither in usingComponents nor a tag the preview supports`)
}
