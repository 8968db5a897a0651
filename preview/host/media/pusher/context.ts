/** `LivePusherContext`: bound to the only live-pusher of a page. */
import { answer, refuseInBackground, type CallbackOptions } from '../callback'
import { takeSnapshot } from '../snapshot'
import type { LivePusherEngine } from './engine'

/** Methods that need what a browser has not: they fail, as they do on a phone that lacks it. */
const UNSUPPORTED = [
  'toggleTorch',
  'sendMessage',
  'setZoom',
  'getMaxZoom',
  'applyFilter',
  'clearFilters',
  'applySticker',
  'clearStickers',
  'applyBlusherStickMakeup',
  'applyEyeBrowMakeup',
  'applyEyeShadowMakeup',
  'applyFaceContourMakeup',
  'applyLipStickMakeup',
  'clearMakeups',
  'exitPictureInPicture',
  'playBGM',
  'stopBGM',
  'pauseBGM',
  'resumeBGM',
  'setBGMVolume',
] as const

type Method = (options?: CallbackOptions & Record<string, unknown>) => void
export type LivePusherContext = Readonly<Record<string, Method>>

const API = 'operateLivePusher'

function fraction(volume: unknown): number {
  const value = Number(volume)
  if (!(value >= 0 && value <= 1)) throw new Error('volume must be 0.0 to 1.0')
  return value
}

/** `find` is asked at each call: the tag may be mounted after the context was made. */
export function livePusherContext(find: () => LivePusherEngine | undefined): LivePusherContext {
  const method =
    (
      run: (engine: LivePusherEngine, options: Record<string, unknown>) => void | object | Promise<void | object>,
    ): Method =>
    (options) =>
      answer(API, options, () => {
        const engine = find()
        if (!engine) throw new Error('no live-pusher on this page')
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
    start: method((engine) => engine.start()),
    stop: method((engine) => engine.stop()),
    pause: method((engine) => engine.pause()),
    resume: method((engine) => engine.resume()),
    startPreview: method((engine) => engine.startPreview()),
    stopPreview: method((engine) => engine.stopPreview()),
    switchCamera: method((engine) => engine.switchCamera()),
    setMICVolume: method((engine, { volume }) => engine.setMicVolume(fraction(volume))),
    snapshot: method((engine, { quality }) =>
      takeSnapshot(engine.shown(), quality === 'compressed' ? 'compressed' : 'raw'),
    ),
  }
}
