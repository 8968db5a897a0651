import { LiveError, type PlayerDevice } from '../../src/index'

/** A context method in the platform's callback style; Promise style is not supported (D26 LivePlayerContext). */
type Callbacks<T> = { success?: (result: T) => void; fail?: (result: { errMsg: string }) => void }
type Method = (options: Callbacks<unknown> & Record<string, unknown>) => void

export type PlayerMethod = keyof PlayerDevice | 'requestFullScreen' | 'exitFullScreen' | 'snapshot'

/** What `snapshot` gives; sizes in px. */
export interface Snapshot {
  tempImagePath: string
  width: number
  height: number
}

/** The id of the tile's tag in index.wxml. */
const TAG_ID = 'player'

/** Calls a method of the tile's `<live-player>`. @throws LiveError `device-failed` with the platform's own words */
export function callPlayer<T = void>(
  component: object,
  method: PlayerMethod,
  options: Record<string, unknown> = {},
): Promise<T> {
  const context = wx.createLivePlayerContext(TAG_ID, component as WechatMiniprogram.Component.TrivialInstance)
  return new Promise((resolve, reject) => {
    const fail = (result: { errMsg: string }) =>
      reject(LiveError.of('device-failed', `live-player ${method}: ${result.errMsg}`, { cause: result }))
    const success = (result: unknown) => resolve(result as T)
    ;(context as unknown as Record<PlayerMethod, Method>)[method]({ ...options, success, fail })
  })
}

/** What the controller drives. */
export function playerDevice(component: object): PlayerDevice {
  return {
    play: () => callPlayer(component, 'play'),
    stop: () => callPlayer(component, 'stop'),
    pause: () => callPlayer(component, 'pause'),
    resume: () => callPlayer(component, 'resume'),
  }
}
