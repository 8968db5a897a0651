/** `<slider>`: drag or tap; `changing` while it moves, `change` when it is let go. */
import type { BuiltinDefinition } from './types'

export const slider: BuiltinDefinition = {
  properties: {
    min: { type: Number, value: 0 },
    max: { type: Number, value: 100 },
    step: { type: Number, value: 1 },
    value: { type: Number, value: 0 },
    disabled: { type: Boolean },
    color: { type: String },
    selectedColor: { type: String },
    activeColor: { type: String, value: '#1aad19' },
    backgroundColor: { type: String, value: '#e9e9e9' },
    blockSize: { type: Number, value: 28 },
    blockColor: { type: String, value: '#ffffff' },
    showValue: { type: Boolean },
    name: { type: String },
  },
  events: ['change', 'changing'],
  create(host) {
    const range = document.createElement('input')
    range.type = 'range'
    const shown = document.createElement('span')
    host.el.append(range, shown)
    const fill = () => {
      const span = Number(range.max) - Number(range.min)
      range.style.setProperty('--done', `${span > 0 ? ((Number(range.value) - Number(range.min)) / span) * 100 : 0}%`)
      shown.textContent = host.get<boolean>('showValue') ? range.value : ''
    }
    const draw = () => {
      for (const name of ['min', 'max', 'step', 'value'] as const) range[name] = String(host.get<number>(name))
      range.disabled = host.get<boolean>('disabled')
      const size = Math.min(28, Math.max(12, host.get<number>('blockSize')))
      range.style.setProperty('--block', `${size}px`)
      range.style.setProperty('--block-color', host.get<string>('blockColor'))
      range.style.setProperty('--active', host.get<string>('selectedColor') || host.get<string>('activeColor'))
      range.style.setProperty('--track', host.get<string>('color') || host.get<string>('backgroundColor'))
      fill()
    }
    range.addEventListener('input', (event) => {
      event.stopPropagation()
      fill()
      host.emit('changing', { value: Number(range.value) })
    })
    range.addEventListener('change', (event) => {
      event.stopPropagation()
      host.set('value', Number(range.value))
      host.emit('change', { value: Number(range.value) })
    })
    draw()
    return {
      changed: draw,
      field: () => ({
        name: host.get('name'),
        value: Number(range.value),
        reset: () => host.set('value', host.get('min')),
      }),
    }
  },
}
