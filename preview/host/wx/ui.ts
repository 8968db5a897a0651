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
    hideToast: api('hideToast', () => {
      if (!hideToast()) throw new ApiError("toast can't be found")
    }),
    showLoading: api('showLoading', ({ title, mask }: ToastOptions) =>
      showToast(screen, { title, icon: 'loading', duration: 0, ...(mask !== undefined && { mask }) }),
    ),
    hideLoading: api('hideLoading', () => {
      if (!hideToast()) throw new ApiError("toast can't be found")
    }),
    showModal: api('showModal', (options: ModalOptions) => showModal(screen, options)),
    showActionSheet: api(
      'showActionSheet',
      async (options: { itemList: string[]; alertText?: string; itemColor?: string }) => {
        const { itemList, alertText, itemColor } = options
        if (!Array.isArray(itemList) || itemList.length === 0 || itemList.length > 6)
          throw new ApiError('parameter error: itemList should have 1 to 6 items', { errno: 1001 })
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
    hideKeyboard: api('hideKeyboard', () => {
      const { activeElement } = document
      if (!(activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement))
        throw new ApiError('input not exists')
      activeElement.blur()
    }),
    hideHomeButton: api('hideHomeButton', () => frame().hideHome()),
    setBackgroundTextStyle: api('setBackgroundTextStyle', ({ textStyle }: { textStyle: string }) => {
      frame().content.dataset['textStyle'] = textStyle
    }),
    loadFontFace: api(
      'loadFontFace',
      async ({ family, source, desc }: { family: string; source: string; desc?: FontFaceDescriptors }) => {
        const face = await new FontFace(family.replace(/^['"]|['"]$/g, ''), source, desc).load()
        document.fonts.add(face)
        return { status: 'loaded' }
      },
    ),
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
