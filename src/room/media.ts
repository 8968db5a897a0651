import { LiveError } from '../errors'
import { createPlayerController, type RoomPlayer } from '../media/player-controller'
import { createPusherController, type RoomPusher } from '../media/pusher-controller'
import type { PlayMode, PushMode, PushTarget, RoomProvider, StreamId } from '../provider/types'
import { inConversation, playModeOf } from './modes'
import type { LiveRoom } from './room'

/** The tags of the room: one pusher, one player a stream, and who of them is in RTC at the moment. */
export class Media {
  readonly pusher: RoomPusher
  private players = new Map<StreamId, RoomPlayer>()

  constructor(private room: LiveRoom) {
    this.pusher = createPusherController({
      ask: async (init) => {
        const provider = this.room.provider('room.pusher.publish')
        if (!this.room.session.snapshot.rights.publish)
          throw LiveError.of(
            'forbidden',
            'room.pusher.publish: no right to publish; ask for a mic-link, or join as anchor',
          )
        return provider.publish(init)
      },
      release: (streamId) => this.whileInside((provider) => provider.unpublish(streamId)),
      update: (streamId, change) => this.whileInside((provider) => provider.updateStream(streamId, change)),
      native: (event) => this.room.native(event),
      mode: () => this.pushMode(),
    })
    this.pusher.events.on('error', (error) => this.room.report(error))
  }

  player(streamId: StreamId): RoomPlayer {
    let player = this.players.get(streamId)
    if (!player) this.players.set(streamId, (player = this.createPlayer(streamId)))
    return player
  }

  /** Roles, seats or rights changed: everybody's mode follows, and a right that is gone ends the publishing. */
  update(): void {
    const { rights } = this.room.session.snapshot
    if (!rights.publish && this.pusher.snapshot.streamId) this.pusher.unpublish().catch((error) => this.failed(error))
    this.pusher.setMode(this.pushMode())
    this.players.forEach((player, streamId) => player.setMode(this.playMode(streamId)))
  }

  removed(streamId: StreamId): void {
    this.players.get(streamId)?.dispose()
    this.players.delete(streamId)
  }

  retarget(target: PushTarget): void {
    this.pusher.retarget(target)
  }

  /** The signalling is back: what gave up or waits for its next try tries now. */
  reconnected(): void {
    this.pusher.networkChanged()
    this.players.forEach((player) => player.networkChanged())
  }

  wake(): void {
    this.pusher.wake()
    this.players.forEach((player) => player.wake())
  }

  sleep(): void {
    this.pusher.sleep()
    this.players.forEach((player) => player.sleep())
  }

  interrupted(on: boolean): void {
    this.pusher.interrupted(on)
    this.players.forEach((player) => player.interrupted(on))
  }

  /** The session is over: no tag keeps running, no timer is left; the pusher stays for the next session. */
  stop(): void {
    this.pusher.dispose()
    this.players.forEach((player) => player.dispose())
    this.players.clear()
  }

  private createPlayer(streamId: StreamId): RoomPlayer {
    const player = createPlayerController({
      streamId,
      ask: (how) => this.room.provider('room.player').play(streamId, how),
      release: () => this.whileInside((provider) => provider.stopPlay(streamId)),
      native: (event) => this.room.native(event),
      mode: () => this.playMode(streamId),
      media: () => this.room.streams.get(streamId) ?? { audio: true, video: true },
    })
    player.events.on('error', (error) => this.room.report(error))
    return player
  }

  private get floor() {
    return { users: this.room.users.snapshot, seats: this.room.link.snapshot.seats }
  }

  private pushMode(): PushMode | undefined {
    return inConversation(this.room.me()?.id, this.floor) ? 'RTC' : undefined
  }

  private playMode(streamId: StreamId): PlayMode {
    const publisher = this.room.streams.get(streamId)?.userId
    return publisher === undefined ? 'live' : playModeOf(this.room.me()?.id, publisher, this.floor)
  }

  /** After the session there is nobody left to tell. */
  private async whileInside(tell: (provider: RoomProvider) => Promise<void>): Promise<void> {
    if (this.room.session.inside) await tell(this.room.provider('room.media'))
  }

  private failed(thrown: unknown): void {
    this.room.report(LiveError.from(thrown, 'publish-failed', 'room.pusher: could not stop publishing'))
  }
}
