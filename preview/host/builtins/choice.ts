/** `<checkbox>`, `<radio>`, their groups, and `<switch>`. */
import { builtinAt } from './registry'
import type { BuiltinDefinition, BuiltinHost, BuiltinInstance } from './types'

/** What one box tells its group. */
const CHOSEN = 'mp:chosen'

interface ChoiceOptions {
  role: 'checkbox' | 'radio' | 'switch'
  /** What a tap makes of `checked`; `undefined` leaves it. */
  next(checked: boolean): boolean | undefined
  chosen(host: BuiltinHost): void
}

function choice(host: BuiltinHost, { role, next, chosen }: ChoiceOptions): BuiltinInstance {
  const { el } = host
  el.setAttribute('role', role)
  el.tabIndex = 0
  const draw = () => {
    const checked = host.get<boolean>('checked')
    el.toggleAttribute('checked', checked)
    el.setAttribute('aria-checked', String(checked))
    el.toggleAttribute('disabled', host.get<boolean>('disabled'))
    el.setAttribute('aria-disabled', String(host.get<boolean>('disabled')))
    el.style.setProperty('--choice-color', host.get<string>('color'))
  }
  const press = () => {
    const wanted = next(host.get<boolean>('checked'))
    if (host.get<boolean>('disabled') || wanted === undefined) return
    host.set('checked', wanted)
    chosen(host)
  }
  el.addEventListener('mp:tap', press)
  el.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    press()
  })
  draw()
  return { changed: draw, labelled: press, inspect: () => ({ checked: host.get<boolean>('checked') }) }
}

const PROPERTIES = {
  value: { type: String },
  checked: { type: Boolean },
  disabled: { type: Boolean },
  color: { type: String, value: '#09BB07' },
} as const

const tellGroup = ({ el }: BuiltinHost): void => void el.dispatchEvent(new CustomEvent(CHOSEN, { bubbles: true }))

export const checkbox: BuiltinDefinition = {
  properties: PROPERTIES,
  events: [],
  create: (host) => choice(host, { role: 'checkbox', next: (checked) => !checked, chosen: tellGroup }),
}

export const radio: BuiltinDefinition = {
  properties: PROPERTIES,
  events: [],
  create: (host) => choice(host, { role: 'radio', next: (checked) => (checked ? undefined : true), chosen: tellGroup }),
}

/** Boxes of a group in document order. */
const boxesOf = ({ el }: BuiltinHost, tag: string): BuiltinHost[] =>
  [...el.querySelectorAll(`wx-${tag}`)].flatMap((box) => builtinAt(box)?.host ?? [])

const checkedValues = (host: BuiltinHost, tag: string): string[] =>
  boxesOf(host, tag)
    .filter((box) => box.get<boolean>('checked'))
    .map((box) => box.get<string>('value'))

const uncheck = (boxes: BuiltinHost[]): void => boxes.forEach((box) => box.set('checked', false))

export const checkboxGroup: BuiltinDefinition = {
  properties: { name: { type: String } },
  events: ['change'],
  create(host) {
    host.el.setAttribute('role', 'group')
    host.el.addEventListener(CHOSEN, (event) => {
      event.stopPropagation()
      host.emit('change', { value: checkedValues(host, 'checkbox') })
    })
    return {
      field: () => ({
        name: host.get('name'),
        value: checkedValues(host, 'checkbox'),
        reset: () => uncheck(boxesOf(host, 'checkbox')),
      }),
    }
  },
}

export const radioGroup: BuiltinDefinition = {
  properties: { name: { type: String } },
  events: ['change'],
  create(host) {
    host.el.setAttribute('role', 'radiogroup')
    host.el.addEventListener(CHOSEN, (event) => {
      event.stopPropagation()
      uncheck(boxesOf(host, 'radio').filter(({ el }) => el !== event.target))
      host.emit('change', { value: checkedValues(host, 'radio')[0] ?? '' })
    })
    return {
      field: () => ({
        name: host.get('name'),
        value: checkedValues(host, 'radio')[0] ?? '',
        reset: () => uncheck(boxesOf(host, 'radio')),
      }),
    }
  },
}

export const switchTag: BuiltinDefinition = {
  properties: {
    checked: { type: Boolean },
    disabled: { type: Boolean },
    type: { type: String, value: 'switch', values: ['switch', 'checkbox'] },
    color: { type: String, value: '#04BE02' },
    name: { type: String },
  },
  events: ['change'],
  create(host) {
    const instance = choice(host, {
      role: 'switch',
      next: (checked) => !checked,
      chosen: () => host.emit('change', { value: host.get<boolean>('checked') }),
    })
    return {
      ...instance,
      changed(name, value) {
        instance.changed?.(name, value)
        if (name === 'type') host.el.setAttribute('type', String(value))
      },
      field: () => ({
        name: host.get('name'),
        value: host.get<boolean>('checked'),
        reset: () => host.set('checked', false),
      }),
    }
  },
}
