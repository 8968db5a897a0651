/** ZEGO's cloud as a provider. The SDK is the app's own: `npm i zego-express-engine-miniprogram`, never bundled with the kit. */
import type { ProviderFactory } from '../types'
import { checkOptions, type ZegoOptions } from './options'
import { createProvider } from './provider'

/**
 * Rooms on ZEGO: its streams and messages; mic-link among the phones. See docs/providers/zego.md.
 * @throws LiveError `invalid-argument` for options of another shape
 * @example
 * const engine = new ZegoExpressEngine(appID, server)
 * registerProvider('zego', zego({ engine, userId: () => getApp().globalData.userId }))
 */
export function zego(options: ZegoOptions): ProviderFactory {
  checkOptions(options)
  return () => createProvider(options)
}

export { zegoExtras } from './extras'
export type { ZegoExtraEngine, ZegoExtras, ZegoMix, ZegoMixInput } from './extras'
export type { ZegoEngine, ZegoEvents, ZegoMessage, ZegoResponse, ZegoRoomState, ZegoStream, ZegoUser } from './engine'
export type { ZegoOptions } from './options'
