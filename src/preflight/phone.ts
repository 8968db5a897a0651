/**
 * The calls of `wx` that preflight makes, each guarded: a realm without wx, a client without the call and a failing call are
 * answers, not exceptions. Typed here, because the platform's typings know neither missing calls nor missing fields.
 */
import type { Platform } from './features'
import type { SystemAuthorization } from './types'

type AuthSetting = Readonly<Record<string, boolean | undefined>>

/** Calls that return at once. */
export interface Getters {
  getAppBaseInfo: { SDKVersion?: string; version?: string }
  getDeviceInfo: { platform?: Platform; model?: string }
  getAppAuthorizeSetting: { cameraAuthorized?: SystemAuthorization; microphoneAuthorized?: SystemAuthorization }
  getSystemSetting: { wifiEnabled?: boolean }
  /** 2.9.4; how the mini-program was opened this time. */
  getEnterOptionsSync: { scene?: number }
  /** 2.1.2; how it was launched. */
  getLaunchOptionsSync: { scene?: number }
}

/** Calls with callbacks, and what they succeed with. */
export interface Calls {
  getSetting: { authSetting: AuthSetting }
  openSetting: { authSetting: AuthSetting }
  authorize: unknown
  openAppAuthorizeSetting: unknown
  getPrivacySetting: { needAuthorization?: boolean; privacyContractName?: string }
  requirePrivacyAuthorize: unknown
  getNetworkType: { networkType?: string; weakNet?: boolean }
}

interface Callbacks<T> {
  scope?: string
  success(result: T): void
  fail(error: unknown): void
}

type Phone = { [G in keyof Getters]?: () => Getters[G] } & {
  [C in keyof Calls]?: (options: Callbacks<Calls[C]>) => unknown
} & { onAppShow?(listener: () => void): void; offAppShow?(listener: () => void): void }

/** Why there is no value. */
export interface Failure {
  failure: 'no-wx' | 'api-missing' | 'api-failed'
  cause?: unknown
}

export type Answer<T> = { value: T } | Failure

/** @returns undefined in a realm without wx (Node). */
export const phone = (): Phone | undefined => (typeof wx === 'undefined' ? undefined : (wx as unknown as Phone))

function missing(): Failure {
  return { failure: phone() ? 'api-missing' : 'no-wx' }
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

export function get<G extends keyof Getters>(name: G): Answer<Getters[G]> {
  const call = phone()?.[name] as (() => Getters[G]) | undefined
  if (!call) return missing()
  try {
    const value = call()
    return isObject(value) ? { value } : { failure: 'api-failed', cause: value }
  } catch (cause) {
    return { failure: 'api-failed', cause }
  }
}

/** Calls wx before it returns, so that a tap handler's gesture still counts. Never rejects. */
export function ask<C extends keyof Calls>(name: C, options: { scope?: string } = {}): Promise<Answer<Calls[C]>> {
  return new Promise((resolve) => {
    const call = phone()?.[name] as ((options: Callbacks<Calls[C]>) => unknown) | undefined
    if (!call) return resolve(missing())
    const success = (value: Calls[C]) => resolve(isObject(value) ? { value } : { failure: 'api-failed', cause: value })
    const fail = (cause: unknown) => resolve({ failure: 'api-failed', cause })
    try {
      call({ ...options, success, fail })
    } catch (cause) {
      fail(cause)
    }
  })
}
