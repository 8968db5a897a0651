/** Storage of one phone: a key prefix of its own in the browser's. */
import { api, ApiError } from './api'
import type { WxApi, WxDeps } from './types'

/** A value, and all values of a mini-program, as characters of JSON; WeChat's limits. */
const MAX_ITEM = 1 << 20
const MAX_TOTAL = 10 << 20

interface Pair {
  key: string
  value: unknown
}

export function storageApi({ env, settings }: WxDeps): WxApi {
  const prefix = `mp:${settings.name}:${env.phone}:data:`
  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix))
  const bytes = () => keys().reduce((sum, key) => sum + (localStorage.getItem(key)?.length ?? 0), 0)
  const get = (key: string): unknown => {
    const saved = localStorage.getItem(prefix + key)
    return saved === null ? '' : (JSON.parse(saved) as { value: unknown }).value
  }
  const set = (key: string, value: unknown) => {
    const text = JSON.stringify({ value })
    if (text.length > MAX_ITEM) throw new ApiError('exceed storage item max length')
    if (bytes() - (localStorage.getItem(prefix + key)?.length ?? 0) + text.length > MAX_TOTAL)
      throw new ApiError('exceed storage max size 10Mb')
    try {
      localStorage.setItem(prefix + key, text)
    } catch (error) {
      // The browser's own limit, which all phones of a mini-program share.
      throw new ApiError(`exceed storage max size (${(error as Error).name})`)
    }
  }
  const remove = (key: string) => localStorage.removeItem(prefix + key)
  const clear = () => keys().forEach((key) => localStorage.removeItem(key))
  const info = () => ({
    keys: keys().map((key) => key.slice(prefix.length)),
    currentSize: Math.ceil(bytes() / 1024),
    limitSize: 10240,
  })
  return {
    getStorageSync: get,
    setStorageSync: set,
    removeStorageSync: remove,
    clearStorageSync: clear,
    getStorageInfoSync: info,
    batchSetStorageSync: (list: Pair[]) => list.forEach(({ key, value }) => set(key, value)),
    batchGetStorageSync: (list: string[]) => list.map(get),
    batchSetStorage: api('batchSetStorage', ({ kvList }: { kvList: Pair[] }) =>
      kvList.forEach(({ key, value }) => set(key, value)),
    ),
    batchGetStorage: api('batchGetStorage', ({ keyList }: { keyList: string[] }) => ({ dataList: keyList.map(get) })),
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
