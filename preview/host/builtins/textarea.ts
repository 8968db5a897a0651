import { FIELD_EVENTS, fieldProperties, textField } from './text-field'
import type { BuiltinDefinition } from './types'

export const textarea: BuiltinDefinition = {
  properties: {
    ...fieldProperties('textarea-placeholder', 'return'),
    autoHeight: { type: Boolean },
    fixed: { type: Boolean },
    showConfirmBar: { type: Boolean, value: true },
    disableDefaultPadding: { type: Boolean },
    adjustKeyboardTo: { type: String, value: 'cursor', values: ['cursor', 'bottom'] },
  },
  events: [...FIELD_EVENTS, 'linechange'],
  create(host) {
    const field = document.createElement('textarea')
    let lines = 0
    const refresh = () => {
      if (!field.isConnected) return
      const auto = host.get<boolean>('autoHeight')
      host.el.toggleAttribute('auto-height', auto)
      // Measured at no height of its own: `scrollHeight` never falls below the height given.
      field.style.height = '0'
      const height = field.scrollHeight
      field.style.height = auto ? `${height}px` : ''
      const count = Math.max(1, Math.round(height / lineHeight(field)))
      if (count === lines) return
      lines = count
      const heightRpx = Math.round((height * 750) / document.documentElement.clientWidth)
      host.emit('linechange', { height, heightRpx, lineCount: count, lineHeight: lineHeight(field) })
    }
    return textField(host, field, refresh)
  },
}

function lineHeight(field: HTMLElement): number {
  const { lineHeight: written, fontSize } = getComputedStyle(field)
  return parseFloat(written) || parseFloat(fontSize) * 1.2
}
