import { actOnForm } from './form'
import { reportAt } from './report'
import { services } from './services'
import type { BuiltinDefinition, BuiltinHost } from './types'

/** What `open-type` needs of WeChat, and therefore only says so when it is tapped. */
const NEEDS_WECHAT: Readonly<Record<string, string>> = {
  contact: 'customer service is in WeChat alone',
  feedback: 'the feedback page is in WeChat alone',
  launchApp: 'there is no app to return to',
  liveActivity: 'live activities are in WeChat alone',
}

/** `<button>`: looks, hover, `form-type`, and those of the `open-type`s that a browser can honour. */
export const button: BuiltinDefinition = {
  properties: {
    size: { type: String, value: 'default', values: ['default', 'mini'] },
    type: { type: String, value: 'default', values: ['default', 'primary', 'warn'] },
    plain: { type: Boolean },
    disabled: { type: Boolean },
    loading: { type: Boolean },
    formType: { type: String, values: ['submit', 'reset', 'submitToGroup'] },
    openType: { type: String, unsupported: NEEDS_WECHAT },
    hoverClass: { type: String, value: 'button-hover' },
    hoverStartTime: { type: Number, value: 20 },
    hoverStayTime: { type: Number, value: 70 },
    name: { type: String },
    lang: { type: String, value: 'en' },
    sessionFrom: { type: String },
    sendMessageTitle: { type: String },
    sendMessagePath: { type: String },
    sendMessageImg: { type: String },
    showMessageCard: { type: Boolean },
    appParameter: { type: String },
    phoneNumberNoQuotaToast: { type: Boolean, value: true },
    needShowEntrance: { type: Boolean, value: true },
    entrancePath: { type: String },
  },
  events: (
    'opensetting getuserinfo getphonenumber getrealtimephonenumber contact launchapp chooseavatar ' +
    'agreeprivacyauthorization error createliveactivity'
  ).split(' '),
  create(host) {
    const { el } = host
    el.setAttribute('role', 'button')
    el.tabIndex = 0
    el.toggleAttribute('data-hoverable', true)
    el.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') tapAgain(host)
    })
    el.addEventListener('mp:tap', () => act(host))
    return {
      labelled: () => tapAgain(host),
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

/** A key press, or a tap on the button's label, is a tap in the middle. */
function tapAgain(host: BuiltinHost): void {
  if (host.get<boolean>('disabled')) return
  const { left, top, width, height } = host.el.getBoundingClientRect()
  host.emit('tap', { x: left + width / 2, y: top + height / 2 }, { bubbles: true, composed: true })
  host.el.dispatchEvent(new CustomEvent('mp:tap', { bubbles: true }))
}

function act(host: BuiltinHost): void {
  if (host.get<boolean>('disabled')) return
  actOnForm(host, host.get('formType'))
  const openType = host.get<string>('openType')
  if (openType !== '') void open(host, openType)
}

async function open(host: BuiltinHost, openType: string): Promise<void> {
  if (openType === 'share') services().share(host)
  else if (openType === 'openSetting')
    host.emit('opensetting', { errMsg: 'openSetting:ok', authSetting: await services().openSetting() })
  else if (openType === 'chooseAvatar') chooseAvatar(host)
  else if (openType === 'getUserInfo') host.emit('getuserinfo', ANONYMOUS)
  else if (openType === 'agreePrivacyAuthorization')
    host.emit('agreeprivacyauthorization', { errMsg: 'agreePrivacyAuthorization:ok' })
  else if (openType === 'getPhoneNumber' || openType === 'getRealtimePhoneNumber') {
    refuse(host, openType, 'there is no account with a phone number')
    host.emit(openType.toLowerCase(), { errMsg: `${openType}:fail no permission` })
  } else refuse(host, openType, NEEDS_WECHAT[openType] ?? 'the preview does not know it')
}

function refuse(host: BuiltinHost, openType: string, why: string): void {
  const message = `<button open-type="${openType}">: ${why}`
  void reportAt(host, message, 'open-type')
  services().say(message)
}

const USER_INFO = {
  nickName: '微信用户',
  avatarUrl: '',
  gender: 0,
  language: '',
  country: '',
  province: '',
  city: '',
}

/** Since October 2022 every mini-program gets this person; only WeChat's server could sign it. */
const ANONYMOUS = {
  errMsg: 'getUserInfo:ok',
  userInfo: USER_INFO,
  rawData: JSON.stringify(USER_INFO),
  signature: '',
  encryptedData: '',
  iv: '',
}

function chooseAvatar(host: BuiltinHost): void {
  const field = document.createElement('input')
  field.type = 'file'
  field.accept = 'image/*'
  field.addEventListener('change', () => {
    const [file] = field.files ?? []
    if (file) host.emit('chooseavatar', { avatarUrl: URL.createObjectURL(file) })
  })
  field.click()
}
