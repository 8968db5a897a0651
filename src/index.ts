/** `lianmai/core`: the room SDK without UI and without MobX. */
export { Emitter } from './emitter'
export { demand, LiveError, type ErrorReason, type LiveErrorOptions } from './errors'
export { insertions, type Insertion, type Insertions } from './media/insertion'
export { PLAY_PRESETS, PUSH_PRESETS, type PlayPreset, type PushPreset } from './media/presets'
export {
  explain,
  grade,
  nextGrade,
  UNGRADED,
  type GradeContext,
  type GradeState,
  type QualityRow,
} from './media/quality'
export { ALL_CAPABILITIES, NO_CAPABILITIES } from './provider/capabilities'
export { gateway, type Connect, type GatewayOptions, type WebSocketLike } from './provider/gateway/index'
export { registerProvider, resolveProvider } from './provider/registry'
export { createRoom } from './room/room'
export { NO_SESSION } from './room/state'
export type * from './media/types'
export type * from './provider/types'
export type * from './room/types'
export { compareVersions } from './version'
