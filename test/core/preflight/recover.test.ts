import { fail, phone, rowOf, succeed, type Call } from './harness'

afterEach(() => {
  delete (globalThis as { wx?: unknown }).wx
})

const refused = succeed({ authSetting: { 'scope.camera': false, 'scope.record': true } })
const noTap = 'openSetting:fail can only be invoked by user TAP gesture.'

describe('openPermissions', () => {
  it('opens the settings within the tap, takes their answer and checks again', async () => {
    const { api, calls } = phone({ getSetting: refused })
    const before = await api.preflight({ features: ['publish', 'voice-change'] })
    expect(before.state).toBe('blocked')
    const opened = api.openPermissions(before)
    expect(calls.openSetting).toBe(1)
    const after = await opened
    expect(after.state).toBe('ok')
    expect(after.options.features).toEqual(['publish', 'voice-change'])
    expect(calls.getSetting).toBe(1)
  })

  it('reads the settings again when their page does not say', async () => {
    const { api, calls } = phone({ openSetting: succeed({}) })
    await api.preflight()
    await api.openPermissions('setting')
    expect(calls.getSetting).toBe(2)
  })

  it("opens the phone's settings first, and checks when the app is shown again", async () => {
    let cameraAuthorized = 'denied'
    const fake = phone({
      getSetting: refused,
      getAppAuthorizeSetting: () => ({ cameraAuthorized, microphoneAuthorized: 'authorized' }),
    })
    const opened = fake.api.openPermissions(await fake.api.preflight())
    expect(fake.calls).toMatchObject({ openAppAuthorizeSetting: 1 })
    expect(fake.calls).not.toHaveProperty('openSetting')
    let back = false
    const done = opened.then((report) => {
      back = true
      return report
    })
    await Promise.resolve()
    expect(back).toBe(false)
    cameraAuthorized = 'authorized'
    fake.show()
    const { rows } = await done
    expect(rows.find(({ check }) => check === 'system-camera')?.state).toBe('ok')
    expect(fake.listening()).toBe(0)
  })

  it('counts a return that comes before the call has answered', async () => {
    let answer = () => undefined as void
    const openAppAuthorizeSetting: Call = ({ success }) => {
      answer = () => success({})
    }
    const fake = phone({ openAppAuthorizeSetting })
    const opened = fake.api.openPermissions('app-setting')
    fake.show()
    answer()
    expect((await opened).state).toBe('ok')
    expect(fake.listening()).toBe(0)
  })

  it('does not wait where nothing tells of a return', async () => {
    const fake = phone()
    Object.assign(wx, { onAppShow: undefined })
    expect((await fake.api.openPermissions('app-setting')).state).toBe('ok')
  })

  it('leaves no listener when the settings do not open', async () => {
    const fake = phone({ openAppAuthorizeSetting: fail('openAppAuthorizeSetting:fail') })
    await expect(fake.api.openPermissions('app-setting')).rejects.toMatchObject({
      reason: 'unsupported',
      cause: { errMsg: 'openAppAuthorizeSetting:fail' },
    })
    expect(fake.listening()).toBe(0)
  })

  it('explains a call outside a tap', async () => {
    const { api } = phone({ openSetting: fail(noTap) })
    const error = await api.openPermissions('setting').catch((thrown: Error) => thrown)
    expect(error).toMatchObject({ name: 'LiveError', reason: 'invalid-state', cause: { errMsg: noTap } })
    expect((error as Error).message).toContain('directly in a tap handler')
  })

  it('says when settings help nothing, and what it takes', async () => {
    const { api } = phone()
    await expect(api.openPermissions(await api.preflight())).rejects.toMatchObject({ reason: 'invalid-state' })
    for (const what of [undefined, null, 'settings', {}, { rows: 1 }])
      await expect(api.openPermissions(what as never)).rejects.toMatchObject({ reason: 'invalid-argument' })
  })

  it.each([
    [{ openSetting: undefined }, 'update WeChat'],
    [false as const, 'no wx'],
  ])('cannot on %j', async (changes, words) => {
    const error = await phone(changes)
      .api.openPermissions('setting')
      .catch((thrown: Error) => thrown)
    expect(error).toMatchObject({ reason: 'unsupported' })
    expect((error as Error).message).toContain(words)
  })
})

describe('requestScope', () => {
  it('asks, and remembers both answers', async () => {
    const asked: unknown[] = []
    const authorize: Call = ({ scope, success, fail: failed }) => {
      asked.push(scope)
      if (scope === 'scope.record') success({})
      else failed({ errMsg: 'authorize:fail auth deny' })
    }
    const fake = phone({ authorize, getSetting: succeed({ authSetting: {} }) })
    await fake.api.preflight()
    await fake.api.requestScope('microphone')
    await expect(fake.api.requestScope('camera')).rejects.toMatchObject({
      reason: 'camera-denied',
      cause: { errMsg: 'authorize:fail auth deny' },
    })
    expect(await rowOf(fake, 'microphone')).toMatchObject({ state: 'ok' })
    expect(await rowOf(fake, 'camera')).toMatchObject({ state: 'blocked', fix: 'open-setting' })
    expect(fake.calls.getSetting).toBe(1)
    // WeChat asks once only.
    await expect(fake.api.requestScope('camera')).rejects.toMatchObject({ reason: 'camera-denied' })
    expect(asked).toEqual(['scope.record', 'scope.camera'])
  })

  it('a refusal that is not the person’s is not remembered as one', async () => {
    const errMsg = 'authorize:fail api scope is not declared in the privacy agreement'
    const fake = phone({ authorize: fail(errMsg), getSetting: succeed({ authSetting: {} }) })
    await fake.api.preflight()
    const error = await fake.api.requestScope('microphone').catch((thrown: Error) => thrown)
    expect(error).toMatchObject({ reason: 'microphone-denied', cause: { errMsg } })
    expect((error as Error).message).toContain('privacy agreement')
    expect(await rowOf(fake, 'microphone')).toMatchObject({ state: 'unknown' })
  })

  it('needs a scope and a phone that can', async () => {
    await expect(phone().api.requestScope('scope.camera' as never)).rejects.toMatchObject({
      reason: 'invalid-argument',
      subject: 'scope',
    })
    const { api } = phone({ authorize: undefined })
    await expect(api.requestScope('camera')).rejects.toMatchObject({ reason: 'unsupported' })
  })
})

describe('requirePrivacy', () => {
  it('resolves on consent, says a refusal', async () => {
    const fine = phone()
    await fine.api.requirePrivacy()
    expect(fine.calls.requirePrivacyAuthorize).toBe(1)
    const errMsg = 'requirePrivacyAuthorize:fail privacy permission is not authorized'
    await expect(phone({ requirePrivacyAuthorize: fail(errMsg) }).api.requirePrivacy()).rejects.toMatchObject({
      reason: 'privacy-refused',
      cause: { errMsg },
    })
    await expect(phone({ requirePrivacyAuthorize: undefined }).api.requirePrivacy()).rejects.toMatchObject({
      reason: 'unsupported',
    })
  })
})
