import { fail, phone, rowOf, succeed, type Call } from './harness'

afterEach(() => {
  delete (globalThis as { wx?: unknown }).wx
  jest.useRealTimers()
})

const settings = (authSetting: object) => phone({ getSetting: succeed({ authSetting }) })

describe('permissions', () => {
  it.each([
    [{ 'scope.camera': true, 'scope.record': false }, 'camera', 'ok', undefined, undefined],
    [{ 'scope.camera': true, 'scope.record': false }, 'microphone', 'blocked', 'microphone-refused', 'open-setting'],
    [{ 'scope.camera': false }, 'camera', 'blocked', 'camera-refused', 'open-setting'],
    [{ 'scope.camera': false }, 'microphone', 'unknown', 'not-asked', 'request-scope'],
  ] as const)('%j: %s is %s', async (authSetting, check, state, reason, fix) => {
    const row = await rowOf(settings(authSetting), check)
    expect([row?.state, row?.reason, row?.fix]).toEqual([state, reason, fix])
    const scope = check === 'camera' ? 'scope.camera' : 'scope.record'
    expect(row?.data).toEqual({ granted: (authSetting as Record<string, boolean>)[scope] })
  })

  it.each([
    ['authorized', 'ok', undefined, undefined],
    ['denied', 'blocked', 'system-microphone-denied', 'open-app-setting'],
    ['not determined', 'unknown', 'not-asked', undefined],
  ])('the phone says %s', async (microphoneAuthorized, state, reason, fix) => {
    const fake = phone({
      getAppAuthorizeSetting: () => ({ cameraAuthorized: 'authorized', microphoneAuthorized }),
    })
    const row = await rowOf(fake, 'system-microphone')
    expect([row?.state, row?.reason, row?.fix]).toEqual([state, reason, fix])
    expect(await rowOf(fake, 'system-camera')).toMatchObject({ state: 'ok' })
  })

  it('privacy consent that is open is asked for', async () => {
    const open = (privacyContractName?: string) =>
      rowOf(phone({ getPrivacySetting: succeed({ needAuthorization: true, privacyContractName }) }), 'privacy')
    const row = await open('《直播隐私指引》')
    expect(row).toMatchObject({ state: 'unknown', reason: 'privacy-open', fix: 'require-privacy' })
    expect(row?.remedy?.zh).toBe('请阅读并同意《直播隐私指引》')
    expect((await open())?.remedy?.zh).toContain('《用户隐私保护指引》')
  })

  it.each([
    [{ networkType: 'none' }, 'blocked', 'offline', { type: 'none', weak: false, wifiSwitch: false }],
    [{ networkType: '2g' }, 'ok', 'weak-network', { type: '2g', weak: true }],
    [{ networkType: 'wifi', weakNet: true }, 'ok', 'weak-network', { type: 'wifi', weak: true }],
    [{ networkType: 'unknown' }, 'ok', undefined, { type: 'unknown', weak: false }],
    [{ networkType: '5g' }, 'ok', undefined, { type: '5g', weak: false }],
  ])('network %j: %s', async (answer, state, reason, data) => {
    const row = await rowOf(phone({ getNetworkType: succeed(answer) }), 'network')
    expect([row?.state, row?.reason, row?.data]).toEqual([state, reason, data])
  })

  it('no network and no word of the Wi-Fi switch', async () => {
    const fake = phone({ getNetworkType: succeed({ networkType: 'none' }), getSystemSetting: undefined })
    expect((await rowOf(fake, 'network'))?.data).toEqual({ type: 'none', weak: false })
  })
})

describe('the rate limit of getSetting', () => {
  it('one call for callers at the same time, and for all that follow', async () => {
    let answer = () => undefined as void
    const getSetting: Call = ({ success }) => {
      answer = () => success({ authSetting: { 'scope.camera': true } })
    }
    const { api, calls } = phone({ getSetting })
    const running = [api.preflight(), api.preflight(), api.preflight({ fresh: true })]
    answer()
    const reports = await Promise.all(running)
    for (const { rows } of reports) expect(rows.find(({ check }) => check === 'camera')?.state).toBe('ok')
    await api.preflight()
    expect(calls.getSetting).toBe(1)
  })

  it('fresh asks again, but not twice in a second', async () => {
    jest.useFakeTimers({ now: 1_000_000 })
    const { api, calls } = phone()
    await api.preflight({ fresh: true })
    await api.preflight({ fresh: true })
    jest.setSystemTime(1_001_000)
    await api.preflight()
    expect(calls.getSetting).toBe(1)
    await api.preflight({ fresh: true })
    expect(calls.getSetting).toBe(2)
  })

  it('a failure is not remembered', async () => {
    const { api, calls } = phone({ getSetting: fail('getSetting:fail') })
    await api.preflight()
    await api.preflight()
    expect(calls.getSetting).toBe(2)
  })
})
