import type { BuiltinDefinition } from './types'

const STAGES = ['before', '', 'after'] as const

/** `<page-container>`: a sheet over the page, with the six events of its way in and out. */
export const pageContainer: BuiltinDefinition = {
  properties: {
    show: { type: Boolean },
    duration: { type: Number, value: 300 },
    zIndex: { type: Number, value: 100 },
    overlay: { type: Boolean, value: true },
    position: { type: String, value: 'bottom', values: ['top', 'bottom', 'right', 'center'] },
    round: { type: Boolean },
    closeOnSlideDown: { type: Boolean },
    overlayStyle: { type: String },
    customStyle: { type: String },
  },
  events: ['beforeenter', 'enter', 'afterenter', 'beforeleave', 'leave', 'afterleave', 'clickoverlay'],
  create(host) {
    const { el, get } = host
    const overlay = document.createElement('div')
    overlay.className = 'wx-page-overlay'
    el.append(overlay)
    let timer: ReturnType<typeof setTimeout> | undefined
    let shown = false
    const draw = () => {
      el.style.cssText = `${get<string>('customStyle')};z-index:${get<number>('zIndex') + 1};--duration:${get<number>('duration')}ms`
      overlay.style.cssText = get('overlayStyle')
      el.setAttribute('position', get('position'))
      el.toggleAttribute('round', get<boolean>('round'))
      overlay.hidden = !get<boolean>('overlay')
    }
    const move = (to: boolean) => {
      if (shown === to) return
      shown = to
      clearTimeout(timer)
      const [before, during, after] = STAGES.map((stage) => `${stage}${to ? 'enter' : 'leave'}`) as [
        string,
        string,
        string,
      ]
      host.emit(before, {})
      el.toggleAttribute('show', to)
      host.emit(during, {})
      timer = setTimeout(() => host.emit(after, {}), get<number>('duration'))
    }
    const close = () => {
      host.set('show', false)
      move(false)
    }
    overlay.addEventListener('click', () => {
      host.emit('clickoverlay', {})
      close()
    })
    let from = 0
    el.addEventListener('pointerdown', ({ clientY }) => (from = clientY))
    el.addEventListener('pointerup', ({ clientY }) => get('closeOnSlideDown') && clientY - from > 60 && close())
    return {
      attached() {
        draw()
        move(get('show'))
      },
      changed() {
        draw()
        if (el.isConnected) move(get('show'))
      },
      detached: () => clearTimeout(timer),
    }
  },
}
