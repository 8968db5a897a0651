/** Small controls of the bars: an icon button, and a choice of one in a few. */
import { element } from '../ui/element'
import { icons, type IconName } from './icons'

export function iconButton(name: IconName, label: string, act: () => void): HTMLButtonElement {
  const button = element('button', `icon-button ${name}`)
  button.type = 'button'
  button.title = label
  button.setAttribute('aria-label', label)
  button.innerHTML = icons[name]
  button.addEventListener('click', act)
  return button
}

/** A button that stays pressed. */
export function toggleButton(name: IconName, label: string, pressed: boolean, act: () => void): HTMLButtonElement {
  const button = iconButton(name, label, act)
  button.setAttribute('aria-pressed', String(pressed))
  return button
}

export function choice<T extends string>(
  label: string,
  options: readonly (readonly [value: T, text: string])[],
  value: T,
  act: (value: T) => void,
): HTMLSelectElement {
  const select = element('select', 'choice')
  select.title = label
  select.setAttribute('aria-label', label)
  for (const [key, name] of options) select.append(new Option(name, key, false, key === value))
  select.addEventListener('change', () => act(select.value as T))
  return select
}
