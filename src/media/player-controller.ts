/**
 * Keeps one `<live-player>` playing. Attributes leave by the snapshot; the device is told later (driver.ts says why). The
 * tile has to leave `autoplay` off: a changed `src` is only taken by stop and play, so play() is the one way that starts, on
 * the first address as on any later one. States: the diagram in driver.ts; `idle` without a tag, `stopped` for good.
 */
import { demand, LiveError } from '../errors'
import { choosePlayUrl, kindOf } from '../interop/url'
import type { PlayOffer } from '../provider/types'
import { createDriver } from './driver'
import type { PlayerPorts, RoomPlayer } from './ports'
import { PLAY_PRESETS } from './presets'
import type { PlayerDevice, PlayerSnapshot } from './types'

/** Longest start without picture or sound, ms. The platform's own three tries at a dead address are through by then. */
const START_TIMEOUT = 20_000

export type { PlayerPorts, RoomPlayer } from './ports'

/** Attributes for an offer. A cloud that insists on the other mode gets the cache of that mode. */
function attributesOf(
  { urls, mode, attributes: extra = {} }: PlayOffer,
  preset: keyof typeof PLAY_PRESETS,
  failures: number,
) {
  const wanted = PLAY_PRESETS[preset]
  const how = mode && mode !== wanted.mode ? PLAY_PRESETS[mode] : wanted
  return { src: choosePlayUrl(urls, how.mode, failures), ...how, extra }
}

/** @returns the controller of one stream's tag; quiet until mount() */
export function createPlayerController(ports: PlayerPorts): RoomPlayer {
  const { streamId } = ports
  let preset = ports.preset()
  let disposed = false
  const media = () => (ports.media ? ports.media() : { audio: true, video: true })

  const driver = createDriver<PlayerSnapshot, PlayOffer, PlayerDevice>({
    tag: 'live-player',
    ports,
    streamId,
    attributes: { src: '', ...PLAY_PRESETS[preset], muted: false, extra: {} },
    over: { src: '' },
    failure: 'play-failed',
    startTimeout: START_TIMEOUT,
    ask: (fresh) => ports.ask({ mode: PLAY_PRESETS[preset].mode, fresh }),
    apply(offer, failures) {
      const { src, ...attributes } = attributesOf(offer, preset, failures)
      if (src) return driver.cell.patchAttributes({ src, ...attributes })
      const kinds = offer.urls.map((url) => kindOf(url) || 'unknown').join(', ') || 'no address'
      // Final: asking again would bring the same kinds.
      driver.fail(LiveError.of('play-failed', `live-player plays rtmp and flv; ${streamId} is offered as ${kinds}`))
    },
    start: (device) => device.play(),
    persistent: () => true,
    media,
    // Some clients report neither 2003 nor 2004: a frame rate says the same.
    flow: ({ videoFPS, audioBitrate }) => (videoFPS ? 'live' : audioBitrate ? 'sound' : undefined),
  })
  const { face, cell, attach, restart, halt } = driver

  return Object.assign(face, {
    streamId,
    mount(device: PlayerDevice) {
      demand(device && device.play, 'player.mount', 'device', 'the context of a live-player, behind promises')
      if (disposed) return
      attach(device)
      halt({ phase: 'idle' })
      preset = ports.preset()
      restart()
    },
    unmount() {
      if (!attach()) return
      halt({ phase: 'idle' })
      driver.background(ports.release())
    },
    mute(on: boolean) {
      demand(typeof on === 'boolean', 'player.mute', 'on', 'true or false')
      cell.patchAttributes({ muted: on })
    },
    setPreset(next: keyof typeof PLAY_PRESETS) {
      if (next === preset) return
      preset = next
      // Suspended, interrupted or given up: the next start asks in the new mode anyway.
      if (cell.running()) restart()
    },
    dispose() {
      disposed = true
      halt({ phase: 'stopped' })
      attach()
    },
  })
}
