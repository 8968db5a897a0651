/**
 * Keeps one `<live-player>` playing. Attributes leave by the snapshot; the device is told later (driver.ts says why). The
 * tile has to leave `autoplay` off: a changed `src` is only taken by stop and play, so play() is the one way that starts, on
 * the first address as on any later one. States: the diagram in driver.ts; `idle` without a tag, `stopped` for good.
 */
import type { PlayMode, PlayTarget, StreamId } from '../provider/types'
import { playerCode } from './codes'
import { MediaController } from './controller'
import type { PlayerPorts, RoomPlayer } from './ports'
import type { MediaState, NetStatus, PlayerDevice, PlayerSnapshot } from './types'

/** Longest start without picture or sound, ms. The platform's own three tries at a dead address are through by then. */
const START_TIMEOUT = 20_000

/** Seconds of buffer: the platform's default for live, its advice for RTC. */
const CACHE = { live: { minCache: 1, maxCache: 3 }, RTC: { minCache: 0.2, maxCache: 0.8 } } as const

export type { PlayerPorts, RoomPlayer } from './ports'

export function createPlayerController(ports: PlayerPorts): RoomPlayer {
  return new Player(ports)
}

class Player extends MediaController<PlayerSnapshot, PlayTarget> implements RoomPlayer {
  readonly streamId: StreamId
  private device: PlayerDevice | undefined
  private mode: PlayMode
  private disposed = false

  constructor(private readonly ports: PlayerPorts) {
    const { streamId } = ports
    const mode = ports.mode()
    const attributes = { src: '', mode, ...CACHE[mode], muted: false, extra: {} }
    super(
      'live-player',
      ports,
      { streamId, state: { phase: 'idle' }, attributes, grade: 0, stats: {}, volume: 0 },
      {
        failure: 'play-failed',
        startTimeout: START_TIMEOUT,
        ask: (fresh) => ports.ask({ mode: this.mode, fresh }),
        apply: (target) => this.apply(target),
        // Nothing to give back: an address that is not played holds nothing on the server.
        late: () => undefined,
        device: () => this.playing(),
        persistent: () => true,
        expects: () => this.expects(),
      },
    )
    this.streamId = streamId
    this.mode = mode
  }

  mount(device: PlayerDevice): void {
    if (this.disposed) return
    if (this.device) this.driver.detached()
    this.device = device
    this.mode = this.ports.mode()
    this.driver.restart(false)
  }

  unmount(): void {
    if (!this.device) return
    this.device = undefined
    this.driver.detached()
    this.report(this.ports.release(), 'play-failed', 'the provider refused to end playing')
  }

  retry(): void {
    if (this.device) this.driver.retry()
  }

  mute(on: boolean): void {
    this.cell.patch({ attributes: { ...this.snapshot.attributes, muted: on } })
  }

  setMode(mode: PlayMode): void {
    if (mode === this.mode) return
    this.mode = mode
    // Suspended, interrupted or given up: the next start asks in the new mode anyway.
    if (this.running) this.driver.restart(false)
  }

  dispose(): void {
    if (this.disposed) return
    this.disposed = true
    this.driver.halt({ phase: 'stopped' })
    this.device = undefined
  }

  protected lookup = playerCode

  protected enter(state: MediaState): void {
    const over = state.phase === 'idle' || state.phase === 'stopped'
    this.cell.enter(state, over ? { attributes: { ...this.snapshot.attributes, src: '', extra: {} } } : {})
  }

  protected netstatus(stats: NetStatus): void {
    const { mode, maxCache } = this.snapshot.attributes
    // Some clients report neither 2003 nor 2004: a frame rate says the same.
    if (stats.videoFPS) this.driver.flowing('picture')
    else if (stats.audioBitrate) this.driver.flowing('sound')
    this.cell.stats(stats, { tag: 'live-player', mode, maxCache, ...this.media() })
  }

  private media(): { audio: boolean; video: boolean } {
    return this.ports.media?.() ?? { audio: true, video: true }
  }

  private expects(): 'connection' | 'audio' | 'video' {
    const { audio, video } = this.media()
    return video ? 'video' : audio ? 'audio' : 'connection'
  }

  private playing() {
    const { device } = this
    return device && { start: () => device.play(), stop: () => device.stop() }
  }

  private apply({ url, mode, attributes = {} }: PlayTarget): void {
    const { muted } = this.snapshot.attributes
    this.cell.patch({ attributes: { src: url, mode, ...CACHE[mode], muted, extra: attributes } })
  }
}
