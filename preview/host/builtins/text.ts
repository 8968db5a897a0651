import type { BuiltinDefinition } from './types'

/** What `space` makes of a blank: half and whole of a Chinese character, and the font's own. */
const SPACES: Readonly<Record<string, string>> = { ensp: '\u2002', emsp: '\u2003', nbsp: '\u00a0' }

const ENTITIES: Readonly<Record<string, string>> = {
  nbsp: '\u00a0',
  lt: '<',
  gt: '>',
  amp: '&',
  apos: "'",
  ensp: '\u2002',
  emsp: '\u2003',
}

/** A text as `space` and `decode` show it. */
export function convertText(text: string, space: string, decode: boolean): string {
  const spaced = SPACES[space] === undefined ? text : text.replace(/ /g, SPACES[space])
  return decode ? spaced.replace(/&(\w+);/g, (entity, name: string) => ENTITIES[name] ?? entity) : spaced
}

/** `<text>`: keeps line breaks; selectable on demand. */
export const text: BuiltinDefinition = {
  properties: {
    selectable: { type: Boolean },
    userSelect: { type: Boolean },
    space: { type: String, values: ['ensp', 'emsp', 'nbsp'] },
    decode: { type: Boolean },
    overflow: { type: String, value: 'visible', values: ['clip', 'fade', 'ellipsis', 'visible'] },
    maxLines: { type: Number },
  },
  events: [],
  create: ({ el, get }) => {
    const convert = () => {
      const texts = document.createTreeWalker(el, NodeFilter.SHOW_TEXT)
      while (texts.nextNode()) {
        const node = texts.currentNode as Text
        const wanted = convertText(node.data, get('space'), get('decode'))
        if (wanted !== node.data) node.data = wanted
      }
    }
    const watch = new MutationObserver(convert)
    return {
      changed(name, value) {
        if (name === 'selectable' || name === 'userSelect') el.classList.toggle('wx-selectable', Boolean(value))
        if (name === 'userSelect') el.classList.toggle('wx-inline-block', Boolean(value))
        if (name === 'overflow') el.setAttribute('overflow', String(value))
        if (name === 'maxLines') {
          el.style.setProperty('--max-lines', String(value))
          el.classList.toggle('wx-clamped', Number(value) > 0)
        }
        if (name !== 'space' && name !== 'decode') return
        watch.observe(el, { childList: true, characterData: true, subtree: true })
        convert()
      },
      detached: () => watch.disconnect(),
    }
  },
}
