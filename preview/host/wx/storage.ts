/** Storage of one phone: a key prefix of its own in the browser's. */
import { api, ApiError } from './api'
import type { WxApi, WxDeps } from './types'

export function storageApi({ env, settings }: WxDeps): WxApi {
  const prefix = `mp:${settings.name}:${env.phone}:data:`
  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix))
  const get = (key: string): unknown => {
    const saved = localStorage.getItem(prefix + key)
    return saved === null ? '' : (JSON.parse(saved) as { value: unknown }).value
  }
  const set = (key: string, value: unknown) => localStorage.setItem(prefix + key, JSON.stringify({ value }))
  const remove = (key: string) => localStorage.removeItem(prefix + key)
  const clear = () => keys().forEach((key) => localStorage.removeItem(key))
  const info = () => ({
    keys: keys().map((key) => key.slice(prefix.length)),
    currentSize: Math.ceil(keys().reduce((sum, key) => sum + (localStorage.getItem(key)?.length ?? 0), 0) / 1024),
    limitSize: 10240,
  })
  return {
    getStorageSync: get,
    setStorageSync: set,
    removeStorageSync: remove,
    clearStorageSync: clear,
    getStorageInfoSync: info,
    getStorage: api('getStorage', ({ key }: { key: string }) => {
      if (localStorage.getItem(prefix + key) === null) throw new ApiError('data not found')
      return { data: get(key) }
    }),
    setStorage: api('setStorage', ({ key, data }: { key: string; data: unknown }) => set(key, data)),
    removeStorage: api('removeStorage', ({ key }: { key: string }) => remove(key)),
    clearStorage: api('clearStorage', clear),
    getStorageInfo: api('getStorageInfo', info),
  }
}
