/** `lianmai/core`: the room SDK without UI and without MobX. */
export { Emitter } from './emitter'
export { LiveError, type ErrorReason, type LiveErrorOptions } from './errors'
export { registerProvider, resolveProvider } from './provider/registry'
export { createRoom } from './room/room'
export type * from './media/types'
export type * from './provider/types'
export type * from './room/types'
