/** `LivePlayerContext`: bound to one live-player by id, or to the node of a selector query. */
import { contextMethods, type MediaContext } from '../callback'
import { takeSnapshot } from '../snapshot'
import type { LivePlayerEngine } from './engine'

const UNSUPPORTED = [
  'requestBackgroundPlayback',
  'exitBackgroundPlayback',
  'startCasting',
  'switchCasting',
  'reconnectCasting',
  'exitCasting',
] as const

export type LivePlayerContext = MediaContext

const API = 'operateLivePlayer'

export function livePlayerContext(find: () => LivePlayerEngine | undefined): LivePlayerContext {
  const { method, refuse } = contextMethods(
    API,
    find,
    'live-player not found: check the id, and pass the component as second argument',
  )
  return {
    ...refuse(UNSUPPORTED),
    play: method((engine) => engine.play()),
    stop: method((engine) => engine.stop()),
    pause: method((engine) => engine.pause()),
    resume: method((engine) => engine.resume()),
    mute: method((engine) => engine.mute()),
    requestFullScreen: method((engine, { direction }) => engine.fullScreen.enter(direction)),
    exitFullScreen: method((engine) => engine.fullScreen.exit()),
    exitPictureInPicture: method((engine) => engine.cover.exit()),
    snapshot: method((engine, { quality }) =>
      takeSnapshot(engine.picture(), quality === 'compressed' ? 'compressed' : 'raw'),
    ),
  }
}
