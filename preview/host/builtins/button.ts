import { services } from './services'
import type { BuiltinDefinition } from './types'

/** `<button>`: looks, hover, `open-type` share and openSetting; other open types report that they do nothing here. */
export const button: BuiltinDefinition = {
  properties: {
    size: { type: String, value: 'default' },
    type: { type: String, value: 'default' },
    plain: { type: Boolean },
    disabled: { type: Boolean },
    loading: { type: Boolean },
    formType: { type: String },
    openType: { type: String },
    hoverClass: { type: String, value: 'button-hover' },
    hoverStartTime: { type: Number, value: 20 },
    hoverStayTime: { type: Number, value: 70 },
    name: { type: String },
    lang: { type: String },
    sessionFrom: { type: String },
    appParameter: { type: String },
  },
  events: ['opensetting', 'getuserinfo', 'getphonenumber', 'contact', 'error'],
  create(host) {
    const { el } = host
    el.setAttribute('role', 'button')
    el.tabIndex = 0
    el.toggleAttribute('data-hoverable', true)
    el.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') press(el)
    })
    el.addEventListener('mp:tap', () => {
      if (!host.get<boolean>('disabled')) void act(host.get('openType'))
    })
    const act = async (openType: string) => {
      if (openType === '') return
      if (openType === 'share') services().share(host)
      else if (openType === 'openSetting')
        host.emit('opensetting', { errMsg: 'openSetting:ok', authSetting: await services().openSetting() })
      else console.error(`<button open-type="${openType}"> is not supported by the preview`)
    }
    return {
      changed(name, value) {
        if (name === 'disabled') {
          el.toggleAttribute('disabled', Boolean(value))
          el.setAttribute('aria-disabled', String(Boolean(value)))
        } else if (name === 'plain' || name === 'loading') el.toggleAttribute(name, Boolean(value))
        else if (name === 'size' || name === 'type') el.setAttribute(name, String(value))
      },
    }
  },
}

/** A key press is a tap in the middle. */
function press(el: HTMLElement): void {
  const { left, top, width, height } = el.getBoundingClientRect()
  const at = { bubbles: true, button: 0, clientX: left + width / 2, clientY: top + height / 2 }
  el.dispatchEvent(new MouseEvent('mousedown', at))
  el.dispatchEvent(new MouseEvent('mouseup', at))
}
