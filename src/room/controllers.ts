/** The two tags of a room as the app and the components drive them. */
import type { Emitter } from '../emitter'
import type {
  MediaEvents,
  NativeCode,
  PlayerDevice,
  PlayerSnapshot,
  PusherDevice,
  PusherSnapshot,
} from '../media/types'
import type { NativeEvent, StreamId } from '../provider/types'

/** One `<live-player>`. Playing starts when a tag mounts, not before. */
export interface PlayerController {
  /** Which stream it plays. */
  readonly streamId: StreamId
  /** As it stands; never changed, only replaced. */
  readonly snapshot: PlayerSnapshot
  /** `change` whenever the snapshot is replaced, and what failed. */
  readonly events: Emitter<MediaEvents<PlayerSnapshot>>
  /** The last 30 native codes, oldest first: a log to look at; no event tells of it. Words for them: `lianmai/codes`. */
  readonly codes: readonly NativeCode[]
  /** The tag is on the page: asks the provider for a URL and plays. */
  mount(device: PlayerDevice): void
  /** The tag is gone. */
  unmount(): void
  /** Every event of the tag, as it came: `type` without `bind`, and `event.detail`. */
  native(type: NativeEvent['type'], detail: unknown): void
  /** Manual retry, from `failed` or `retrying`. */
  retry(): void
  /** No sound of it on this phone. */
  mute(on: boolean): void
}

/** The `<live-pusher>`. */
export interface PusherController {
  /** As it stands; never changed, only replaced. */
  readonly snapshot: PusherSnapshot
  /** `change` whenever the snapshot is replaced, and what failed. */
  readonly events: Emitter<MediaEvents<PusherSnapshot>>
  /** The last 30 native codes, oldest first: a log to look at; no event tells of it. Words for them: `lianmai/codes`. */
  readonly codes: readonly NativeCode[]
  /** The tag is on the page: what was granted starts. */
  mount(device: PusherDevice): void
  /** The tag is gone, and for the others the stream. */
  unmount(): void
  /** Every event of the tag, as it came: `type` without `bind`, and `event.detail`. */
  native(type: NativeEvent['type'], detail: unknown): void
  /** Publishes: asks the provider for a URL and starts. Needs the right to. */
  publish(): Promise<void>
  /** Takes the stream back. */
  unpublish(): Promise<void>
  /** Manual retry, from `failed` or `retrying`. */
  retry(): void
  /** Picture on or off; the platform takes it by a restart. */
  setCamera(on: boolean): Promise<void>
  /** Sound on or off. Rejects with `muted` while a host has taken it. */
  setMic(on: boolean): Promise<void>
  /** Front or back. */
  switchCamera(): Promise<void>
  /** Quality while nobody is linked (`PUSH_PRESETS`); RTC takes over while a link runs. */
  setQuality(mode: 'SD' | 'HD' | 'FHD'): void
}
