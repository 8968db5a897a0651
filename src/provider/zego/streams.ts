/** Streams of the room, mine among them, and their addresses; without initContext(): the SDK never sees a page of ours. */
import { LiveError } from '../../errors'
import type { PlayOffer, PushTarget, Stream, StreamId, StreamInit, UserId } from '../types'
import type { ZegoEvents, ZegoStream } from './engine'
import { ask } from './errors'
import type { Stay } from './stay'

type Flow = Pick<Stream, 'audio' | 'video'>

/** What the room needs of its streams. */
export interface Streams {
  /** In order of start; replaced, never changed. */
  readonly all: ReadonlyMap<StreamId, Stream>
  /** That of mine which is announced. */
  own(): StreamId | undefined
  publish(stream: StreamInit): Promise<PushTarget>
  update(streamId: StreamId, flow: Flow): Promise<void>
  unpublish(streamId: StreamId | undefined): void
  play(streamId: StreamId): Promise<PlayOffer>
  stopPlay(streamId: StreamId): void
  /** Whether a tag's events are about a stream that the SDK pushes or plays now. */
  known(streamId: StreamId): boolean
  /** My pusher's state as the SDK sees it: PUBLISHING once media flows, NO_PUBLISH when the SDK gave it up. */
  published: ZegoEvents['publisherStateUpdate']
  changed: ZegoEvents['roomStreamUpdate']
  updated: ZegoEvents['streamExtraInfoUpdate']
  stop(): void
}

/** What extraInfo says; nothing there (another app's stream) is taken for both. */
function flowOf({ extraInfo }: ZegoStream): Flow & Pick<Stream, 'kind'> {
  let said: Partial<Record<string, unknown>> = {}
  try {
    said = Object(JSON.parse(extraInfo))
  } catch {
    // Another app's extraInfo is its own matter.
  }
  const { audio, video, kind } = said
  return {
    audio: audio !== false,
    video: video !== false,
    kind: kind === 'screen' || kind === 'external' ? kind : 'camera',
  }
}

const extraInfoOf = ({ audio, video }: Flow) => JSON.stringify({ audio, video, kind: 'camera' })

/** Stream ids are one namespace for the whole app: room, person and moment. */
const idFor = (roomId: string, userId: UserId, now: number): StreamId =>
  `${`${roomId}_${userId}`.replace(/[^\w-]/g, '-').slice(0, 200)}_${now.toString(36)}`

export function createStreams({ engine, roomId, me, clock, tell }: Stay, sourceType: 'BGP' | 'CDN'): Streams {
  const all = new Map<StreamId, Stream>()
  const playing = new Set<StreamId>()
  /** `on`: the SDK has it. */
  let mine: { id: StreamId; flow: Flow; on: boolean } | undefined

  /** Mine, when it is this one. */
  const own = (streamId: StreamId | undefined) => (mine && mine.id === streamId ? mine : undefined)

  const began = (id: StreamId, userId: UserId, flow: Flow & Pick<Stream, 'kind'>) => {
    if (all.has(id)) return
    const stream = { id, userId, ...flow, startedAt: clock.now() }
    all.set(id, stream)
    tell('streamAdded', stream)
  }

  const flows = (id: StreamId, { audio, video }: Flow) => {
    const before = all.get(id)
    if (!before || (before.audio === audio && before.video === video)) return
    const stream = { ...before, audio, video }
    all.set(id, stream)
    tell('streamUpdated', stream)
  }

  const ended = (streamId: StreamId) => {
    if (all.delete(streamId)) tell('streamRemoved', { streamId })
  }

  const stopPlay = (streamId: StreamId) => {
    if (playing.delete(streamId)) engine.stopPlayingStream(streamId)
  }

  const update = async (streamId: StreamId, { audio, video }: Flow) => {
    const stream = own(streamId)
    if (!stream) return
    const flow = (stream.flow = { audio, video })
    if (!stream.on || !all.has(streamId)) return
    await ask('updateStream', () => engine.setStreamExtraInfo(streamId, extraInfoOf(flow)), 'publish-failed')
    flows(streamId, flow)
  }

  const unpublish = (streamId: StreamId | undefined) => {
    const stream = own(streamId)
    if (!stream) return
    mine = undefined
    if (stream.on) engine.stopPublishingStream(stream.id)
    ended(stream.id)
  }

  /** A fresh address is the next one of the SDK's list. */
  const urlOf = async (
    call: 'publish' | 'play',
    streamId: StreamId,
    on: boolean,
    start: () => Promise<{ url: string }>,
  ) => {
    const reason = `${call}-failed` as const
    const url = (on && engine.getNextUrl(streamId)) || (await ask(call, start, reason)).url
    if (url) return url
    throw LiveError.of(reason, `zego.${call}: no address for "${streamId}"`, { subject: 'streamId' })
  }

  return {
    all,
    own: () => mine && mine.id,
    async publish({ audio, video }) {
      const flow = { audio, video }
      const before = mine
      const id = before ? before.id : idFor(roomId, me.id, clock.now())
      const url = await urlOf('publish', id, !!before && before.on, async () => {
        mine = { id, flow, on: true }
        const started = engine.startPublishingStream(id, { extraInfo: extraInfoOf(flow), sourceType, roomID: roomId })
        return started.catch((thrown: unknown) => {
          mine = before
          throw thrown
        })
      })
      await update(id, flow)
      return { streamId: id, url }
    },
    update,
    unpublish,
    async play(streamId) {
      if (!all.has(streamId))
        throw LiveError.of('stream-not-found', `zego.play: no "${streamId}" is here`, { subject: 'streamId' })
      const url = await urlOf('play', streamId, playing.has(streamId), async () => {
        const started = await engine.startPlayingStream(streamId, { sourceType })
        playing.add(streamId)
        return started
      })
      return { urls: [url] }
    },
    stopPlay,
    known(streamId) {
      const stream = own(streamId)
      return playing.has(streamId) || (!!stream && stream.on)
    },
    published({ streamID, state }) {
      const stream = own(streamID)
      if (!stream) return
      if (state === 'PUBLISHING') began(streamID, me.id, { ...stream.flow, kind: 'camera' })
      if (state !== 'NO_PUBLISH') return
      stream.on = false
      ended(streamID)
    },
    changed(_, type, list) {
      list.forEach((stream) => {
        const { streamID, user } = stream
        if (type === 'ADD') return began(streamID, user.userID, flowOf(stream))
        stopPlay(streamID)
        ended(streamID)
      })
    },
    updated: (_, list) => list.forEach((stream) => flows(stream.streamID, flowOf(stream))),
    stop() {
      if (mine && mine.on) engine.stopPublishingStream(mine.id)
      playing.forEach((streamId) => engine.stopPlayingStream(streamId))
    },
  }
}
