import type { BuiltinDefinition } from './types'

/** `<rich-text>`: HTML text or nodes, without anything that runs. */
export const richText: BuiltinDefinition = {
  properties: { nodes: { type: null, value: '' }, space: { type: String }, userSelect: { type: Boolean } },
  events: [],
  create: ({ el }) => ({
    changed(name, value) {
      if (name === 'nodes') el.replaceChildren(...(typeof value === 'string' ? parse(value) : build(value)))
    },
  }),
}

interface RichNode {
  type?: 'node' | 'text'
  name?: string
  text?: string
  attrs?: Record<string, string>
  children?: RichNode[]
}

function build(nodes: unknown): Node[] {
  if (!Array.isArray(nodes)) return []
  return (nodes as RichNode[]).map(({ type, name = 'div', text = '', attrs = {}, children = [] }) => {
    if (type === 'text') return document.createTextNode(text)
    const made = document.createElement(name)
    for (const [key, value] of Object.entries(attrs)) made.setAttribute(key, value)
    made.append(...build(children))
    return sanitise(made)
  })
}

/** Parsed without running anything: a template's document loads no scripts and fires no handlers. */
function parse(html: string): Node[] {
  const template = document.createElement('template')
  template.innerHTML = html
  template.content.querySelectorAll('*').forEach((found) => sanitise(found as HTMLElement))
  return [...template.content.childNodes]
}

const REFUSED = new Set(['script', 'iframe', 'object', 'embed', 'link', 'style', 'form', 'input'])

function sanitise(node: HTMLElement): Node {
  if (REFUSED.has(node.localName)) {
    node.remove()
    return document.createTextNode('')
  }
  for (const { name, value } of [...node.attributes])
    if (name.startsWith('on') || /^\s*javascript:/i.test(value)) node.removeAttribute(name)
  return node
}
