/** What `<input>` and `<textarea>` have in common: value, placeholder, focus, confirm and the keyboard's height. */
import { services } from './services'
import type { BuiltinHost, BuiltinInstance, BuiltinProperty } from './types'

/** Height of the drawn keyboard in px; only phones opened with the keyboard switched on show it. */
export const KEYBOARD_HEIGHT = 291

export type Field = HTMLInputElement | HTMLTextAreaElement

const CONFIRM_TYPES = ['send', 'search', 'next', 'go', 'done']

/** Attributes of both tags; `confirmTypes` adds to the five of the platform. */
export const fieldProperties = (placeholderClass: string, confirmType: string): Record<string, BuiltinProperty> => ({
  value: { type: String },
  placeholder: { type: String },
  placeholderStyle: { type: null, value: '' },
  placeholderClass: { type: String, value: placeholderClass },
  disabled: { type: Boolean },
  maxlength: { type: Number, value: 140 },
  focus: { type: Boolean },
  autoFocus: { type: Boolean },
  confirmType: { type: String, value: confirmType, values: [...CONFIRM_TYPES, confirmType] },
  confirmHold: { type: Boolean },
  cursor: { type: Number, value: -1 },
  cursorColor: { type: String },
  cursorSpacing: { type: null, value: 0 },
  selectionStart: { type: Number, value: -1 },
  selectionEnd: { type: Number, value: -1 },
  adjustPosition: { type: Boolean, value: true },
  holdKeyboard: { type: Boolean },
  name: { type: String },
})

export const FIELD_EVENTS = (
  'input change focus blur confirm keyboardheightchange selectionchange keyboardcompositionstart ' +
  'keyboardcompositionupdate keyboardcompositionend'
).split(' ')

/** @param refresh called when the field's look or its content may have changed */
export function textField(host: BuiltinHost, field: Field, refresh: () => void): BuiltinInstance {
  field.maxLength = 140
  field.autocomplete = 'off'
  const placeholder = document.createElement('div')
  host.el.append(placeholder, field)
  const draw = () => {
    drawPlaceholder(host, placeholder, field)
    refresh()
  }
  listen(host, field, draw)
  listenToKeyboard(host, field)
  const release = holdKeyboard(host, field)
  return {
    attached() {
      draw()
      if (host.get<boolean>('focus') || host.get<boolean>('autoFocus')) field.focus()
    },
    changed(name, value) {
      if (name === 'focus') (value ? () => field.focus() : () => field.blur())()
      else apply(host, field, name, value)
      draw()
    },
    detached() {
      release()
      if (document.activeElement === field) services().keyboard(0)
    },
    labelled: () => field.focus(),
    field: () => ({ name: host.get('name'), value: field.value, reset: () => host.set('value', '') }),
    inspect: () => ({ value: field.value, focused: document.activeElement === field }),
  }
}

function apply(host: BuiltinHost, field: Field, name: string, value: unknown): void {
  if (name === 'value' && field.value !== value) field.value = String(value ?? '')
  if (name === 'disabled') {
    field.disabled = Boolean(value)
    host.el.toggleAttribute('disabled', Boolean(value))
  }
  if (name === 'maxlength' && Number(value) < 0) field.removeAttribute('maxlength')
  else if (name === 'maxlength') field.maxLength = Number(value)
  if (name === 'confirmType') field.enterKeyHint = String(value)
  if (name === 'cursorColor') field.style.caretColor = String(value)
  if (['cursor', 'selectionStart', 'selectionEnd'].includes(name) && document.activeElement === field)
    placeCursor(host, field)
}

/** Drawn by ourselves, because `placeholder-class` is a class of the page and `::placeholder` takes none. */
function drawPlaceholder(host: BuiltinHost, drawn: HTMLElement, field: Field): void {
  const text = host.get<string>('placeholder')
  const names = host.get<string>('placeholderClass').split(/\s+/).filter(Boolean)
  const scope = ((host.owner as { is?: string } | null)?.is ?? '').replace(/^\//, '').replace(/[^\w-]/g, '_')
  drawn.className = ['wx-placeholder', ...names, ...names.map((name) => `${scope}--${name}`)].join(' ')
  drawn.style.cssText = styleText(host.get('placeholderStyle'))
  drawn.textContent = text
  drawn.hidden = field.value !== ''
  // Drawn transparently: it names the field for screen readers.
  field.placeholder = text
}

/** Text in WebView; `{ fontSize, fontWeight, color }` in Skyline. */
function styleText(style: unknown): string {
  if (typeof style !== 'object' || style === null)
    return String(style ?? '').replace(/([\d.]+)rpx/g, 'calc($1 * 100vw / 750)')
  const { fontSize, fontWeight, color } = style as { fontSize?: number; fontWeight?: string; color?: string }
  return `${fontSize ? `font-size:${fontSize}px;` : ''}${fontWeight ? `font-weight:${fontWeight};` : ''}${color ? `color:${color}` : ''}`
}

/** The browser's own events stay inside: a page would receive them a second time, as `input` and `focus` of its own. */
function listen(host: BuiltinHost, field: Field, draw: () => void): void {
  for (const type of ['input', 'change', 'focus', 'blur', 'select'])
    field.addEventListener(type, (event) => event.stopPropagation())
  let keyCode = 0
  field.addEventListener('keydown', (event) => (keyCode = (event as KeyboardEvent).keyCode))
  field.addEventListener('input', () => {
    host.set('value', field.value)
    draw()
    if (document.activeElement !== field) host.emit('change', { value: field.value })
    host.emit('input', { value: field.value, cursor: field.selectionStart ?? field.value.length, keyCode })
  })
  field.addEventListener('selectionchange', () => {
    const { selectionStart, selectionEnd } = field
    host.emit('selectionchange', { selectionStart, selectionEnd })
  })
  for (const phase of ['start', 'update', 'end'])
    field.addEventListener(`composition${phase}`, (event) =>
      host.emit(`keyboardcomposition${phase}`, { data: (event as CompositionEvent).data }),
    )
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

function listenToKeyboard(host: BuiltinHost, field: Field): void {
  field.addEventListener('focus', () => {
    const height = document.documentElement.dataset['keyboard'] === 'on' ? KEYBOARD_HEIGHT : 0
    services().keyboard(host.get<boolean>('adjustPosition') ? height : -height)
    placeCursor(host, field)
    host.emit('focus', { value: field.value, height })
    host.emit('keyboardheightchange', { height, duration: 250 })
  })
  field.addEventListener('blur', () => {
    services().keyboard(0)
    host.emit('blur', { value: field.value, cursor: field.selectionStart ?? 0 })
    host.emit('keyboardheightchange', { height: 0, duration: 250 })
  })
}

/** `selection-start` and `-end` count together, and before `cursor`. */
function placeCursor(host: BuiltinHost, field: Field): void {
  const [cursor, start, end] = ['cursor', 'selectionStart', 'selectionEnd'].map((name) => host.get<number>(name)) as [
    number,
    number,
    number,
  ]
  if (start >= 0 && end >= 0) field.setSelectionRange(start, end)
  else if (cursor >= 0) field.setSelectionRange(cursor, cursor)
}

/** `hold-keyboard`: a tap elsewhere on the page leaves the focus where it is. */
function holdKeyboard(host: BuiltinHost, field: Field): () => void {
  const keep = (event: Event) => {
    const focused = document.activeElement === field
    if (focused && host.get<boolean>('holdKeyboard') && event.target !== field) event.preventDefault()
  }
  document.addEventListener('mousedown', keep)
  return () => document.removeEventListener('mousedown', keep)
}
