/** `wx.preDownloadSubpackage`: makes a subpackage ready before a page of it opens. */
import { failure } from './api'
import type { Callbacks, WxApi, WxDeps } from './types'

interface Progress {
  progress: number
  totalBytesWritten: number
  totalBytesExpectedToWrite: number
}

export function subpackageApi({ load }: WxDeps): WxApi {
  return {
    preDownloadSubpackage({
      name,
      root,
      success,
      fail,
      complete,
    }: { name?: string; root?: string } & Callbacks<object>) {
      const listeners: ((progress: Progress) => void)[] = []
      const wanted = root ?? name ?? ''
      setTimeout(() => {
        const result = load(wanted)
          ? { errMsg: 'preDownloadSubpackage:ok' }
          : failure('preDownloadSubpackage', `subpackage "${wanted}" is not in app.json`)
        if (result.errMsg.endsWith(':ok')) {
          // Nothing is downloaded here: the package is whole at once.
          for (const tell of listeners) tell({ progress: 100, totalBytesWritten: 0, totalBytesExpectedToWrite: 0 })
          success?.(result)
        } else fail?.(result)
        complete?.(result)
      }, 0)
      return { onProgressUpdate: (listener: (progress: Progress) => void) => void listeners.push(listener) }
    },
  }
}
