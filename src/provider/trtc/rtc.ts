/**
 * One stay in a TRTC room: feeds the SDK with the pusher's native events and reads its player list. The SDK gets a stand-in for the
 * page: our own tags carry what it computes.
 */
import { LiveError } from '../../errors'
import type { NativeEvent, PlayOffer, Stream, StreamId, TagAttributes, UserId } from '../types'
import { entryError, exitReason } from './codes'
import type { TrtcOptions } from './options'
import type { TrtcAttributes, TrtcPlayer, TrtcSdk } from './sdk'

/** What a pusher starts. */
export interface Entrance {
  url: string
  attributes: TagAttributes
}

/** What the room tells. */
export interface RtcEvents {
  entered(): void
  /** Could not enter, for now or at all. */
  failed(error: LiveError): void
  /** Out: `reason` as in exitReason; 0 where the tag was stopped. */
  exited(reason: number, cause: unknown): void
  /** The network changed; the room has to be entered again. */
  reenter(cause: unknown): void
  joined(userId: UserId): void
  gone(userId: UserId): void
  added(stream: Stream): void
  updated(stream: Stream): void
  removed(streamId: StreamId): void
  /** What I publish is on its way. */
  flows(): void
  error(error: LiveError): void
}

/** Attributes of live-pusher that the SDK computes and our tags take. */
const PUSHER =
  'minBitrate maxBitrate videoWidth videoHeight fps audioQuality audioVolumeType enableAgc enableAns enableEarMonitor'

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** States that say that media goes out. */
const FLOWING = [1002, 1007, 1008, 1009, 1018]

/** A person's picture and sound are told one after the other; together they make one stream. */
const TOGETHER_MS = 50

interface Detail {
  code?: unknown
  errCode?: unknown
  message?: unknown
  info?: { netSpeed?: unknown } | null
}

export class Rtc {
  private readonly sdk: TrtcSdk
  private timer = 0 as unknown as ReturnType<typeof setTimeout>
  private readonly streams = new Map<StreamId, Stream>()

  constructor(
    private readonly options: TrtcOptions,
    private readonly tell: RtcEvents,
  ) {
    const { TRTC, reports, TUIScene, pusher } = options
    const page = { setData: () => undefined }
    this.sdk = new TRTC(page, { ...(TUIScene && { TUIScene }), ...(!reports && { env: 'test' }) })
    if (!reports) this.sdk.setLogLevel(3)
    const { EVENT } = this.sdk
    this.sdk.on(EVENT.REMOTE_USER_JOIN, ({ data: { userID } = {} }) => userID && tell.joined(userID))
    this.sdk.on(EVENT.REMOTE_USER_LEAVE, ({ data: { userID } = {} }) => {
      // Streams end before people go.
      this.sync(true)
      if (userID) tell.gone(userID)
    })
    this.sdk.createPusher({ ...pusher })
  }

  /** @returns where the pusher starts */
  enter(room: Readonly<Record<string, unknown>>): Entrance {
    const computed: TrtcAttributes = this.sdk.enterRoom(room)
    const { url } = computed
    if (!url)
      throw LiveError.of('invalid-argument', 'trtc.join: the SDK refused the parameters of the room; its log says why')
    const attributes: TagAttributes = {}
    for (const name of PUSHER.split(' ')) {
      const value = computed[name]
      if (value !== undefined) attributes[kebab(name)] = value as string
    }
    return { url, attributes }
  }

  native({ tag, type, detail }: NativeEvent): void {
    if (tag !== 'live-pusher') return
    const { code: given, errCode, message: text, info } = Object(detail) as Detail
    if (type === 'netstatus' && info && info.netSpeed) this.tell.flows()
    if (type !== 'statechange' && type !== 'error') return
    const code = Number(type === 'error' ? errCode : given)
    const message = typeof text === 'string' ? text : ''
    try {
      if (type === 'error') this.sdk.pusherErrorHandler({ detail: Object(detail) as object })
      else this.feed(code, message)
    } catch (cause) {
      this.tell.error(LiveError.of('protocol', `trtc: native event ${code} could not be read`, { cause }))
    }
    if (!this.timer) this.timer = setTimeout(() => this.sync(true), TOGETHER_MS)
    this.react(code, message, detail)
  }

  play(streamId: StreamId): PlayOffer {
    const player = this.players().find((other) => other.streamID === streamId)
    if (!player) throw LiveError.of('stream-not-found', `trtc.play: there is no stream "${streamId}"`)
    const { receive } = this.options
    const { small = false, audio = true, video = true } = (receive && receive(streamId)) || {}
    // The SDK's switchStreamType would replace the first "main" it finds, in a user's id too.
    const src = small ? player.src.replace(/(\bstreamtype=)main\b/, '$1small') : player.src
    return { urls: [src], mode: 'RTC', attributes: { 'mute-audio': !audio, 'mute-video': !video } }
  }

  /** What can be played now. */
  list(): Stream[] {
    this.sync(false)
    return Array.from(this.streams.values())
  }

  /** Ends it; its pusher is stopped by the SDK, where one still runs. */
  exit(): void {
    clearTimeout(this.timer)
    this.sdk.off()
    this.sdk.exitRoom()
    this.streams.clear()
  }

  private react(code: number, message: string, detail: unknown): void {
    const { tell } = this
    if (code === 1018) tell.entered()
    if (FLOWING.includes(code)) tell.flows()
    if (code === 1019) tell.exited(exitReason(message), detail)
    if (code === 1021) tell.reenter(detail)
    const error = entryError(code, message, detail)
    if (error) tell.failed(error)
  }

  private feed(code: number, message: string): void {
    // The SDK reads the text of these without looking at it.
    const lists = code === 1020 || (code >= 1031 && code <= 1034)
    if (lists && !message.startsWith('{')) return
    if (code === 1020) return this.keep(message)
    this.sdk.pusherEventHandler({ detail: { code, message } })
  }

  /** The whole list of who publishes, which the SDK passes over: who is not in it sends nothing any more. */
  private keep(message: string): void {
    const { userlist } = JSON.parse(message) as { userlist?: unknown }
    if (!Array.isArray(userlist)) return
    const here = userlist.map((user) => (Object(user) as { userid?: unknown }).userid)
    for (const { userID: userid, streamType: streamtype } of this.players().filter(
      ({ userID }) => !here.includes(userID),
    )) {
      const message = JSON.stringify({ userlist: [{ userid, streamtype, hasvideo: false, hasaudio: false }] })
      this.feed(1033, message)
      if (streamtype === 'main') this.feed(1034, message)
    }
  }

  private players(): TrtcPlayer[] {
    return this.sdk.getPlayerList().filter(({ hasAudio, hasVideo }) => hasAudio || hasVideo)
  }

  /** The SDK's list is the truth; what changed in it is told. */
  private sync(aloud: boolean): void {
    clearTimeout(this.timer)
    this.timer = 0 as never
    const tell = <K extends 'added' | 'updated' | 'removed'>(what: K, about: Parameters<RtcEvents[K]>[0]) => {
      if (aloud) this.tell[what](about as never)
    }
    const players = this.players()
    for (const id of Array.from(this.streams.keys()))
      if (!players.some(({ streamID }) => streamID === id)) {
        this.streams.delete(id)
        tell('removed', id)
      }
    for (const { streamID: id, userID: userId, streamType, hasAudio, hasVideo } of players) {
      const before = this.streams.get(id)
      const [audio, video] = [!!hasAudio, !!hasVideo]
      if (before && before.audio === audio && before.video === video) continue
      const { startedAt = Date.now() } = before || {}
      const stream: Stream = { id, userId, kind: streamType === 'aux' ? 'screen' : 'camera', audio, video, startedAt }
      this.streams.set(id, stream)
      tell(before ? 'updated' : 'added', stream)
    }
  }
}
