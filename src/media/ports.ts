/** What the two controllers need of the room, and what the room tells them. They know neither the room nor a provider. */
import type { NativeEvent, PlayOffer, PlayOptions, PushMode, PushTarget, StreamId, StreamInit } from '../provider/types'
import type { PlayerController, PusherController } from '../room/types'
import type { Clock } from './clock'
import type { PlayPreset } from './presets'

/** What happens to the app, told to every controller. */
export interface Lifecycle {
  /** App to the background: no device call, `suspended`. */
  sleep(): void
  /** App in the foreground again: what ran runs; what was waiting or had given up tries again. */
  wake(): void
  /** wx.onAudioInterruptionBegin (true) and End (false). */
  interrupted(on: boolean): void
  /** Another network: what is buffering, waiting or has given up tries again. */
  networkChanged(): void
  /** The phone has a network (true) or none at all: without one no attempt is spent, what waits goes on when it is back. */
  online(on: boolean): void
}

/** What a player needs of the room. */
export interface PlayerPorts {
  /** What it plays. */
  streamId: StreamId
  /** Gets the addresses. A recoverable rejection is tried again with backoff, any other is `failed`. */
  ask(options: Required<PlayOptions>): Promise<PlayOffer>
  /** The tag is gone; nobody plays this stream here any more. */
  release(): Promise<void>
  /** Every native event, untouched, before it does anything here. */
  native(event: NativeEvent): void
  /** How to play, read when the tag mounts; later changes come by {@link RoomPlayer.setPreset}. */
  preset(): PlayPreset
  /** What the publisher sends at the moment. Where that is sound alone, sound counts as playing. */
  media(): { audio: boolean; video: boolean }
  /** Default: the real one. */
  clock?: Clock
}

/** What the room tells its players, beside the public controller. */
export interface RoomPlayer extends PlayerController, Lifecycle {
  /** A mic-link started or ended: the other URL, then stop and play. The old picture stays until the URL is there. */
  setPreset(preset: PlayPreset): void
  /** The stream is over, or the room: stops, for good. No timer is left. */
  dispose(): void
}

/** What the pusher needs of the room. */
export interface PusherPorts {
  /** Announces the stream and gets its URL; asked again for every start, because signed URLs expire. */
  ask(init: StreamInit): Promise<PushTarget>
  /** Takes the announcement back. */
  release(streamId: StreamId): Promise<void>
  /** Tells the room that microphone or camera went on or off. */
  update(streamId: StreamId, change: { audio: boolean; video: boolean }): Promise<void>
  /** Every native event, untouched, before it does anything here. */
  native(event: NativeEvent): void
  /** `RTC` while in a conversation, undefined for the quality that was set; read at publish(), later changes by setMode. */
  mode(): PushMode | undefined
  /** Default: the real one. */
  clock?: Clock
}

/** What the room tells its pusher, beside the public controller. */
export interface RoomPusher extends PusherController, Lifecycle {
  /** A mic-link started (`RTC`) or ended (undefined: back to the quality): the same tag stops, changes mode and starts. */
  setMode(mode: PushMode | undefined): void
  /**
   * A host took my microphone (true) or gave it back: silent whatever the person wishes, who gets their wish afterwards.
   * Meanwhile setMic(true) rejects with `muted` and is not remembered; setMic(false) is.
   */
  silence(on: boolean): void
  /** The provider's `pushTarget`: stops, and starts at the new address. Ignored while nothing is published. */
  retarget(target: PushTarget): void
  /** The room is over: stops, with nothing to release and no timer left. The tag stays mounted; publish() works again. */
  dispose(): void
}
