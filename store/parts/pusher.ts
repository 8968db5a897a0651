import { action, computed, makeObservable, observable } from 'mobx-miniprogram'
import {
  type Grade,
  type MediaState,
  type NetStatus,
  PUSH_PRESETS,
  type PusherAttributes,
  type PusherSnapshot,
  type Room,
} from '../../src/index'
import type { Run } from '../room-store'

const NO_PUSHER: PusherSnapshot = {
  streamId: '',
  state: { phase: 'idle' },
  attributes: {
    url: '',
    mode: 'HD',
    ...PUSH_PRESETS.HD,
    enableCamera: true,
    enableMic: true,
    devicePosition: 'front',
    extra: {},
  },
  grade: 0,
  stats: {},
  volume: 0,
}

/** My picture and sound: the pusher's snapshot field by field, and its controls. */
export class PusherStore implements PusherSnapshot {
  /** Empty while not publishing. */
  streamId = ''
  /** Where the tag stands. */
  state: MediaState = NO_PUSHER.state
  /** What `<live-pusher>` is given. */
  attributes: PusherAttributes = NO_PUSHER.attributes
  /** 0 unknown, 1 bad ... 5 excellent. */
  grade: Grade = 0
  /** Figures that tick. */
  stats: NetStatus = {}
  /** 0-100 in steps of 10. */
  volume = 0
  /** How many mounted components drive the live-pusher; see {@link PusherStore.claim}. */
  claims = 0

  constructor(private readonly run: Run) {
    makeObservable(this, {
      streamId: observable.ref,
      state: observable.struct,
      attributes: observable.struct,
      grade: observable.ref,
      stats: observable.struct,
      volume: observable.ref,
      claims: observable.ref,
      claimed: computed,
      update: action,
      claim: action,
    })
  }

  /** Takes a snapshot of the core. */
  update(snapshot: PusherSnapshot): void {
    this.streamId = snapshot.streamId
    this.state = snapshot.state
    this.attributes = snapshot.attributes
    this.grade = snapshot.grade
    this.stats = snapshot.stats
    this.volume = snapshot.volume
  }

  /** A pusher-panel is mounted, so live-room must not mount a carrier of its own: one live-pusher a page. */
  get claimed(): boolean {
    return this.claims > 0
  }

  /**
   * A component that mounts a `<live-pusher>` says so on attach and calls the returned function on detach.
   * @returns undo; calling it twice is harmless
   */
  claim(): () => void {
    this.claims += 1
    let held = true
    return action(() => {
      if (held) this.claims -= 1
      held = false
    })
  }

  /** Publishes; needs `canPublish`. */
  publish(): Promise<void> {
    return this.run('pusher.publish', (room) => room.pusher.publish())
  }

  /** Takes the stream back. */
  unpublish(): Promise<void> {
    return this.run('pusher.unpublish', (room) => room.pusher.unpublish())
  }

  /** From `failed` or `retrying`. */
  retry(): Promise<void> {
    return this.run('pusher.retry', async (room) => room.pusher.retry())
  }

  /** Picture on or off. */
  setCamera(on: boolean): Promise<void> {
    return this.run('pusher.setCamera', (room) => room.pusher.setCamera(on))
  }

  /** Sound on or off. */
  setMic(on: boolean): Promise<void> {
    return this.run('pusher.setMic', (room) => room.pusher.setMic(on))
  }

  /** Front or back. */
  switchCamera(): Promise<void> {
    return this.run('pusher.switchCamera', (room) => room.pusher.switchCamera())
  }

  /** While nobody is linked. */
  setQuality(mode: 'SD' | 'HD' | 'FHD'): Promise<void> {
    return this.run('pusher.setQuality', async (room) => room.pusher.setQuality(mode))
  }

  /**
   * Follows a room; RoomStore does this.
   * @returns undo
   */
  attach(room: Room): () => void {
    this.update(room.pusher.snapshot)
    const off = room.pusher.events.on('change', (snapshot) => this.update(snapshot))
    return () => {
      off()
      this.update(NO_PUSHER)
    }
  }
}
