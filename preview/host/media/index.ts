/** The two live tags of the preview: what the host registers and what `wx` hands out. */
import type { BuiltinDefinition } from '../builtins/types'
import { livePlayer } from './player/builtin'
import { livePusher } from './pusher/builtin'

export const mediaBuiltins: Record<'live-pusher' | 'live-player', BuiltinDefinition> = {
  'live-pusher': livePusher,
  'live-player': livePlayer,
}

export { createLivePusherContext } from './pusher/builtin'
export { createLivePlayerContext } from './player/builtin'
export { LivePusherEngine } from './pusher/engine'
export { LivePlayerEngine } from './player/engine'
export { resolveMediaUrl } from './transport/media-url'
export type { MediaProbe } from './probes'
