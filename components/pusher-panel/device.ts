/** The page's `<live-pusher>` behind promises: its context takes callbacks only (wechat docs, LivePusherContext). */
import { LiveError, type PusherDevice } from '../../src/index'

/** What each method resolves with. */
interface Results {
  start: void
  stop: void
  pause: void
  resume: void
  switchCamera: void
  /** Shows the camera without sending it; possible only while nothing is pushed. */
  startPreview: void
  toggleTorch: void
  playBGM: void
  pauseBGM: void
  resumeBGM: void
  stopBGM: void
  setBGMVolume: void
  setMICVolume: void
  /** Base library 2.31.0, as is getMaxZoom. */
  setZoom: void
  getMaxZoom: { maxZoom: number }
  snapshot: { tempImagePath: string; width: number; height: number }
}

type Context = Record<string, ((options: object) => void) | undefined>

/** @throws LiveError `unsupported` where this WeChat has no such method, `device-failed` where it refuses */
export function call<M extends keyof Results>(method: M, options: object = {}): Promise<Results[M]> {
  const context = wx.createLivePusherContext() as unknown as Context
  return new Promise((success, reject) => {
    if (!context[method]) throw LiveError.of('unsupported', `live-pusher ${method}: not in this version of WeChat`)
    context[method]({
      ...options,
      success,
      fail: (cause: { errMsg?: string }) =>
        reject(LiveError.of('device-failed', `live-pusher ${method}: ${cause.errMsg ?? 'failed'}`, { cause })),
    })
  })
}

/** @param stopped told after each stop, when a preview may start again. */
export function pusherDevice(stopped: () => void): PusherDevice {
  return {
    start: () => call('start'),
    stop: async () => {
      await call('stop')
      stopped()
    },
    pause: () => call('pause'),
    resume: () => call('resume'),
    switchCamera: () => call('switchCamera'),
  }
}
