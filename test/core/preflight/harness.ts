/** A phone for preflight: all calls of `wx` it may make, counted; every listener counted too. */
import type * as Preflight from '../../../src/preflight'

export type Api = typeof Preflight

interface Callbacks {
  scope?: string
  success(result: object): void
  fail(error: object): void
}

export type Call = (options: Callbacks) => void

export const succeed =
  (result: object): Call =>
  ({ success }) =>
    success(result)

export const fail =
  (errMsg: string): Call =>
  ({ fail: failed }) =>
    failed({ errMsg })

/** Everything is fine here. */
const FINE = {
  getAppBaseInfo: () => ({ SDKVersion: '3.17.0', version: '8.0.60' }),
  getDeviceInfo: () => ({ platform: 'ios', model: 'iPhone' }),
  getAppAuthorizeSetting: () => ({ cameraAuthorized: 'authorized', microphoneAuthorized: 'authorized' }),
  getSystemSetting: () => ({ wifiEnabled: false }),
  getEnterOptionsSync: () => ({ scene: 1001 }),
  getLaunchOptionsSync: () => ({ scene: 1154 }),
  getStorageSync: (): unknown => ({ 'live-pusher': 'allowed', 'live-player': 'allowed' }),
  getSetting: succeed({ authSetting: { 'scope.camera': true, 'scope.record': true } }),
  openSetting: succeed({ authSetting: { 'scope.camera': true, 'scope.record': true } }),
  authorize: succeed({}),
  openAppAuthorizeSetting: succeed({}),
  getPrivacySetting: succeed({ needAuthorization: false, privacyContractName: '' }),
  requirePrivacyAuthorize: succeed({}),
  getNetworkType: succeed({ networkType: 'wifi', weakNet: false }),
}

export type Changes = { [K in keyof typeof FINE]?: ((...args: never[]) => unknown) | undefined }

export interface FakePhone {
  /** A fresh kit on this phone, as after a launch. */
  api: Api
  /** How often what was called. */
  calls: Record<string, number>
  /** Listeners registered now. */
  listening(): number
  /** The app is shown again. */
  show(): void
}

/** @param changes other calls; `undefined` takes one away. `false`: no wx at all */
export function phone(changes: Changes | false = {}): FakePhone {
  const calls: Record<string, number> = {}
  const shown = new Set<() => void>()
  const counted = ([name, call]: [string, unknown]) => [
    name,
    (...args: unknown[]) => {
      calls[name] = (calls[name] ?? 0) + 1
      return (call as (...all: unknown[]) => unknown)(...args)
    },
  ]
  const fakes = Object.entries({ ...FINE, ...changes }).filter(([, call]) => call)
  const wx = {
    onAppShow: (listener: () => void) => shown.add(listener),
    offAppShow: (listener: () => void) => shown.delete(listener),
    ...Object.fromEntries(fakes.map(counted)),
  }
  // Anything else (getSystemInfo, onNeedPrivacyAuthorization ...) must not be touched.
  const guarded = new Proxy(wx, {
    get: (target, name) => {
      if (typeof name === 'symbol' || name in target || name in FINE) return Reflect.get(target, name)
      throw new Error(`preflight touched wx.${name}`)
    },
  })
  if (changes === false) delete (globalThis as { wx?: unknown }).wx
  else (globalThis as { wx?: unknown }).wx = guarded
  let api!: Api
  jest.isolateModules(() => {
    api = jest.requireActual<Api>('../../../src/preflight')
  })
  return {
    api,
    calls,
    listening: () => shown.size,
    show: () => Array.from(shown).forEach((listener) => listener()),
  }
}

/** The row of one check. */
export async function rowOf(fake: FakePhone, check: Preflight.Check, options?: Preflight.PreflightOptions) {
  const { rows } = await fake.api.preflight(options)
  return rows.find((row) => row.check === check)
}
