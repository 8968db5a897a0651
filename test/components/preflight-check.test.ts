import { extendMessages } from '../../components/shared/messages'
import { attr, collect, expectNoErrors, load, render, settle, wxApi, type Rendered } from '../support/simulate'

/** What the phone answers; tests change it. */
interface Phone {
  settings: Record<string, boolean>
  privacy: boolean
  system: 'authorized' | 'denied' | 'not determined'
  network: string
  weakNet: boolean
  baseLibrary: string
}

type Options = { scope?: string; success(result: unknown): void; fail(error: unknown): void }

const id = load('preflight-check')
const before = { ...wxApi }
let phone: Phone
let calls: string[]
let part: Rendered
let events: ReturnType<typeof collect>
/** The moment after which a kept answer of getSetting counts as old. */
let now = Date.now()

/** Both tags were inserted before on this phone: the account is known to be allowed. */
const ALLOWED = { 'live-pusher': 'allowed', 'live-player': 'allowed' }

function install(): void {
  const answer = (name: string, result: () => unknown) => (options: Options) => {
    calls.push(name)
    options.success(result())
  }
  Object.assign(wxApi, {
    getStorageSync: () => ALLOWED,
    setStorage: () => undefined,
    getAppBaseInfo: () => ({ SDKVersion: phone.baseLibrary, version: '8.0.50', language: 'en' }),
    getDeviceInfo: () => ({ platform: 'ios', model: 'iPhone' }),
    getEnterOptionsSync: () => ({ scene: 1001 }),
    getSystemSetting: () => ({ wifiEnabled: true }),
    getAppAuthorizeSetting: () => ({ cameraAuthorized: phone.system, microphoneAuthorized: phone.system }),
    getSetting: answer('getSetting', () => ({ authSetting: { ...phone.settings } })),
    openSetting: answer('openSetting', () => {
      phone.settings = { 'scope.camera': true, 'scope.record': true }
      return { authSetting: { ...phone.settings } }
    }),
    authorize: (options: Options) => {
      calls.push(`authorize ${options.scope}`)
      phone.settings[options.scope!] = true
      options.success({})
    },
    openAppAuthorizeSetting: answer('openAppAuthorizeSetting', () => ({})),
    getPrivacySetting: answer('getPrivacySetting', () => ({
      needAuthorization: phone.privacy,
      privacyContractName: '《Privacy》',
    })),
    requirePrivacyAuthorize: answer('requirePrivacyAuthorize', () => ((phone.privacy = false), {})),
    getNetworkType: answer('getNetworkType', () => ({ networkType: phone.network, weakNet: phone.weakNet })),
  })
}

beforeEach(() => {
  calls = []
  phone = {
    settings: { 'scope.camera': true, 'scope.record': true },
    privacy: false,
    system: 'authorized',
    network: 'wifi',
    weakNet: false,
    baseLibrary: '3.5.0',
  }
  install()
  now += 60_000
  jest.spyOn(Date, 'now').mockImplementation(() => now)
})

afterEach(() => {
  part.leave()
  Object.assign(wxApi, before)
  jest.restoreAllMocks()
  expectNoErrors()
})

/** The first check may answer from what an earlier test left: the button asks anew. */
async function show(properties: Record<string, unknown> = {}): Promise<void> {
  part = render(id, { lang: 'en', ...properties })
  events = collect(part, 'result', 'ready', 'error')
  await settle()
  await tap('.again')
  events.splice(0)
  calls.splice(0)
}

async function tap(selector: string, index = 0): Promise<void> {
  const node = part.querySelectorAll(selector)[index]
  if (!node) throw new Error(`no ${selector} on screen`)
  node.dispatchEvent('tap')
  await settle()
}

const text = () => part.querySelector('.lm-root')?.dom?.textContent ?? ''
const verdict = () => part.querySelector('.verdict')?.dom?.textContent
const rows = () => part.querySelectorAll('.row').map((row) => row.dom?.textContent)
const marks = (state: string) => part.querySelectorAll(`.row.${state}`).length

test('all in order: a checklist in words and signs, ready is raised', async () => {
  await show()
  expect(verdict()).toBe('Ready to go live')
  expect(rows()).toHaveLength(12)
  expect(rows()).toContain('Microphone, phone settingsOK')
  expect(part.querySelectorAll('.row .lm-icon-check')).toHaveLength(12)
  await tap('.again')
  expect(events).toEqual([
    ['result', { state: 'ok' }],
    ['ready', {}],
  ])
})

test('while it checks it says so, and the button is pending', async () => {
  await show()
  let answer: () => void = () => undefined
  wxApi.getNetworkType = (options: Options) => void (answer = () => options.success({ networkType: '4g' }))
  await tap('.again')
  expect(verdict()).toBe('Checking…')
  expect(attr(part.querySelector('.again'), 'ariaLabel')).toBe('Check again, Please wait')
  expect(part.querySelectorAll('.again.lm-pending')).toHaveLength(1)
  answer()
  await settle()
  expect(verdict()).toBe('Ready to go live')
})

test('a refused camera: first in the list, opened settings put it right', async () => {
  phone.settings = { 'scope.camera': false, 'scope.record': true }
  await show()
  expect(verdict()).toBe('1 to do before you go live')
  expect(rows()[0]).toBe('CameraTo doAllow the camera in the settingsOpen settings')
  expect(part.querySelectorAll('.row.blocked .lm-icon-alert')).toHaveLength(1)
  expect(attr(part.querySelector('.fix'), 'ariaLabel')).toBe('Camera, Open settings')
  await tap('.fix')
  expect(calls).toContain('openSetting')
  expect(calls).not.toContain('getSetting')
  expect(verdict()).toBe('Ready to go live')
  expect(events).toContainEqual(['ready', {}])
})

test('settings are opened within the tap, before anything is awaited', async () => {
  phone.settings = { 'scope.camera': false, 'scope.record': true }
  await show()
  const { onFix } = part.instance as unknown as { onFix(tap: object): void }
  onFix.call(part.instance, { currentTarget: { dataset: { check: 'camera' } } })
  expect(calls[0]).toBe('openSetting')
  await settle()
})

test('never asked: the permission is asked for behind the row’s own button', async () => {
  phone.settings = {}
  await show()
  expect(verdict()).toBe('You can try; 2 not known yet')
  expect(rows().slice(0, 2)).toEqual([
    'CameraNot known yetNot asked yet; you will be askedAllow',
    'MicrophoneNot known yetNot asked yet; you will be askedAllow',
  ])
  await tap('.fix', 1)
  expect(calls).toContain('authorize scope.record')
  expect(marks('unknown')).toBe(1)
})

test('asked and refused: said in a sentence, and the row now leads to settings', async () => {
  phone.settings = { 'scope.record': true }
  await show()
  wxApi.authorize = (options: Options) => options.fail({ errMsg: 'authorize:fail auth deny' })
  await tap('.fix')
  expect(text()).toContain('The camera is not allowed. Allow it in the settings')
  expect(events).toContainEqual(['error', expect.objectContaining({ reason: 'camera-denied' })])
  expect(rows()[0]).toBe('CameraTo doAllow the camera in the settingsOpen settings')
  await tap('.failure')
  expect(part.querySelector('.failure')).toBeUndefined()
})

test('a refused privacy notice: what to do is said, not whom to ask for a right', async () => {
  phone.privacy = true
  wxApi.requirePrivacyAuthorize = (options: Options) => options.fail({ errMsg: 'requirePrivacyAuthorize:fail' })
  await show()
  await tap('.fix')
  expect(text()).toContain('The privacy notice is not agreed to. Read and agree to it, then try again')
  expect(events).toContainEqual(['error', expect.objectContaining({ reason: 'privacy-refused', code: 4007 })])
})

test('privacy consent has its own way out', async () => {
  phone.privacy = true
  await show()
  expect(rows()[0]).toBe('Privacy consentNot known yetRead and agree to 《Privacy》Read and agree')
  await tap('.fix')
  expect(calls).toContain('requirePrivacyAuthorize')
  expect(verdict()).toBe('Ready to go live')
})

test('the phone’s own settings: checked again when the page is back, and only then', async () => {
  phone.system = 'denied'
  await show()
  expect(verdict()).toBe('2 to do before you go live')
  part.triggerPageLifeTime('show')
  await settle()
  expect(calls).toEqual([])
  await tap('.fix')
  expect(calls).toContain('openAppAuthorizeSetting')
  phone.system = 'authorized'
  now += 5000
  calls.splice(0)
  part.triggerPageLifeTime('show')
  await settle()
  expect(calls).toContain('getSetting')
  expect(verdict()).toBe('Ready to go live')
  calls.splice(0)
  part.triggerPageLifeTime('show')
  await settle()
  expect(calls).toEqual([])
})

test('settings that do not open leave nothing to check on the next show', async () => {
  phone.system = 'denied'
  await show()
  wxApi.openAppAuthorizeSetting = (options: Options) => options.fail({ errMsg: 'fail can only be invoked by user TAP' })
  await tap('.fix')
  expect(events).toContainEqual(['error', expect.objectContaining({ reason: 'invalid-state' })])
  calls.splice(0)
  part.triggerPageLifeTime('show')
  await settle()
  expect(calls).toEqual([])
})

test('compact shows what is not in order, hints included', async () => {
  phone.weakNet = true
  await show({ compact: true })
  expect(verdict()).toBe('Ready to go live')
  expect(rows()).toEqual(['NetworkOKThe network is weak; the picture may stutter'])
  phone.weakNet = false
  await tap('.again')
  expect(rows()).toEqual([])
})

test('features decide what is looked at; playing alone needs no permission', async () => {
  await show({ features: ['play'] })
  expect(rows()).not.toContain('CameraOK')
  part.setData({ features: ['play', 'casting'] })
  phone.baseLibrary = '2.30.0'
  await tap('.again')
  expect(rows()[0]).toBe('WeChat versionTo doUpdate WeChat: base library 2.32.0 is needed, this is 2.30.0')
})

test('a renderer that failed is a row of its own, as soon as the page says so', async () => {
  await show()
  part.setData({ rendererFailed: true })
  await settle()
  expect(rows()[0]).toContain('Picture in the pageTo do')
  expect(events).toEqual([['result', { state: 'blocked' }]])
})

test('two changes while a check runs: the last one’s answer counts', async () => {
  await show()
  const answers: Array<() => void> = []
  wxApi.getNetworkType = (options: Options) =>
    void answers.push(() => options.success({ networkType: answers.length > 1 ? 'none' : '4g' }))
  part.setData({ rendererFailed: true })
  part.setData({ rendererFailed: false })
  await settle()
  expect(answers).toHaveLength(2)
  answers[1]!()
  await settle()
  answers[0]!()
  await settle()
  expect(events).toEqual([['result', { state: 'blocked' }]])
  expect(rows()[0]).toContain('Network')
})

test.each([
  ['a feature nobody knows', ['teleport']],
  ['a list of other things', [1, null]],
])('%s: a sentence, the error event with the list of names, and no verdict', async (_what, features) => {
  part = render(id, { lang: 'en', features })
  events = collect(part, 'error')
  await settle()
  await tap('.again')
  expect(text()).toContain('A value is not valid')
  expect(events[0]?.[1]).toMatchObject({ reason: 'invalid-argument', message: expect.stringContaining('publish') })
  expect(rows()).toEqual([])
})

test.each([[null], ['publish'], [{}]])('features %j is no list: as if it were not set', async (features) => {
  await show({ features })
  expect(verdict()).toBe('Ready to go live')
})

test('speaks zh, follows lang, and takes a team’s own words for a remedy in any language', async () => {
  extendMessages('ja', { 'preflight.remedy-camera-refused': '設定でカメラを許可', 'preflight.camera': 'カメラ' })
  phone.settings = { 'scope.camera': false, 'scope.record': true }
  await show({ lang: 'zh' })
  expect(verdict()).toBe('有 1 项需要处理')
  expect(rows()[0]).toBe('摄像头需处理请在设置中允许使用摄像头去设置')
  part.setData({ lang: 'ja' })
  await settle()
  expect(rows()[0]).toBe('カメラTo do設定でカメラを許可Open settings')
})

test('leaving the page while a check runs', async () => {
  await show()
  let answer: () => void = () => undefined
  wxApi.getNetworkType = (options: Options) => void (answer = () => options.success({ networkType: 'none' }))
  await tap('.again')
  part.leave()
  answer()
  await settle()
  expect(events).toEqual([])
})
