/** Toasts, modals, sheets, the navigation bar and images. */
import { hideToast, showActionSheet, showModal, showToast, type ModalOptions, type ToastOptions } from '../ui/dialogs'
import { assetUrl } from '../ui/menu'
import { createAnimation } from './animation'
import { api, ApiError } from './api'
import type { WxApi, WxDeps } from './types'

export function uiApi({ screen, navigation }: WxDeps): WxApi {
  const frame = () => {
    const { top } = navigation
    if (!top) throw new ApiError('no page is open')
    return top.frame
  }
  return {
    showToast: api('showToast', ({ duration = 1500, image, ...options }: ToastOptions) =>
      showToast(screen, { ...options, duration, ...(image !== undefined && { image: assetUrl(image) }) }),
    ),
    hideToast: api('hideToast', hideToast),
    showLoading: api('showLoading', ({ title, mask }: ToastOptions) =>
      showToast(screen, { title, icon: 'loading', duration: 0, ...(mask !== undefined && { mask }) }),
    ),
    hideLoading: api('hideLoading', hideToast),
    showModal: api('showModal', (options: ModalOptions) => showModal(screen, options)),
    showActionSheet: api(
      'showActionSheet',
      async (options: { itemList: string[]; alertText?: string; itemColor?: string }) => {
        const { itemList, alertText, itemColor } = options
        const sheet = {
          items: itemList,
          ...(alertText && { title: alertText }),
          ...(itemColor && { color: itemColor }),
        }
        const tapIndex = await showActionSheet(screen, sheet)
        if (tapIndex === undefined) throw new ApiError('cancel')
        return { tapIndex }
      },
    ),
    setNavigationBarTitle: api('setNavigationBarTitle', ({ title }: { title: string }) => frame().setTitle(title)),
    setNavigationBarColor: api(
      'setNavigationBarColor',
      ({ frontColor, backgroundColor }: { frontColor: string; backgroundColor: string }) => {
        frame().setColors(frontColor, backgroundColor)
        screen.element.dataset['front'] = frame().element.dataset['front'] ?? 'white'
      },
    ),
    showNavigationBarLoading: api('showNavigationBarLoading', () => frame().setLoading(true)),
    hideNavigationBarLoading: api('hideNavigationBarLoading', () => frame().setLoading(false)),
    setBackgroundColor: api('setBackgroundColor', ({ backgroundColor }: { backgroundColor: string }) => {
      frame().content.style.backgroundColor = backgroundColor
    }),
    pageScrollTo: api(
      'pageScrollTo',
      ({ scrollTop, selector, duration = 300 }: { scrollTop?: number; selector?: string; duration?: number }) =>
        scrollPage(frame(), navigation.top?.component, { scrollTop, selector, duration }),
    ),
    hideKeyboard: api('hideKeyboard', () => (document.activeElement as HTMLElement | null)?.blur()),
    previewImage: api('previewImage', ({ urls, current }: { urls: string[]; current?: string }) => {
      const mask = document.createElement('div')
      mask.className = 'mp-mask mp-picture'
      const picture = document.createElement('img')
      picture.src = assetUrl(current ?? urls[0] ?? '')
      mask.append(picture)
      const remove = screen.overlay(mask)
      mask.addEventListener('click', remove)
    }),
    createAnimation,
  }
}

type Frame = NonNullable<WxDeps['navigation']['top']>['frame']
type Root = NonNullable<WxDeps['navigation']['top']>['component']

function scrollPage(
  frame: Frame,
  root: Root | undefined,
  target: { scrollTop: number | undefined; selector: string | undefined; duration: number },
): void {
  if (target.scrollTop !== undefined) return frame.scrollTo(target.scrollTop, target.duration)
  const node = target.selector === undefined ? null : root?.getShadowRoot()?.querySelector(target.selector)
  const element = node?.$$ as unknown as HTMLElement | null | undefined
  if (!element) throw new ApiError(`no node matches "${target.selector ?? ''}"`)
  const offset = element.getBoundingClientRect().top - frame.content.getBoundingClientRect().top
  frame.scrollTo(frame.content.scrollTop + offset, target.duration)
}
