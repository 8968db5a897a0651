import { LiveError, type PlayerDevice } from '../../src/index'

/** A context method in the platform's callback style; Promise style is not supported (D26 LivePlayerContext). */
type Callbacks = { success?: () => void; fail?: (result: { errMsg: string }) => void }
type Method = (options: Callbacks & Record<string, unknown>) => void

export type PlayerMethod = 'play' | 'stop' | 'pause' | 'resume' | 'requestFullScreen' | 'exitFullScreen'

/** The id of the tile's tag in index.wxml. */
const TAG_ID = 'player'

/** Calls a method of the tile's `<live-player>`. @throws LiveError `device-failed` with the platform's own words */
export function callPlayer(
  component: object,
  method: PlayerMethod,
  options: Record<string, unknown> = {},
): Promise<void> {
  const context = wx.createLivePlayerContext(TAG_ID, component as WechatMiniprogram.Component.TrivialInstance)
  return new Promise((resolve, reject) => {
    const fail = (result: { errMsg: string }) =>
      reject(LiveError.of('device-failed', `live-player ${method}: ${result.errMsg}`, { cause: result }))
    ;(context as unknown as Record<PlayerMethod, Method>)[method]({ ...options, success: () => resolve(), fail })
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
