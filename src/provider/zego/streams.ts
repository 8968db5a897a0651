/** Streams of the room, mine among them, and their addresses; without initContext(): the SDK never sees a page of ours. */
import type { Emitter } from '../../emitter'
import { LiveError } from '../../errors'
import type { LinkClock } from '../link'
import type { PlayOffer, ProviderEvents, PushTarget, Stream, StreamId, StreamInit, UserId } from '../types'
import type { ZegoEngine, ZegoStream } from './engine'
import { zegoError } from './errors'

type Flow = Pick<Stream, 'audio' | 'video'>

/** What extraInfo says; nothing there (another app's stream) is taken for both. */
function flowOf(extraInfo: string): Flow & Pick<Stream, 'kind'> {
  const { audio = true, video = true, kind = 'camera' } = parsed(extraInfo)
  return {
    audio: audio !== false,
    video: video !== false,
    kind: kind === 'screen' || kind === 'external' ? kind : 'camera',
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    // Another app's extraInfo is its own matter.
    return {}
  }
}

/** Stream ids are one namespace for the whole app: room, person and moment. */
const idFor = (roomId: string, userId: UserId, now: number): StreamId =>
  `${roomId}_${userId}`.replace(/[^\w-]/g, '-').slice(0, 200) + `_${now.toString(36)}`

const urlOf = (streamId: StreamId, mode: 'play' | 'publish', url: string): string => {
  if (url) return url
  throw LiveError.of(`${mode}-failed`, `zego.${mode}: no address for "${streamId}" (any more)`, { subject: 'streamId' })
}

export class Streams {
  readonly all = new Map<StreamId, Stream>()
  private mine: { id: StreamId; flow: Flow; on: boolean } | undefined
  private readonly playing = new Set<StreamId>()

  constructor(
    private readonly engine: ZegoEngine,
    private readonly roomId: string,
    private readonly me: UserId,
    private readonly events: Emitter<ProviderEvents>,
    private readonly clock: LinkClock,
    private readonly sourceType: 'BGP' | 'CDN',
  ) {}

  async publish({ audio, video }: StreamInit): Promise<PushTarget> {
    const flow = { audio, video }
    const before = this.mine
    const id = before?.id ?? idFor(this.roomId, this.me, this.clock.now())
    const next = before?.on ? this.engine.getNextUrl(id) : ''
    if (before && next) {
      await this.update(id, flow)
      return { streamId: id, url: next }
    }
    this.mine = { id, flow, on: true }
    const { roomId, sourceType } = this
    const option = { extraInfo: JSON.stringify({ ...flow, kind: 'camera' }), sourceType, roomID: roomId }
    try {
      const { url } = await this.engine.startPublishingStream(id, option)
      return { streamId: id, url: urlOf(id, 'publish', url) }
    } catch (thrown) {
      this.mine = before
      throw zegoError('publish', thrown, 'publish-failed')
    }
  }

  async update(streamId: StreamId, flow: Flow): Promise<void> {
    const { mine } = this
    if (mine?.id !== streamId) return
    const { audio, video } = (mine.flow = { audio: flow.audio, video: flow.video })
    if (!mine.on || !this.all.has(streamId)) return
    await this.engine
      .setStreamExtraInfo(streamId, JSON.stringify({ audio, video, kind: 'camera' }))
      .catch((thrown: unknown) => {
        throw zegoError('updateStream', thrown, 'publish-failed')
      })
    this.flows(streamId, { audio, video })
  }

  unpublish(streamId: StreamId): void {
    const { mine } = this
    if (mine?.id !== streamId) return
    this.mine = undefined
    if (mine.on) this.engine.stopPublishingStream(streamId)
    this.ended(streamId)
  }

  async play(streamId: StreamId): Promise<PlayOffer> {
    if (!this.all.has(streamId))
      throw LiveError.of('stream-not-found', `zego.play: no stream "${streamId}" is here`, { subject: 'streamId' })
    const next = this.playing.has(streamId) ? this.engine.getNextUrl(streamId) : ''
    if (next) return { urls: [next] }
    try {
      const { url } = await this.engine.startPlayingStream(streamId, { sourceType: this.sourceType })
      this.playing.add(streamId)
      return { urls: [urlOf(streamId, 'play', url)] }
    } catch (thrown) {
      throw zegoError('play', thrown, 'play-failed')
    }
  }

  stopPlay(streamId: StreamId): void {
    if (this.playing.delete(streamId)) this.engine.stopPlayingStream(streamId)
  }

  /** Whether a tag's events are about a stream that the SDK pushes or plays now. */
  known(streamId: StreamId): boolean {
    return this.playing.has(streamId) || (this.mine?.id === streamId && this.mine.on)
  }

  /** My pusher's state as the SDK sees it: PUBLISHING once media flows, NO_PUBLISH when the SDK gave it up. */
  published({ streamID, state }: { streamID: string; state: string }): void {
    const { mine } = this
    if (mine?.id !== streamID) return
    if (state === 'PUBLISHING') this.began({ id: streamID, userId: this.me, kind: 'camera', ...mine.flow })
    if (state !== 'NO_PUBLISH') return
    mine.on = false
    this.ended(streamID)
  }

  added(list: ZegoStream[]): void {
    for (const { streamID, user, extraInfo } of list)
      this.began({ id: streamID, userId: user.userID, ...flowOf(extraInfo) })
  }

  updated(list: ZegoStream[]): void {
    for (const { streamID, extraInfo } of list) this.flows(streamID, flowOf(extraInfo))
  }

  removed(list: ZegoStream[]): void {
    for (const { streamID } of list) {
      this.stopPlay(streamID)
      this.ended(streamID)
    }
  }

  get own(): StreamId | undefined {
    return this.mine?.id
  }

  stop(): void {
    if (this.mine?.on) this.engine.stopPublishingStream(this.mine.id)
    this.playing.forEach((streamId) => this.engine.stopPlayingStream(streamId))
    this.playing.clear()
    this.mine = undefined
  }

  private began(stream: Omit<Stream, 'startedAt'>): void {
    if (this.all.has(stream.id)) return
    const { id, userId, kind, audio, video } = stream
    const whole = { id, userId, kind, audio, video, startedAt: this.clock.now() }
    this.all.set(id, whole)
    this.events.emit('streamAdded', { ...whole })
  }

  private flows(streamId: StreamId, { audio, video }: Flow): void {
    const stream = this.all.get(streamId)
    if (!stream || (stream.audio === audio && stream.video === video)) return
    Object.assign(stream, { audio, video })
    this.events.emit('streamUpdated', { ...stream })
  }

  private ended(streamId: StreamId): void {
    if (this.all.delete(streamId)) this.events.emit('streamRemoved', { streamId })
  }
}
