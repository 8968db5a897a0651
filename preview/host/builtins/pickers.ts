/** `<switch>`, `<slider>` and `<picker>` on the browser's own controls. */
import type { BuiltinDefinition, BuiltinHost } from './types'

export const switchTag: BuiltinDefinition = {
  properties: {
    checked: { type: Boolean },
    disabled: { type: Boolean },
    type: { type: String, value: 'switch' },
    color: { type: String, value: '#04be02' },
    name: { type: String },
  },
  events: ['change'],
  create(host) {
    const { el } = host
    el.setAttribute('role', 'switch')
    el.tabIndex = 0
    const draw = () => {
      el.toggleAttribute('checked', host.get<boolean>('checked'))
      el.setAttribute('aria-checked', String(host.get<boolean>('checked')))
      el.toggleAttribute('disabled', host.get<boolean>('disabled'))
      el.setAttribute('type', host.get<string>('type'))
      el.style.setProperty('--switch-color', host.get<string>('color'))
    }
    const toggle = () => {
      if (host.get<boolean>('disabled')) return
      host.set('checked', !host.get<boolean>('checked'))
      host.emit('change', { value: host.get<boolean>('checked') })
    }
    el.addEventListener('mp:tap', toggle)
    el.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') toggle()
    })
    draw()
    return { changed: draw }
  },
}

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
    const draw = () => {
      for (const name of ['min', 'max', 'step', 'value'] as const) range[name] = String(host.get<number>(name))
      range.disabled = host.get<boolean>('disabled')
      range.style.accentColor = host.get<string>('activeColor')
      shown.textContent = host.get<boolean>('showValue') ? range.value : ''
    }
    range.addEventListener('input', (event) => {
      event.stopPropagation()
      host.emit('changing', { value: Number(range.value) })
    })
    range.addEventListener('change', (event) => {
      event.stopPropagation()
      host.set('value', Number(range.value))
      host.emit('change', { value: Number(range.value) })
    })
    draw()
    return { changed: draw }
  },
}

export const picker: BuiltinDefinition = {
  properties: {
    mode: { type: String, value: 'selector' },
    range: { type: Array, value: [] },
    rangeKey: { type: String },
    value: { type: null, value: 0 },
    start: { type: String },
    end: { type: String },
    fields: { type: String },
    disabled: { type: Boolean },
    headerText: { type: String },
  },
  events: ['change', 'cancel', 'columnchange'],
  create(host) {
    let control: HTMLSelectElement | HTMLInputElement | undefined
    const draw = () => {
      control?.remove()
      control = controlFor(host)
      if (control) host.el.prepend(control)
    }
    return { attached: draw, changed: draw }
  },
}

/** A native control lies invisibly over the picker's children, so the computer's own chooser opens. */
function controlFor(host: BuiltinHost): HTMLSelectElement | HTMLInputElement | undefined {
  const mode = host.get<string>('mode')
  if (mode === 'selector') return selectorFor(host)
  if (mode !== 'date' && mode !== 'time') {
    console.error(`<picker mode="${mode}"> is not supported by the preview`)
    return undefined
  }
  const field = document.createElement('input')
  field.type = mode
  field.value = String(host.get('value'))
  field.min = host.get<string>('start')
  field.max = host.get<string>('end')
  field.disabled = host.get<boolean>('disabled')
  field.addEventListener('change', (event) => {
    event.stopPropagation()
    host.emit('change', { value: field.value })
  })
  return field
}

function selectorFor(host: BuiltinHost): HTMLSelectElement {
  const select = document.createElement('select')
  const key = host.get<string>('rangeKey')
  for (const item of host.get<unknown[]>('range') ?? []) {
    const label = key ? (item as Record<string, unknown>)[key] : item
    select.append(new Option(String(label)))
  }
  select.selectedIndex = Number(host.get('value'))
  select.disabled = host.get<boolean>('disabled')
  select.addEventListener('change', (event) => {
    event.stopPropagation()
    host.emit('change', { value: String(select.selectedIndex) })
  })
  return select
}
