/** Attributes every built-in tag takes besides its own. */

import { playAnimation } from '../wx/animation'

export const COMMON_PROPERTIES: Record<string, unknown> = {
  animation: null,
  hidden: Boolean,
  hoverClass: String,
  hoverStopPropagation: Boolean,
}

const ARIA = [
  'role label hidden disabled checked expanded live modal pressed selected level current controls atomic busy required',
  'invalid readonly multiline multiselectable orientation valuenow valuemin valuemax valuetext describedby labelledby',
  'haspopup owns posinset setsize sort activedescendant autocomplete relevant roledescription',
]

/** `ariaLabel` and so on: glass-easel drops attributes that are no declared property. */
export const ARIA_PROPERTIES: Record<string, unknown> = Object.fromEntries(
  ARIA.flatMap((names) => names.split(' ')).map((name) => [`aria${name[0]?.toUpperCase()}${name.slice(1)}`, null]),
)

/** Writes one common attribute to the DOM. `aria-role` is `role` there. */
export function applyCommon(element: HTMLElement, name: string, value: unknown): void {
  if (name === 'animation') playAnimation(element, value)
  else if (name === 'hidden') element.toggleAttribute('hidden', Boolean(value))
  else if (name === 'hoverClass') element.toggleAttribute('data-hoverable', value !== '' && value !== 'none')
  else if (name === 'hoverStopPropagation') element.toggleAttribute('data-hover-stop', Boolean(value))
  else if (name.startsWith('aria')) {
    const attribute = name === 'ariaRole' ? 'role' : `aria-${name.slice(4).toLowerCase()}`
    if (value === undefined || value === null || value === '') element.removeAttribute(attribute)
    else element.setAttribute(attribute, String(value))
  }
}
