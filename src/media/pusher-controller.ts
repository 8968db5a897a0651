/**
 * Keeps the one `<live-pusher>` pushing. Attributes leave by the snapshot; the device is told later (driver.ts says why). The
 * panel has to leave `autopush` off: start() is the one way that starts. publish() may come before the tag: what was granted
 * waits for mount(). States: the diagram in driver.ts, with two ends: `idle` without a tag or before publish(), `stopped`
 * after unpublish().
 */
import { LiveError } from '../errors'
import type { PushMode, PushTarget, StreamId } from '../provider/types'
import { pusherCode } from './codes'
import { MediaController } from './controller'
import type { PusherPorts, RoomPusher } from './ports'
import type { MediaState, NetStatus, PusherAttributes, PusherDevice, PusherSnapshot } from './types'

export type { PusherPorts, RoomPusher } from './ports'

export function createPusherController(ports: PusherPorts): RoomPusher {
  return new Pusher(ports)
}

interface Pending {
  promise: Promise<void>
  resolve(): void
  reject(error: LiveError): void
}

const INITIAL: PusherSnapshot = {
  streamId: '',
  state: { phase: 'idle' },
  attributes: { url: '', mode: 'HD', enableCamera: true, enableMic: true, devicePosition: 'front', extra: {} },
  grade: 0,
  stats: {},
  volume: 0,
}

class Pusher extends MediaController<PusherSnapshot, PushTarget> implements RoomPusher {
  private device: PusherDevice | undefined
  private quality: PushMode = 'HD'
  private override: PushMode | undefined
  /** The provider has said yes, and nobody unpublished since. */
  private granted = false
  /** A publish() that waits for its yes or no. */
  private pending: Pending | undefined

  constructor(private readonly ports: PusherPorts) {
    super('live-pusher', ports, INITIAL, {
      failure: 'publish-failed',
      // No start timeout: the platform's permission prompt may stand there for as long as a person reads.
      ask: () => ports.ask({ ...this.sending(), mode: this.mode }),
      apply: (target) => this.apply(target),
      late: ({ streamId }) => {
        if (!this.granted && !this.pending) this.release(streamId)
      },
      device: () => this.device,
      persistent: () => this.granted,
      expects: () => 'video',
    })
  }

  mount(device: PusherDevice): void {
    if (this.device) this.unmount()
    this.device = device
    if (!this.driver.resume() && this.granted) this.driver.restart(false)
  }

  /** A stream without a tag is over for the others; it comes back, as another one maybe, with the next {@link mount}. */
  unmount(): void {
    this.device = undefined
    if (!this.granted) return
    const { streamId } = this.snapshot
    this.driver.detached()
    this.release(streamId)
  }

  /**
   * Resolves when the provider has granted it; the state tells the rest.
   * @throws LiveError the provider's refusal, which is the state's `failed` reason too; `invalid-state` when unpublish()
   * or the end of the room came first
   */
  publish(): Promise<void> {
    if (this.pending) return this.pending.promise
    if (this.granted) {
      if (this.snapshot.state.phase === 'failed') this.driver.retry()
      return Promise.resolve()
    }
    this.override = this.ports.mode()
    const pending = (this.pending = deferred())
    this.driver.restart(false)
    return pending.promise
  }

  async unpublish(): Promise<void> {
    const { streamId } = this.snapshot
    this.dispose()
    if (streamId) await this.ports.release(streamId)
  }

  retry(): void {
    if (this.granted) return this.driver.retry()
    if (this.snapshot.state.phase === 'failed') this.report(this.publish(), 'publish-failed', 'publishing failed')
  }

  async setCamera(on: boolean): Promise<void> {
    if (on === this.snapshot.attributes.enableCamera) return
    this.patchAttributes({ enableCamera: on })
    const { streamId } = this.snapshot
    // enable-camera is only taken by a stop and a start. Going dark does not wait for the network.
    if (this.granted && this.snapshot.state.phase !== 'idle') this.driver.begin({ now: !on })
    if (streamId) await this.ports.update(streamId, this.sending())
  }

  async setMic(on: boolean): Promise<void> {
    if (on === this.snapshot.attributes.enableMic) return
    this.patchAttributes({ enableMic: on })
    const { streamId } = this.snapshot
    if (streamId) await this.ports.update(streamId, this.sending())
  }

  /** device-position is only read at insertion: the running camera turns by the device, the attribute follows. */
  async switchCamera(): Promise<void> {
    try {
      await this.device?.switchCamera()
    } catch (thrown) {
      throw LiveError.from(thrown, 'device-failed', 'pusher.switchCamera: the native tag refused')
    }
    this.patchAttributes({ devicePosition: this.snapshot.attributes.devicePosition === 'front' ? 'back' : 'front' })
  }

  setQuality(mode: 'SD' | 'HD' | 'FHD'): void {
    this.changeMode(() => (this.quality = mode))
  }

  setMode(mode: PushMode | undefined): void {
    this.changeMode(() => (this.override = mode))
  }

  retarget(target: PushTarget): void {
    if (this.granted && this.snapshot.state.phase !== 'idle') this.driver.begin({ target })
  }

  dispose(): void {
    this.granted = false
    this.pending?.reject(LiveError.of('invalid-state', 'pusher.publish: unpublished before the provider had answered'))
    this.pending = undefined
    this.driver.halt({ phase: 'stopped' })
  }

  protected lookup = pusherCode

  protected enter(state: MediaState): void {
    const over = state.phase === 'idle' || state.phase === 'stopped'
    const { attributes } = this.snapshot
    this.cell.enter(state, over ? { streamId: '', attributes: { ...attributes, url: '', extra: {} } } : {})
  }

  protected netstatus(stats: NetStatus): void {
    const { mode, enableCamera: video, enableMic: audio } = this.snapshot.attributes
    // Something is being sent: says the same as 1002 where a client does not report it.
    if (stats.netSpeed) this.driver.flowing('picture')
    this.cell.stats(stats, { tag: 'live-pusher', mode: mode === 'RTC' ? 'RTC' : 'live', video, audio })
  }

  /** A failure reaches whoever waits for publish(), else the event. */
  protected override failed(error: LiveError): void {
    const { pending } = this
    if (!pending || this.snapshot.state.phase !== 'failed') return super.failed(error)
    this.pending = undefined
    pending.reject(error)
  }

  private get mode(): PushMode {
    return this.override ?? this.quality
  }

  private sending(): { audio: boolean; video: boolean } {
    const { enableMic, enableCamera } = this.snapshot.attributes
    return { audio: enableMic, video: enableCamera }
  }

  private changeMode(change: () => void): void {
    const before = this.mode
    change()
    if (this.mode === before) return
    if (this.running) this.driver.restart(false)
    else if (!this.granted) this.patchAttributes({ mode: this.mode })
  }

  private apply({ streamId, url, mode = this.mode, attributes = {} }: PushTarget): void {
    const before = this.snapshot.streamId
    this.granted = true
    this.cell.patch({ streamId, attributes: { ...this.snapshot.attributes, url, mode, extra: attributes } })
    if (before && before !== streamId) this.release(before)
    this.pending?.resolve()
    this.pending = undefined
  }

  private patchAttributes(change: Partial<PusherAttributes>): void {
    this.cell.patch({ attributes: { ...this.snapshot.attributes, ...change } })
  }

  private release(streamId: StreamId): void {
    if (streamId) this.report(this.ports.release(streamId), 'publish-failed', 'the provider refused to end publishing')
  }
}

function deferred(): Pending {
  let resolve = (): void => undefined
  let reject = (_error: LiveError): void => undefined
  const promise = new Promise<void>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}
