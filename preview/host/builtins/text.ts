import type { BuiltinDefinition } from './types'

/** `<text>`: keeps line breaks; selectable on demand. */
export const text: BuiltinDefinition = {
  properties: {
    selectable: { type: Boolean },
    userSelect: { type: Boolean },
    space: { type: String },
    decode: { type: Boolean },
    overflow: { type: String },
    maxLines: { type: Number },
  },
  events: [],
  create: ({ el }) => ({
    changed(name, value) {
      if (name === 'selectable' || name === 'userSelect') el.classList.toggle('wx-selectable', Boolean(value))
      if (name === 'maxLines') {
        el.style.setProperty('--max-lines', String(value))
        el.classList.toggle('wx-clamped', Number(value) > 0)
      }
    },
  }),
}
