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
import { PLAY_PRESETS, type PlayPreset } from './presets'
import type { Driver } from './tag-spec'
import type { PlayerDevice, PlayerSnapshot } from './types'

/** Longest start without picture or sound, ms. The platform's own three tries at a dead address are through by then. */
const START_TIMEOUT = 20_000

/** @returns the controller of one stream's tag; quiet until mount() */
export function createPlayerController(ports: PlayerPorts): RoomPlayer {
  const { streamId } = ports
  let preset = ports.preset()
  let disposed = false

  const driver: Driver<PlayerSnapshot, PlayOffer, PlayerDevice> = createDriver<PlayerSnapshot, PlayOffer, PlayerDevice>(
    {
      tag: 'live-player',
      ports,
      streamId,
      attributes: { src: '', ...PLAY_PRESETS[preset], muted: false, extra: {} },
      over: { src: '' },
      failure: 'play-failed',
      startTimeout: START_TIMEOUT,
      ask: (fresh) => ports.ask({ mode: PLAY_PRESETS[preset].mode, fresh }),
      apply({ urls, mode, attributes: extra = {} }, failures) {
        const asked = PLAY_PRESETS[preset]
        // A cloud that insists on the other mode gets the cache of that mode.
        const how = mode && mode !== asked.mode ? PLAY_PRESETS[mode] : asked
        const src = choosePlayUrl(urls, how.mode, failures)
        if (src) return cell.patchAttributes({ src, ...how, extra })
        const kinds = urls.map((url) => kindOf(url) || 'unknown').join(', ') || 'nothing'
        // Final: asking again would bring the same kinds.
        fail(LiveError.of('play-failed', `live-player plays rtmp and flv; ${streamId} is offered as ${kinds}`))
      },
      start: (device) => device.play(),
      persistent: () => true,
      media: ports.media,
      // Some clients report neither 2003 nor 2004: a frame rate says the same.
      flow: ({ videoFPS, audioBitrate }) => (videoFPS ? 'live' : audioBitrate ? 'sound' : undefined),
    },
  )
  const { face, cell, attach, detach, restart, halt, fail, background } = driver

  return Object.assign(face, {
    streamId,
    mount(device: PlayerDevice) {
      attach(device)
      if (disposed) return
      halt({ phase: 'idle' })
      preset = ports.preset()
      restart()
    },
    unmount() {
      if (!detach()) return
      halt({ phase: 'idle' })
      background(ports.release())
    },
    mute(on: boolean) {
      demand(typeof on === 'boolean', 'player.mute', 'on', 'true or false')
      cell.patchAttributes({ muted: on })
    },
    setPreset(next: PlayPreset) {
      if (next === preset) return
      preset = next
      // Suspended, interrupted or given up: the next start asks in the new mode anyway.
      if (cell.running()) restart()
    },
    dispose() {
      disposed = true
      halt({ phase: 'stopped' })
      detach()
    },
  })
}
