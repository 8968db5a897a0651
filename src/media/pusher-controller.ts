/**
 * Keeps the one `<live-pusher>` pushing. Attributes leave by the snapshot; the device is told later (driver.ts says why). The
 * panel has to leave `autopush` off: start() is the one way that starts. publish() may come before the tag: what was granted
 * waits for mount(). States: the diagram in driver.ts, with two ends: `idle` without a tag or before publish(), `stopped`
 * after unpublish().
 */
import { demand, LiveError } from '../errors'
import type { PushMode, PushTarget, StreamId } from '../provider/types'
import { createDriver } from './driver'
import type { PusherPorts, RoomPusher } from './ports'
import { PUSH_PRESETS } from './presets'
import type { Driver } from './tag-spec'
import type { PusherAttributes, PusherDevice, PusherSnapshot } from './types'

const nobody = (_error?: LiveError) => false

const isSwitch = (on: boolean, call: string) => demand(typeof on === 'boolean', call, 'on', 'true or false')

/** @returns the room's one pusher; quiet until publish() */
export function createPusherController(ports: PusherPorts): RoomPusher {
  let quality: PushMode = 'HD'
  let override: PushMode | undefined
  /** Whether the person wants to be heard; a host who took the microphone does not change that. */
  let wished = true
  let silenced = false
  /** The provider has said yes, and nobody unpublished since. */
  let granted = false
  /** A publish() that waits for its yes or no, and how it gets it: true when somebody waited. */
  let pending: Promise<void> | undefined
  let settle = nobody

  const mode = () => override || quality
  const shape = (mode: PushMode) => ({ mode, ...PUSH_PRESETS[mode] })
  const attributes = (): PusherAttributes => face.snapshot.attributes
  const sending = (): { audio: boolean; video: boolean } => ({
    audio: attributes().enableMic,
    video: attributes().enableCamera,
  })

  const driver: Driver<PusherSnapshot, PushTarget, PusherDevice> = createDriver<
    PusherSnapshot,
    PushTarget,
    PusherDevice
  >({
    tag: 'live-pusher',
    ports,
    streamId: '',
    attributes: { url: '', ...shape('HD'), enableCamera: true, enableMic: true, devicePosition: 'front', extra: {} },
    over: { url: '' },
    // No start timeout: the platform's permission prompt may stand there for as long as a person reads.
    failure: 'publish-failed',
    ask: () => ports.ask({ ...sending(), mode: mode() }),
    apply({ streamId, url, mode: insisted = mode(), attributes: extra = {} }) {
      const before = face.snapshot.streamId
      granted = true
      cell.patch({ streamId, attributes: { ...attributes(), url, ...shape(insisted), extra } })
      if (before !== streamId) release(before)
      settle()
    },
    late({ streamId }) {
      if (!granted && !pending) release(streamId)
    },
    start: (device) => device.start(),
    persistent: () => granted,
    media: sending,
    // Something is being sent: says the same as 1002 where a client does not report it.
    flow: ({ netSpeed }) => (netSpeed ? 'live' : undefined),
    /** A failure reaches whoever waits for publish(), else the event. */
    failed: (error) => settle(error),
  })
  const { face, cell, attach, detach, begin, restart, halt, background } = driver
  const { retry } = face

  const release = (streamId: StreamId) => {
    if (streamId) background(ports.release(streamId))
  }

  /** Whether there is a tag, or one to come, that pushes or will again. */
  const publishing = () => granted && !cell.is('idle')

  const changeMode = (change: () => void) => {
    const before = mode()
    change()
    if (mode() === before) return
    if (cell.running()) restart()
    else if (!granted) cell.patchAttributes(shape(mode()))
  }

  /** Puts one switch into the attributes and tells the room. */
  const turn = async (which: 'enableCamera' | 'enableMic', on: boolean) => {
    if (attributes()[which] === on) return
    cell.patchAttributes({ [which]: on })
    // enable-camera is only taken by a stop and a start. Going dark does not wait for the network.
    if (which === 'enableCamera' && publishing()) begin(false, undefined, !on)
    const { streamId } = face.snapshot
    if (streamId) await ports.update(streamId, sending())
  }

  const publish = async (): Promise<void> => {
    if (granted) {
      if (cell.is('failed')) retry()
      return
    }
    if (!pending) {
      override = ports.mode()
      pending = new Promise((resolve, reject) => {
        settle = (error) => {
          pending = undefined
          settle = nobody
          if (error) reject(error)
          else resolve()
          return true
        }
      })
      restart()
    }
    return pending
  }

  const dispose = () => {
    granted = false
    settle(LiveError.of('invalid-state', 'pusher.publish: unpublished before the answer came'))
    halt({ phase: 'stopped' })
  }

  /** A stream without a tag is over for the others; it comes back, as another one maybe, with the next mount(). */
  const gone = () => {
    if (!granted) return
    const { streamId } = face.snapshot
    halt({ phase: 'idle' })
    release(streamId)
  }

  return Object.assign(face, {
    publish,
    dispose,
    unmount() {
      detach()
      gone()
    },
    mount(device: PusherDevice) {
      if (attach(device)) gone()
      if (granted && cell.is('idle')) restart()
    },
    async unpublish() {
      const { streamId } = face.snapshot
      dispose()
      if (streamId) await ports.release(streamId)
    },
    retry() {
      if (granted) retry()
      else if (cell.is('failed')) background(publish())
    },
    async setCamera(on: boolean) {
      isSwitch(on, 'pusher.setCamera')
      await turn('enableCamera', on)
    },
    async setMic(on: boolean) {
      isSwitch(on, 'pusher.setMic')
      if (on && silenced)
        throw LiveError.of('muted', 'pusher.setMic: a host took the microphone; wait until it is back')
      wished = on
      await turn('enableMic', on)
    },
    silence(on: boolean) {
      silenced = on
      background(turn('enableMic', wished && !on))
    },
    /** device-position is only read at insertion: the running camera turns by the device, the attribute follows. */
    async switchCamera() {
      const device = driver.device()
      try {
        if (device) await device.switchCamera()
      } catch (thrown) {
        throw LiveError.from(thrown, 'device-failed', 'pusher.switchCamera: the tag refused')
      }
      cell.patchAttributes({ devicePosition: attributes().devicePosition === 'front' ? 'back' : 'front' })
    },
    setQuality(next: 'SD' | 'HD' | 'FHD') {
      demand(/^(SD|HD|FHD)$/.test(next), 'pusher.setQuality', 'mode', 'SD, HD or FHD')
      changeMode(() => (quality = next))
    },
    setMode: (next: PushMode | undefined) => changeMode(() => (override = next)),
    retarget(target: PushTarget) {
      if (publishing()) begin(false, target)
    },
  })
}
