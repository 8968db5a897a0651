import { preflight as withoutWx } from '../../../src/preflight'
import { fail, phone, rowOf, succeed } from './harness'

const ALL =
  'version category switch ide native-layer single-page camera microphone system-camera system-microphone privacy network'.split(
    ' ',
  )

afterEach(() => {
  delete (globalThis as { wx?: unknown }).wx
})

describe('the report', () => {
  it('has a row for every check, and all is ok on a good phone', async () => {
    const { api } = phone()
    const report = await api.preflight()
    expect(report.rows.map(({ check }) => check)).toEqual(ALL)
    expect(report.rows.map(({ state }) => state)).toEqual(ALL.map(() => 'ok'))
    expect(report.state).toBe('ok')
    expect(report.options).toEqual({ features: ['publish', 'play'], rendererFailed: false })
  })

  it('asks nobody for what playing does not need', async () => {
    const { api, calls } = phone()
    const { rows } = await api.preflight({ features: ['play', 'picture-in-picture'] })
    expect(rows.map(({ check }) => check)).toEqual(['version', 'category', 'switch', 'ide', 'native-layer', 'network'])
    expect(calls).not.toHaveProperty('getSetting')
    expect(calls).not.toHaveProperty('getPrivacySetting')
  })

  it('is blocked when a row is, unknown when a row is', async () => {
    const open = succeed({ authSetting: {} })
    expect((await phone({ getSetting: open }).api.preflight()).state).toBe('unknown')
    const offline = succeed({ networkType: 'none' })
    expect((await phone({ getSetting: open, getNetworkType: offline }).api.preflight()).state).toBe('blocked')
  })

  it('is unknown throughout without wx, and says why', async () => {
    const { state, rows } = await withoutWx()
    expect(state).toBe('unknown')
    expect(rows.map(({ check, state: each, reason }) => [check, each, reason])).toEqual(
      ALL.map((check) => [check, 'unknown', 'no-wx']),
    )
  })

  it('turns every call that throws, fails or gives nothing into a row that says so', async () => {
    const boom = () => {
      throw new Error('boom')
    }
    const names =
      'getAppBaseInfo getDeviceInfo getAppAuthorizeSetting getEnterOptionsSync getStorageSync getSetting getPrivacySetting getNetworkType'.split(
        ' ',
      )
    const broken = phone(Object.fromEntries(names.map((name) => [name, boom])))
    const report = await broken.api.preflight()
    const rows = report.rows.filter(({ check }) => check !== 'category' && check !== 'switch')
    expect(rows.map(({ state, reason }) => `${state} ${reason}`)).toEqual(rows.map(() => 'unknown api-failed'))
    expect(rows.map(({ cause }) => String(cause))).toEqual(rows.map(() => 'Error: boom'))
    // Broken storage remembers nothing.
    expect(report.rows.find(({ check }) => check === 'switch')?.reason).toBe('not-tried')
    for (const row of rows) expect(row.remedy?.zh && row.remedy.en).toBeTruthy()
  })

  it.each([
    ['getNetworkType', fail('getNetworkType:fail'), 'network'],
    ['getPrivacySetting', fail('getPrivacySetting:fail'), 'privacy'],
    ['getSetting', fail('getSetting:fail'), 'camera'],
    ['getSetting', succeed(undefined as never), 'microphone'],
    ['getNetworkType', succeed({}), 'network'],
    ['getPrivacySetting', succeed({}), 'privacy'],
    ['getAppAuthorizeSetting', () => ({}), 'system-camera'],
    ['getAppBaseInfo', () => undefined, 'ide'],
    ['getDeviceInfo', () => ({}), 'native-layer'],
    ['getDeviceInfo', () => ({}), 'version'],
    ['getEnterOptionsSync', () => ({}), 'single-page'],
  ] as const)('%s gives nothing of use: %#', async (name, call, check) => {
    const row = await rowOf(phone({ [name]: call }), check)
    expect(row).toMatchObject({ state: 'unknown', reason: 'api-failed' })
  })

  it.each(['getSetting', 'getPrivacySetting', 'getNetworkType', 'getAppAuthorizeSetting'])(
    'a client without %s cannot tell',
    async (name) => {
      const { rows } = await phone({ [name]: undefined }).api.preflight()
      const missing = rows.filter(({ reason }) => reason === 'api-missing')
      expect(missing.length).toBeGreaterThan(0)
      for (const row of missing) expect(row.state).toBe('unknown')
    },
  )

  it.each([
    [null, 'options'],
    [['publish'], 'options'],
    [{ features: [] }, 'features'],
    [{ features: 'publish' }, 'features'],
    [{ features: ['fly'] }, 'features'],
    [{ features: ['toString'] }, 'features'],
    [{ rendererFailed: 'yes' }, 'rendererFailed'],
    [{ fresh: 1 }, 'fresh'],
  ])('refuses %j', async (options, subject) => {
    const { api, calls } = phone()
    const failure = { name: 'LiveError', reason: 'invalid-argument', subject }
    await expect(api.preflight(options as never)).rejects.toMatchObject(failure)
    expect(calls).toEqual({})
  })
})
