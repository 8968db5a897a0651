/** `<form>` and what belongs to it: which controls it collects, and which buttons are its own. */
import * as glassEasel from 'glass-easel'
import { hasBuiltInBehavior } from '../runtime/built-in-behaviors'
import { builtinAt } from './registry'
import { reportAt } from './report'
import type { BuiltinDefinition, BuiltinHost, FormField } from './types'

/** The component or page in whose WXML `node` is written. */
const ownerAt = (node: glassEasel.Element | undefined): unknown =>
  node?.ownerShadowRoot?.getHostNode().getMethodCaller()

const has = (node: glassEasel.Element, name: 'field' | 'field-group' | 'field-button'): boolean =>
  hasBuiltInBehavior(node, `wx://form-${name}`)

/** The glass-easel component whose host node is this one. */
const componentAt = (element: Element): glassEasel.GeneralComponent | undefined => {
  const { __wxElement: node } = element as { __wxElement?: glassEasel.Element }
  return node && glassEasel.Component.isComponent(node) ? node : undefined
}

/** The controls of a form in document order: its own WXML's, and those of components that take part. */
export function fieldsOf(form: BuiltinHost): FormField[] {
  const owners = new Set([form.owner])
  const fields: FormField[] = []
  const visit = (element: Element): void => {
    const builtin = builtinAt(element)
    const field = builtin && owners.has(builtin.host.owner) ? builtin.instance.field?.() : undefined
    if (field) fields.push(field)
    const component = builtin ? undefined : componentAt(element)
    if (component && owners.has(ownerAt(component))) visitComponent(component)
    for (const child of element.children) visit(child)
  }
  const visitComponent = (component: glassEasel.GeneralComponent): void => {
    if (has(component, 'field')) fields.push(customField(component))
    if (has(component, 'field-group')) owners.add(component.getMethodCaller())
  }
  for (const child of form.el.children) visit(child)
  return fields.filter(({ name }) => name !== '')
}

function customField(component: glassEasel.GeneralComponent): FormField {
  const { name, value } = component.data as { name?: unknown; value?: unknown }
  // The documentation names no value after a reset: the component's own observer sees the empty string.
  return { name: String(name ?? ''), value, reset: () => component.setData({ value: '' }) }
}

/** The form a button acts on: around it in the same WXML, or around its component when that is a `form-field-button`. */
function formOf(button: BuiltinHost): BuiltinHost | undefined {
  const owners = new Set([button.owner])
  for (let element = button.el.parentElement; element; element = element.parentElement) {
    const builtin = builtinAt(element)
    if (builtin?.host.tag === 'form' && owners.has(builtin.host.owner)) return builtin.host
    const component = builtin ? undefined : componentAt(element)
    if (component && owners.has(component.getMethodCaller()) && has(component, 'field-button'))
      owners.add(ownerAt(component))
  }
  return undefined
}

/** What `<button form-type>` does on tap. */
export function actOnForm(button: BuiltinHost, action: string): void {
  const form = formOf(button)
  if (form && (action === 'submit' || action === 'reset'))
    form.el.dispatchEvent(new CustomEvent(`mp:form-${action}`, { detail: button }))
}

export const form: BuiltinDefinition = {
  properties: {
    reportSubmit: { type: Boolean, unsupported: 'formId is the empty string: there is no server of template messages' },
    reportSubmitTimeout: { type: Number, value: 0 },
  },
  events: ['submit', 'reset', 'submitToGroup'],
  create(host) {
    host.el.addEventListener('mp:form-submit', (event) => {
      const button = (event as CustomEvent<BuiltinHost>).detail
      const value = Object.fromEntries(fieldsOf(host).map((field) => [field.name, field.value]))
      const target = { id: button.id, offsetLeft: button.el.offsetLeft, offsetTop: button.el.offsetTop }
      host.emit('submit', { value, target, formId: '' })
    })
    host.el.addEventListener('mp:form-reset', () => {
      for (const field of fieldsOf(host)) field.reset()
      host.emit('reset', {})
    })
    return {}
  },
}

/** Controls a label can stand for. */
const LABELLED = 'wx-button, wx-checkbox, wx-radio, wx-switch, wx-input, wx-textarea'

/** `<label>`: a tap inside it reaches its control; `for` comes before nesting, and of several the first counts. */
export const label: BuiltinDefinition = {
  properties: { for: { type: String } },
  events: [],
  create(host) {
    const { el } = host
    el.addEventListener('mp:tap', (event) => {
      const target = event.target as Element
      // A control within the label that was itself tapped has already answered.
      const tapped = target.closest(LABELLED)
      if (tapped && el.contains(tapped)) return
      const control = controlOf(host)
      if (control?.host.el.hasAttribute('disabled') === false) control.instance.labelled?.()
      else if (!control && host.get<string>('for') !== '')
        void reportAt(host, `<label for="${host.get<string>('for')}">: no control has this id`, 'for')
    })
    return {}
  },
}

function controlOf(host: BuiltinHost) {
  const id = host.get<string>('for')
  const page = host.el.closest('[data-page-id]') ?? document
  const candidates = [...(id === '' ? host.el : page).querySelectorAll(LABELLED)].flatMap((el) => builtinAt(el) ?? [])
  if (id === '') return candidates[0]
  return candidates.find((node) => node.host.id === id && node.host.owner === host.owner)
}
