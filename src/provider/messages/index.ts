/**
 * A room over messages alone, for clouds that carry nothing but media (`trtc({ channel })`): an entry of its own, so that only apps
 * without a server of their own pay for a mic-link among phones.
 */
import type { Companion } from '../companion'
import type { UserId } from '../types'
import type { MessageChannel, MessageChannelOptions } from './channel'
import { createTalk } from './talk'

export type { Companion } from '../companion'
export type { MessageChannel, MessageChannelOptions, MessageHearing } from './channel'

/**
 * A room over an IM SDK's chat group: chat, barrage, likes, gifts, commands and mic-link, without moderation. Roles are what people
 * say they are: docs/providers/trtc.md says when that is not enough.
 * @example trtc({ sdkAppId, TRTC, userId, channel: messageChannel(imChannel(tim)) })
 */
export const messageChannel =
  (channel: MessageChannel, options: MessageChannelOptions = {}): ((userId: UserId) => Companion) =>
  (userId) =>
    createTalk(channel, userId, options)
