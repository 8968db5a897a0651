/** RoomProvider over fixed addresses: nobody else is in the room, and nothing is said in it. */
import { Emitter } from '../../emitter'
import { demand, LiveError } from '../../errors'
import { NO_CAPABILITIES } from '../capabilities'
import type { LinkSignals, NativeEvent, ProviderEvents, RoomProvider, Stream, StreamInit, User } from '../types'
import { checkPush, ME } from './check'
import { createList, type StreamList } from './list'
import type { UrlOptions } from './types'

const lacks = (call: string) => async (): Promise<never> => {
  throw LiveError.of('unsupported', `url.${call}: fixed addresses carry streams alone; see session capabilities`)
}

const link: LinkSignals = {
  request: lacks('link.request'),
  cancel: lacks('link.cancel'),
  accept: lacks('link.accept'),
  refuse: lacks('link.refuse'),
  invite: lacks('link.invite'),
  end: lacks('link.end'),
  lock: lacks('link.lock'),
  move: lacks('link.move'),
}

export function createProvider(options: UrlOptions): RoomProvider {
  const events = new Emitter<ProviderEvents>()
  let used = false
  let list: StreamList | undefined
  let me: User | undefined
  /** My announced stream, and whether its media flows. */
  let mine: Stream | undefined
  let live = false

  function inside(call: string): { list: StreamList; me: User } {
    if (list && me) return { list, me }
    throw LiveError.of('invalid-state', `url.${call}: join a room first`)
  }

  const canPush = ({ role }: User) => options.push !== undefined && (role === 'anchor' || role === 'speaker')

  function change(flags: { audio: boolean; video: boolean }): void {
    if (!mine || (mine.audio === flags.audio && mine.video === flags.video)) return
    mine = { ...mine, ...flags }
    if (live) events.emit('streamUpdated', { ...mine })
  }

  return {
    name: 'url',
    capabilities: NO_CAPABILITIES,
    events,
    async join({ roomId, role = options.push === undefined ? 'audience' : 'anchor', name = 'Me', avatar }) {
      if (used) throw LiveError.of('invalid-state', 'url.join: a provider serves one join, make another')
      demand(roomId && typeof roomId === 'string', 'url.join', 'roomId', 'a text that is not empty')
      used = true
      const mineToFill = (list = createList(options, events))
      try {
        await mineToFill.ask()
      } catch (thrown) {
        list = undefined
        throw thrown
      }
      if (list !== mineToFill) throw LiveError.of('invalid-state', 'url.join: left before the streams were known')
      me = { id: ME, name, role, muted: false, silenced: false, joinedAt: Date.now(), ...(avatar && { avatar }) }
      // What changes is told behind what is told here.
      list.start()
      return {
        roomId,
        me: { ...me },
        rights: { publish: canPush(me), chat: false, link: false, host: false, moderate: false },
        users: [{ ...me }],
        streams: list.streams(),
        messages: [],
        link: { requests: [], seats: [] },
        online: 1,
        likes: 0,
        allSilenced: false,
      }
    },
    async leave() {
      used = true
      if (list) list.stop()
      list = me = mine = undefined
      events.clear()
    },
    async publish(stream: StreamInit) {
      const { push } = options
      if (push === undefined) return lacks('publish')()
      if (!canPush(inside('publish').me))
        throw LiveError.of('forbidden', 'url.publish: no right to; join as anchor or speaker')
      const url = typeof push === 'function' ? await push(stream) : push
      checkPush(url)
      const { audio, video } = stream
      inside('publish')
      if (mine) change({ audio, video })
      else mine = { id: ME, userId: ME, kind: 'camera', audio, video, startedAt: Date.now() }
      return { streamId: ME, url }
    },
    async updateStream(streamId, flags) {
      inside('updateStream')
      if (streamId === ME) change(flags)
    },
    async unpublish(streamId) {
      inside('unpublish')
      if (streamId !== ME || !mine) return
      mine = undefined
      if (live) events.emit('streamRemoved', { streamId })
      live = false
    },
    async play(streamId, { fresh }) {
      const { list: streams } = inside('play')
      if (fresh) await streams.ask()
      const found = streams.find(streamId)
      if (!found) throw LiveError.of('stream-not-found', `url.play: no stream "${streamId}"`, { subject: 'streamId' })
      return { urls: found.urls }
    },
    async stopPlay() {
      inside('stopPlay')
    },
    send: ({ kind }) => lacks(`send(${kind})`)(),
    link,
    /** There is no server to say so: mine is in the room once my pusher says that it pushes (1002). */
    native({ tag, type, detail }: NativeEvent) {
      const { code } = (detail ?? {}) as { code?: unknown }
      if (tag !== 'live-pusher' || type !== 'statechange' || code !== 1002 || !mine || live) return
      live = true
      events.emit('streamAdded', { ...mine })
    },
    wake() {
      if (list) list.wake()
    },
  }
}
