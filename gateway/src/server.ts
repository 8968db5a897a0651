/**
 * `@lianmai/gateway/server`: what a backend in Node needs to issue tokens and addresses and to believe webhooks. Loads nothing but this and Node's
 * own crypto and zlib: no sockets, no Redis, no gateway. See docs/tokens.md.
 */
export type { Claims, Right } from './auth/claims'
export { parseKey, randomKey } from './auth/keys'
export type { Key } from './auth/keys'
export type { MediaAction } from './auth/media-url'
export { sign } from './auth/sign-url'
export type { SignOptions, UrlScheme } from './auth/sign-url'
export { issueToken } from './auth/token'
export { trtcPrivateMapKey, trtcUserSig } from './vendors/trtc'
export type { TrtcRight, TrtcRoom, TrtcUser } from './vendors/trtc'
export { SIGNATURE_HEADER, verifyWebhook, WebhookError } from './webhooks/verify'
export type { VerifyOptions } from './webhooks/verify'
export type { WebhookBatch, WebhookEvent, WebhookType } from './webhooks/types'
export { zegoRoomPayload, zegoToken04 } from './vendors/zego'
export type { ZegoRoomRights, ZegoToken } from './vendors/zego'
