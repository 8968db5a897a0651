/** The page's `<live-pusher>` behind promises: its context takes callbacks only (wechat docs, LivePusherContext). */
import { LiveError, type PusherDevice } from '../../src/index'

type Method = 'start' | 'stop' | 'pause' | 'resume' | 'switchCamera' | 'startPreview'

function call(method: Method): Promise<void> {
  return new Promise((resolve, reject) => {
    wx.createLivePusherContext()[method]({
      success: () => resolve(),
      fail: (cause: { errMsg?: string }) =>
        reject(LiveError.of('device-failed', `live-pusher ${method}: ${cause.errMsg ?? 'failed'}`, { cause })),
    })
  })
}

/** Shows the camera without sending it; possible only while nothing is pushed. */
export function startPreview(): Promise<void> {
  return call('startPreview')
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
