/** Tags that act on the page around them. */
import { services } from './services'
import type { BuiltinDefinition } from './types'

export const navigator: BuiltinDefinition = {
  properties: {
    url: { type: String },
    openType: {
      type: String,
      value: 'navigate',
      values: ['navigate', 'redirect', 'switchTab', 'reLaunch', 'navigateBack', 'exit'],
      unsupported: { exit: 'a mini-program does not close itself here' },
    },
    delta: { type: Number, value: 1 },
    target: {
      type: String,
      value: 'self',
      values: ['self', 'miniProgram'],
      unsupported: { miniProgram: 'there is no other mini-program' },
    },
    appId: { type: String },
    path: { type: String },
    extraData: { type: null },
    version: { type: String, value: 'release' },
    shortLink: { type: String },
    hoverClass: { type: String, value: 'navigator-hover' },
    hoverStartTime: { type: Number, value: 50 },
    hoverStayTime: { type: Number, value: 600 },
  },
  events: ['success', 'fail', 'complete'],
  create(host) {
    host.el.setAttribute('role', 'link')
    host.el.toggleAttribute('data-hoverable', true)
    host.el.addEventListener('mp:tap', () => {
      try {
        services().navigate(host.get('openType'), host.get('url'), host.get('delta'))
        host.emit('success', {})
      } catch (error) {
        console.error(error)
        host.emit('fail', { errMsg: error instanceof Error ? error.message : String(error) })
      }
      host.emit('complete', {})
    })
    return {}
  },
}

/** `<root-portal>`: its content leaves every clipping and stacking box. The browser's top layer does it without moving nodes. */
export const rootPortal: BuiltinDefinition = {
  properties: { enable: { type: Boolean, value: true } },
  events: [],
  create({ el, get }) {
    const place = () => {
      el.popover = get<boolean>('enable') ? 'manual' : null
      if (get<boolean>('enable') && el.isConnected) el.showPopover()
    }
    return { attached: place, changed: place }
  },
}
