import { services } from './services'
import { convertText } from './text'
import type { BuiltinDefinition, BuiltinHost } from './types'

/** `<rich-text>`: HTML text or nodes, of the trusted tags and attributes alone; what is in it takes no events. */
export const richText: BuiltinDefinition = {
  properties: {
    nodes: { type: null, value: '' },
    space: { type: String, values: ['ensp', 'emsp', 'nbsp'] },
    userSelect: { type: Boolean },
    mode: { type: String, value: 'default', values: ['default', 'compat', 'aggressive', 'inline-block', 'web'] },
  },
  events: [],
  create(host) {
    const { el } = host
    const draw = () => {
      const nodes = host.get('nodes')
      el.replaceChildren(...build(typeof nodes === 'string' ? parse(nodes) : nodes, host))
    }
    return {
      changed(name, value) {
        if (name === 'nodes' || name === 'space') draw()
        if (name === 'userSelect') el.classList.toggle('wx-selectable', Boolean(value))
        if (name === 'mode') el.setAttribute('mode', String(value))
      },
    }
  },
}

interface RichNode {
  type?: 'node' | 'text'
  name?: string
  text?: string
  attrs?: Record<string, string>
  children?: RichNode[]
}

/** Trusted tags and what each takes besides class and style, by the documentation. */
const TRUSTED: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  (
    'a abbr address article aside b bdi bdo:dir big blockquote br caption center cite code col:span,width ' +
    'colgroup:span,width dd del div dl dt em fieldset font:color,face,size footer h1 h2 h3 h4 h5 h6 header hr i ' +
    'img:alt,src,height,width ins label legend li mark nav ol:start,type p pre q rt ruby s section small span strong ' +
    'sub sup table:width tbody td:colspan,height,rowspan,width tfoot th:colspan,height,rowspan,width thead tr:colspan,' +
    'height,rowspan,width tt u ul'
  )
    .split(' ')
    .map((entry) => [entry.split(':')[0] ?? '', entry.split(':')[1]?.split(',') ?? []]),
)

const reported = new Set<string>()

function build(nodes: unknown, host: BuiltinHost): Node[] {
  if (!Array.isArray(nodes)) return []
  return (nodes as RichNode[]).flatMap(({ type = 'node', name = '', text = '', attrs = {}, children = [] }) => {
    if (type === 'text') return document.createTextNode(convertText(text, host.get('space'), true))
    const tag = name.toLowerCase()
    const allowed = TRUSTED[tag]
    if (allowed === undefined) {
      if (!reported.has(tag)) console.warn(`<rich-text> leaves out <${tag}>: it is no trusted tag`)
      reported.add(tag)
      return []
    }
    const made = document.createElement(tag)
    for (const [key, value] of Object.entries(attrs)) setAttribute(made, key, String(value), allowed, host)
    made.append(...build(children, host))
    return made
  })
}

function setAttribute(
  made: HTMLElement,
  key: string,
  value: string,
  allowed: readonly string[],
  host: BuiltinHost,
): void {
  if (key === 'class') {
    const scope = ((host.owner as { is?: string } | null)?.is ?? '').replace(/^\//, '').replace(/[^\w-]/g, '_')
    // Bare for pages, with the component's prefix for components.
    made.className = value.replace(/\S+/g, `$& ${scope}--$&`)
  } else if (key === 'style') made.style.cssText = value.replace(/([\d.]+)rpx/g, 'calc($1 * 100vw / 750)')
  else if (key === 'src') (made as HTMLImageElement).src = services().asset(value, host)
  else if (allowed.includes(key)) made.setAttribute(key, value)
}

/** Parsed without running anything: a template's document loads no pictures, runs no scripts and fires no handlers. */
function parse(html: string): RichNode[] {
  const template = document.createElement('template')
  template.innerHTML = html
  const read = (node: Node): RichNode[] => {
    if (node instanceof Text) return [{ type: 'text', text: node.data }]
    if (!(node instanceof Element)) return []
    const attrs = Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value]))
    return [{ name: node.localName, attrs, children: [...node.childNodes].flatMap(read) }]
  }
  return [...template.content.childNodes].flatMap(read)
}
