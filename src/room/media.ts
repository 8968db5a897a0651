/** The tags of the room: one pusher, one player a stream; who of them is in RTC, and what happens to the phone. */
import { LiveError } from '../errors'
import { createPlayerController } from '../media/player-controller'
import type { Lifecycle, RoomPlayer, RoomPusher } from '../media/ports'
import { createPusherController } from '../media/pusher-controller'
import type { PlayPreset } from '../media/presets'
import type { RoomProvider, StreamId } from '../provider/types'
import type { Use } from './call'
import { followsMode, presetOf, pushModeOf } from './modes'
import { meOf, type Store } from './state'

/** What the room needs of its media. */
export interface Media {
  readonly pusher: RoomPusher
  /** The same player for the same stream while the stream lives. */
  player(streamId: StreamId): RoomPlayer
  /** Roles, seats or rights changed: everybody's mode follows, and a right that is gone ends the publishing. */
  update(): void
  /** The stream is over. */
  removed(streamId: StreamId): void
  /** Something happened to the phone; told to whoever is here now. */
  each(tell: (tag: Lifecycle) => void): void
  /** The session is over: no tag keeps running, no timer is left; the pusher stays for the next session. */
  stop(): void
}

/**
 * @param inside the running session's provider, undefined outside a room
 * @param current the same from joining on: some clouds join by native events
 * @param scene of streams outside a conversation
 * @param greet tells a tag that is new what it missed
 */
export function createMedia(
  store: Store,
  use: Use,
  inside: () => RoomProvider | undefined,
  current: () => RoomProvider | undefined,
  scene: Exclude<PlayPreset, 'RTC'>,
  greet: (tag: Lifecycle) => void,
  report: (error: LiveError) => void,
): Media {
  const players = new Map<StreamId, RoomPlayer>()
  const me = () => meOf(store.now)
  const pushMode = () => pushModeOf(me(), store.now)
  const preset = (streamId: StreamId) => presetOf(me(), streamId, store.now, scene)
  /** After the session there is nobody left to tell. */
  const tell = async (work: (used: RoomProvider) => Promise<void>) => {
    const used = inside()
    if (used) await work(used)
  }
  const native: RoomProvider['native'] = (event) => {
    const used = current()
    if (used) used.native(event)
  }

  const pusher = createPusherController({
    ask: async (init) => {
      const call = 'room.pusher.publish'
      const used = use(call)
      if (store.now.session.rights.publish) return used.publish(init)
      throw LiveError.of('forbidden', `${call}: no right to publish; ask for a mic-link, or join as anchor`)
    },
    release: (streamId) => tell((used) => used.unpublish(streamId)),
    update: (streamId, change) => tell((used) => used.updateStream(streamId, change)),
    native,
    mode: pushMode,
  })
  pusher.events.on('error', report)

  function open(streamId: StreamId): RoomPlayer {
    const player = createPlayerController({
      streamId,
      ask: async (options) => use('room.player').play(streamId, options),
      release: () => tell((used) => used.stopPlay(streamId)),
      native,
      preset: () => preset(streamId),
      media: () => store.now.streams.find(({ id }) => id === streamId) || { audio: true, video: true },
    })
    player.events.on('error', report)
    greet(player)
    players.set(streamId, player)
    return player
  }

  return {
    pusher,
    player: (streamId) => players.get(streamId) || open(streamId),
    update() {
      const { session } = store.now
      if (!session.rights.publish && pusher.snapshot.streamId)
        pusher
          .unpublish()
          .catch((thrown: unknown) =>
            report(LiveError.from(thrown, 'publish-failed', 'room.pusher: could not stop publishing')),
          )
      if (followsMode(me(), store.now)) pusher.setMode(pushMode())
      pusher.silence(!!session.me && session.me.silenced)
      players.forEach((player, streamId) => player.setPreset(preset(streamId)))
    },
    removed(streamId) {
      const player = players.get(streamId)
      if (player) player.dispose()
      players.delete(streamId)
    },
    each(work) {
      work(pusher)
      players.forEach(work)
    },
    stop() {
      pusher.dispose()
      players.forEach((player) => player.dispose())
      players.clear()
    },
  }
}
