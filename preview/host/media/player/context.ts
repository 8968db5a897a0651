/** `LivePlayerContext`: bound to one live-player by id, or to the node of a selector query. */
import { answer, refuseInBackground, type CallbackOptions } from '../callback'
import { takeSnapshot } from '../snapshot'
import type { LivePlayerEngine } from './engine'

const UNSUPPORTED = [
  'exitPictureInPicture',
  'requestBackgroundPlayback',
  'exitBackgroundPlayback',
  'startCasting',
  'switchCasting',
  'reconnectCasting',
  'exitCasting',
] as const

type Method = (options?: CallbackOptions & Record<string, unknown>) => void
export type LivePlayerContext = Readonly<Record<string, Method>>

const API = 'operateLivePlayer'

/** `find` is asked at each call: the tag may be mounted after the context was made. */
export function livePlayerContext(find: () => LivePlayerEngine | undefined): LivePlayerContext {
  const method =
    (
      run: (engine: LivePlayerEngine, options: Record<string, unknown>) => void | object | Promise<void | object>,
    ): Method =>
    (options) =>
      answer(API, options, () => {
        const engine = find()
        if (!engine) throw new Error('live-player not found: check the id, and pass the component as second argument')
        refuseInBackground(engine.foreground)
        return run(engine, options ?? {})
      })
  const refused = Object.fromEntries(
    UNSUPPORTED.map((name) => [
      name,
      method(() => Promise.reject(new Error(`${name} is not supported in the preview`))),
    ]),
  )
  return {
    ...refused,
    play: method((engine) => engine.play()),
    stop: method((engine) => engine.stop()),
    pause: method((engine) => engine.pause()),
    resume: method((engine) => engine.resume()),
    mute: method((engine) => engine.mute()),
    requestFullScreen: method((engine, { direction }) => engine.fullScreen.enter(direction)),
    exitFullScreen: method((engine) => engine.fullScreen.exit()),
    snapshot: method((engine, { quality }) =>
      takeSnapshot(engine.picture(), quality === 'compressed' ? 'compressed' : 'raw'),
    ),
  }
}
