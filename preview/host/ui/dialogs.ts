/** Toast, loading, modal and action sheet, drawn in the phone. */
import { element } from './element'
import type { Screen } from './screen'
import { text } from './text'

let removeToast: (() => void) | undefined
let toastTimer: ReturnType<typeof setTimeout> | undefined

export interface ToastOptions {
  title: string
  icon?: 'success' | 'error' | 'loading' | 'none'
  image?: string
  mask?: boolean
  /** ms; 0 stays until `hideToast`. */
  duration: number
}

export function showToast(screen: Screen, { title, icon = 'success', image, mask, duration }: ToastOptions): void {
  hideToast()
  const box = element('div', `toast-mask${mask ? ' blocking' : ''}`)
  const toast = element('div', `toast ${image ? 'success' : icon}`)
  toast.setAttribute('role', 'status')
  if (image) {
    const picture = element('img', 'toast-image')
    picture.src = image
    toast.append(picture)
  } else if (icon !== 'none') toast.append(element('i', 'toast-icon'))
  toast.append(element('span', 'toast-title', title))
  box.append(toast)
  removeToast = screen.overlay(box)
  if (duration > 0) toastTimer = setTimeout(hideToast, duration)
}

/** @returns whether there was one */
export function hideToast(): boolean {
  const shown = removeToast !== undefined
  clearTimeout(toastTimer)
  removeToast?.()
  removeToast = undefined
  return shown
}

export interface ModalOptions {
  title?: string
  content?: string
  showCancel?: boolean
  cancelText?: string
  cancelColor?: string
  confirmText?: string
  confirmColor?: string
  editable?: boolean
  placeholderText?: string
}

export interface ModalResult {
  confirm: boolean
  cancel: boolean
  content: string | null
}

export function showModal(screen: Screen, options: ModalOptions): Promise<ModalResult> {
  const mask = element('div', 'mask centred')
  const modal = element('div', 'modal')
  modal.setAttribute('role', 'dialog')
  if (options.title) modal.append(element('h2', 'modal-title', options.title))
  const input = element('textarea', 'modal-input')
  if (options.editable) {
    input.value = options.content ?? ''
    input.placeholder = options.placeholderText ?? ''
    modal.append(input)
  } else if (options.content) modal.append(element('p', 'modal-content', options.content))
  const buttons = element('div', 'modal-buttons')
  modal.append(buttons)
  mask.append(modal)
  return new Promise((resolve) => {
    const remove = screen.overlay(mask)
    const answer = (label: string, color: string | undefined, name: string, confirm: boolean) => {
      const button = element('button', name, label)
      button.type = 'button'
      if (color) button.style.color = color
      button.addEventListener('click', () => {
        remove()
        resolve({ confirm, cancel: !confirm, content: options.editable && confirm ? input.value : null })
      })
      buttons.append(button)
    }
    if (options.showCancel !== false)
      answer(options.cancelText ?? text('cancel'), options.cancelColor, 'modal-cancel', false)
    answer(options.confirmText ?? text('ok'), options.confirmColor, 'modal-confirm', true)
  })
}

/** A sheet of choices from below; resolves to the index, or `undefined` when it was dismissed. */
export function showActionSheet(
  screen: Screen,
  { items, title, color }: { items: readonly string[]; title?: string; color?: string },
): Promise<number | undefined> {
  const mask = element('div', 'mask')
  const sheet = element('div', 'sheet')
  sheet.setAttribute('role', 'dialog')
  if (title) sheet.append(element('p', 'sheet-title', title))
  mask.append(sheet)
  return new Promise((resolve) => {
    const remove = screen.overlay(mask)
    const choose = (index: number | undefined) => {
      remove()
      resolve(index)
    }
    items.forEach((item, index) => {
      const button = element('button', 'sheet-item', item)
      button.type = 'button'
      if (color) button.style.color = color
      button.addEventListener('click', () => choose(index))
      sheet.append(button)
    })
    const cancel = element('button', 'sheet-item sheet-cancel', text('cancel'))
    cancel.type = 'button'
    cancel.addEventListener('click', () => choose(undefined))
    sheet.append(cancel)
    mask.addEventListener('click', (event) => event.target === mask && choose(undefined))
  })
}
