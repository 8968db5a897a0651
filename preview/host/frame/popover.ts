/** A button of a bar that opens a small sheet of further controls below it. */
import { element } from '../ui/element'
import { iconButton } from './controls'
import type { IconName } from './icons'

export interface Popover {
  readonly element: HTMLElement
  /** Marks the button: something inside is not as it is at first. */
  mark(on: boolean): void
}

export function popover(icon: IconName, label: string, fill: (sheet: HTMLElement) => void): Popover {
  const box = element('div', 'popover')
  const sheet = element('div', 'popover-sheet')
  sheet.hidden = true
  const away = (event: Event) => {
    if (event instanceof KeyboardEvent ? event.key === 'Escape' : !box.contains(event.target as Node)) show(false)
  }
  const show = (open: boolean) => {
    sheet.hidden = !open
    button.setAttribute('aria-expanded', String(open))
    for (const type of ['pointerdown', 'keydown'] as const)
      if (open) document.addEventListener(type, away)
      else document.removeEventListener(type, away)
    if (open) sheet.replaceChildren()
    if (open) fill(sheet)
  }
  const button = iconButton(icon, label, () => show(sheet.hidden === true))
  button.setAttribute('aria-expanded', 'false')
  box.append(button, sheet)
  return { element: box, mark: (on) => button.classList.toggle('mp-marked', on) }
}

/** A labelled row of a sheet. */
export function sheetRow(label: string, control: HTMLElement): HTMLElement {
  const row = element('label', 'sheet-row')
  row.append(element('span', '', label), control)
  return row
}

/** A button of a sheet. */
export function sheetButton(label: string, act: () => void): HTMLButtonElement {
  const button = element('button', 'sheet-button', label)
  button.type = 'button'
  button.addEventListener('click', act)
  return button
}
