/** Tencent's TRTC, by way of npm trtc-wx-sdk, as a provider. The SDK's class is passed in by the app and never part of the kit. */
import type { ProviderFactory } from '../types'
import { checkOptions, type TrtcOptions } from './options'
import { createProvider } from './provider'

export type { Companion } from '../companion'
export { gatewayChannel, type GatewayChannelOptions } from './gateway-channel'
export type { TrtcOptions, TrtcReceive } from './options'
export type { TrtcClass } from './sdk'

/**
 * Rooms on TRTC. The token of `join()` is the userSig; a function is asked again for every start of the pusher.
 *
 * - Joining happens when a live-pusher starts the room's URL, for viewers too: `<live-room>` or `<pusher-panel>` mounts it, with
 *   camera and microphone off (event `carrier`).
 * - My stream is `<userId>_main`, a shared screen `<userId>_aux`. A phone can publish no screen here.
 * - Everything but media goes over `channel`; without one the capabilities say so.
 * - A provider serves one join, also where that failed.
 *
 * @throws LiveError `invalid-argument`
 * @example registerProvider('trtc', trtc({ sdkAppId: 1400000000, TRTC, userId: () => getApp().globalData.userId }))
 */
export function trtc(options: TrtcOptions): ProviderFactory {
  checkOptions(options)
  return () => createProvider(options)
}
