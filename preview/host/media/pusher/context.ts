/** `LivePusherContext`: bound to the only live-pusher of a page. */
import { contextMethods, type MediaContext } from '../callback'
import { takeSnapshot } from '../snapshot'
import type { LivePusherEngine } from './engine'
import { MAX_ZOOM } from './painter'

/** Methods that need what a browser has not: they fail, as they do on a phone that lacks it. */
const UNSUPPORTED = [
  'toggleTorch',
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
  'createOffscreenCanvas',
  'onCustomRendererEvent',
] as const

export type LivePusherContext = MediaContext

const API = 'operateLivePusher'

function fraction(volume: unknown): number {
  const value = Number(volume)
  if (!(value >= 0 && value <= 1)) throw new Error('volume must be 0.0 to 1.0')
  return value
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

export function livePusherContext(find: () => LivePusherEngine | undefined): LivePusherContext {
  const { method, refuse } = contextMethods(API, find, 'no live-pusher on this page')
  return {
    ...refuse(UNSUPPORTED),
    start: method((engine) => engine.start()),
    stop: method((engine) => engine.stop()),
    pause: method((engine) => engine.pause()),
    resume: method((engine) => engine.resume()),
    startPreview: method((engine) => engine.startPreview()),
    stopPreview: method((engine) => engine.stopPreview()),
    switchCamera: method((engine) => engine.switchCamera()),
    setMICVolume: method((engine, { volume }) => engine.setMicVolume(fraction(volume))),
    setZoom: method((engine, { zoom }) => engine.running.setZoom(Number(zoom))),
    getMaxZoom: method(() => ({ maxZoom: MAX_ZOOM })),
    sendMessage: method((engine, { msg }) => engine.running.pushing.pipeline.sendMessage(textOf(msg))),
    playBGM: method((engine, { url, startTimeMs, endTimeMs }) =>
      engine.running.pushing.bgm.play(textOf(url), {
        ...(typeof startTimeMs === 'number' ? { startTimeMs } : {}),
        ...(typeof endTimeMs === 'number' ? { endTimeMs } : {}),
      }),
    ),
    stopBGM: method((engine) => engine.running.pushing.bgm.stop()),
    pauseBGM: method((engine) => engine.running.pushing.bgm.setPaused(true)),
    resumeBGM: method((engine) => engine.running.pushing.bgm.setPaused(false)),
    setBGMVolume: method((engine, { volume }) => engine.running.pushing.bgm.setVolume(fraction(volume))),
    snapshot: method((engine, { quality }) =>
      takeSnapshot(engine.shown(), quality === 'compressed' ? 'compressed' : 'raw'),
    ),
  }
}
