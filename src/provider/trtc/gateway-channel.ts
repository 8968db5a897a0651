import type { Companion } from '../companion'
import { gateway, type GatewayOptions } from '../gateway/index'
import type { JoinRequest } from '../types'

/** What {@link gatewayChannel} takes. */
export interface GatewayChannelOptions extends GatewayOptions {
  /** The gateway: wss://... */
  url: string
  /** The gateway's own token, for the same user id as the userSig; a function is asked again whenever a fresh one is needed. */
  token: JoinRequest['token']
}

/**
 * The gateway carries people, messages, mic-link, seats and moderation while TRTC carries media.
 * @example trtc({ sdkAppId, TRTC, userId, channel: gatewayChannel({ url: 'wss://live.example.com', token: askMyBackend }) })
 */
export function gatewayChannel({ url, token, ...options }: GatewayChannelOptions): () => Companion {
  const make = gateway(options)
  return () => {
    const provider = make({ url })
    return { ...provider, join: (request) => provider.join({ ...request, token }) }
  }
}
