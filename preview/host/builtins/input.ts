/** `<input>` and `<textarea>`: value, focus, confirm and the keyboard's height as a phone reports them. */
import { services } from './services'
import type { BuiltinDefinition, BuiltinHost, BuiltinInstance } from './types'

/** Height of the drawn keyboard in px; only phones opened with the keyboard switched on show it. */
export const KEYBOARD_HEIGHT = 291

const SHARED = {
  value: { type: String },
  placeholder: { type: String },
  placeholderStyle: { type: String },
  placeholderClass: { type: String },
  disabled: { type: Boolean },
  maxlength: { type: Number, value: 140 },
  focus: { type: Boolean },
  autoFocus: { type: Boolean },
  confirmType: { type: String, value: 'done' },
  confirmHold: { type: Boolean },
  cursor: { type: Number, value: -1 },
  cursorSpacing: { type: Number },
  selectionStart: { type: Number, value: -1 },
  selectionEnd: { type: Number, value: -1 },
  adjustPosition: { type: Boolean, value: true },
  holdKeyboard: { type: Boolean },
  name: { type: String },
} as const

const EVENTS = ['input', 'focus', 'blur', 'confirm', 'keyboardheightchange', 'linechange', 'nicknamereview']

export const input: BuiltinDefinition = {
  properties: {
    ...SHARED,
    type: { type: String, value: 'text' },
    password: { type: Boolean },
    alwaysEmbed: { type: Boolean },
  },
  events: EVENTS,
  create(host) {
    const field = document.createElement('input')
    return textField(host, field, () => {
      const type = host.get<string>('type')
      field.type = host.get<boolean>('password') || type === 'safe-password' ? 'password' : 'text'
      field.inputMode = type === 'number' || type === 'idcard' ? 'numeric' : type === 'digit' ? 'decimal' : 'text'
    })
  },
}

export const textarea: BuiltinDefinition = {
  properties: {
    ...SHARED,
    autoHeight: { type: Boolean },
    fixed: { type: Boolean },
    showConfirmBar: { type: Boolean, value: true },
    disableDefaultPadding: { type: Boolean },
  },
  events: EVENTS,
  create(host) {
    const field = document.createElement('textarea')
    const fit = () => {
      if (!host.get<boolean>('autoHeight')) return
      field.style.height = 'auto'
      field.style.height = `${field.scrollHeight}px`
      host.el.style.height = 'auto'
    }
    field.addEventListener('input', fit)
    return textField(host, field, fit)
  },
}

type Field = HTMLInputElement | HTMLTextAreaElement

function textField(host: BuiltinHost, field: Field, refresh: () => void): BuiltinInstance {
  field.maxLength = 140
  field.autocomplete = 'off'
  host.el.append(field)
  listen(host, field)
  return {
    attached() {
      refresh()
      if (host.get<boolean>('focus') || host.get<boolean>('autoFocus')) field.focus()
    },
    changed(name, value) {
      if (name === 'value' && field.value !== value) field.value = String(value ?? '')
      if (name === 'focus') (value ? () => field.focus() : () => field.blur())()
      if (name === 'disabled') field.disabled = Boolean(value)
      if (name === 'placeholder') field.placeholder = String(value)
      if (name === 'placeholderStyle') applyPlaceholder(field, String(value))
      if (name === 'maxlength') setLimit(field, Number(value))
      if (name === 'confirmType') field.enterKeyHint = String(value)
      if (name === 'cursor' && Number(value) >= 0) field.setSelectionRange(Number(value), Number(value))
      refresh()
    },
    detached() {
      if (document.activeElement === field) services().keyboard(0)
    },
    inspect: () => ({ value: field.value, focused: document.activeElement === field }),
  }
}

/** The browser's own events stay inside: a page would receive them a second time, as `input` and `focus` of its own. */
function listen(host: BuiltinHost, field: Field): void {
  for (const type of ['input', 'change', 'focus', 'blur'])
    field.addEventListener(type, (event) => event.stopPropagation())
  field.addEventListener('input', () => {
    host.set('value', field.value)
    host.emit('input', { value: field.value, cursor: field.selectionStart ?? field.value.length, keyCode: 0 })
  })
  field.addEventListener('focus', () => {
    const height = keyboardShown() ? KEYBOARD_HEIGHT : 0
    services().keyboard(host.get<boolean>('adjustPosition') ? height : -height)
    host.emit('focus', { value: field.value, height })
    host.emit('keyboardheightchange', { height, duration: 250 })
  })
  field.addEventListener('blur', () => {
    services().keyboard(0)
    host.emit('blur', { value: field.value, cursor: field.selectionStart ?? 0 })
    host.emit('keyboardheightchange', { height: 0, duration: 250 })
  })
  field.addEventListener('keydown', (event) => {
    const { key, isComposing } = event as KeyboardEvent
    if (key !== 'Enter' || isComposing || (field instanceof HTMLTextAreaElement && !sends(host))) return
    event.preventDefault()
    host.emit('confirm', { value: field.value })
    if (!host.get<boolean>('confirmHold')) field.blur()
  })
}

/** A textarea's Enter is a line break unless its key says otherwise. */
const sends = (host: BuiltinHost): boolean => !['return', ''].includes(host.get<string>('confirmType'))

function setLimit(field: Field, limit: number): void {
  if (limit < 0) field.removeAttribute('maxlength')
  else field.maxLength = limit
}

function applyPlaceholder(field: Field, style: string): void {
  const color = /(?:^|;)\s*color\s*:\s*([^;]+)/.exec(style)?.[1]
  if (color) field.style.setProperty('--placeholder', color)
}

const keyboardShown = (): boolean => document.documentElement.dataset['keyboard'] === 'on'
