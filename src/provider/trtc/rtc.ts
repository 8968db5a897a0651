/**
 * One stay in a TRTC room: feeds the SDK with the pusher's native events and reads its player list. The SDK gets a stand-in for the
 * page: our own tags carry what it computes.
 */
import { LiveError } from '../../errors'
import type { NativeEvent, PlayOffer, ProviderEvents, Stream, StreamId, TagAttributes, UserId } from '../types'
import { errorOf } from './codes'
import type { TrtcOptions } from './options'
import type { TrtcPlayer } from './sdk'

/** What a pusher starts. */
export type Entrance = ProviderEvents['carrier']

export type Tell = <K extends keyof ProviderEvents>(event: K, payload: ProviderEvents[K]) => void

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

export type Rtc = ReturnType<typeof createRtc>

/**
 * Positional, because names of options would be bytes that no minifier shortens.
 * @param tell of streams, and of what could not be read
 * @param came of people who publish; `went`: they do no more
 * @param entered the room took me in
 * @param trouble it did not, or has put me out, or has to be entered again
 * @param flows media of mine is on its way
 */
export function createRtc(
  { TRTC, TUIScene, reports, pusher, receive }: TrtcOptions,
  tell: Tell,
  came: (userId: UserId) => void,
  went: (userId: UserId) => void,
  entered: () => void,
  trouble: (error: LiveError) => void,
  flows: () => void,
) {
  const sdk = new TRTC(
    { setData: () => undefined },
    { ...(TUIScene && { TUIScene }), ...(!reports && { env: 'test' }) },
  )
  const streams = new Map<StreamId, Stream>()
  let timer: ReturnType<typeof setTimeout> | 0 = 0

  const players = (): TrtcPlayer[] => sdk.getPlayerList().filter(({ hasAudio, hasVideo }) => hasAudio || hasVideo)

  /** The SDK's list is the truth; what changed in it is told. */
  function sync(): void {
    clearTimeout(timer)
    timer = 0
    const now = players()
    Array.from(streams.keys()).forEach((streamId) => {
      if (now.some(({ streamID }) => streamID === streamId)) return
      streams.delete(streamId)
      tell('streamRemoved', { streamId })
    })
    now.forEach(({ streamID: id, userID: userId, streamType, hasAudio, hasVideo }) => {
      const before = streams.get(id)
      const [audio, video] = [!!hasAudio, !!hasVideo]
      if (before && before.audio === audio && before.video === video) return
      const { startedAt } = before || { startedAt: Date.now() }
      const stream: Stream = { id, userId, kind: streamType === 'aux' ? 'screen' : 'camera', audio, video, startedAt }
      streams.set(id, stream)
      tell(before ? 'streamUpdated' : 'streamAdded', stream)
    })
  }

  function feed(code: number, message: string): void {
    // The SDK reads the text of these without looking at it.
    if ((code === 1020 || (code > 1030 && code < 1035)) && !message.startsWith('{')) return
    if (code === 1020) keep(message)
    else sdk.pusherEventHandler({ detail: { code, message } })
  }

  /** The whole list of who publishes, which the SDK passes over: who is not in it sends nothing any more. */
  function keep(message: string): void {
    const { userlist } = JSON.parse(message) as { userlist?: unknown }
    if (!Array.isArray(userlist)) return
    const here = userlist.map((user) => (Object(user) as { userid?: unknown }).userid)
    players().forEach(({ userID: userid, streamType: streamtype }) => {
      if (here.includes(userid)) return
      const silence = JSON.stringify({ userlist: [{ userid, streamtype, hasvideo: false, hasaudio: false }] })
      feed(1033, silence)
      if (streamtype === 'main') feed(1034, silence)
    })
  }

  if (!reports) sdk.setLogLevel(3)
  sdk.on(sdk.EVENT.REMOTE_USER_JOIN, ({ data: { userID } = {} }) => userID && came(userID))
  sdk.on(sdk.EVENT.REMOTE_USER_LEAVE, ({ data: { userID } = {} }) => {
    // Streams end before people go.
    sync()
    if (userID) went(userID)
  })
  sdk.createPusher({ ...pusher })

  return {
    /** @returns where the pusher starts */
    enter(room: Readonly<Record<string, unknown>>): Entrance {
      const computed = sdk.enterRoom(room)
      const { url } = computed
      if (!url)
        throw LiveError.of(
          'invalid-argument',
          'trtc.join: the SDK refused the parameters of the room; its log says why',
        )
      const attributes: TagAttributes = {}
      PUSHER.split(' ').forEach((name) => {
        const value = computed[name]
        if (value !== undefined) attributes[kebab(name)] = value as string
      })
      return { url, attributes }
    },
    native({ tag, type, detail }: NativeEvent): void {
      if (tag !== 'live-pusher') return
      const failed = type === 'error'
      const { code: state, errCode, message: text, info } = Object(detail) as Detail
      if (type === 'netstatus' && info && info.netSpeed) flows()
      if (!failed && type !== 'statechange') return
      const code = Number(failed ? errCode : state)
      const message = typeof text === 'string' ? text : ''
      try {
        if (failed) sdk.pusherErrorHandler({ detail: Object(detail) as object })
        else feed(code, message)
      } catch (cause) {
        tell('error', LiveError.of('protocol', `trtc: native event ${code} could not be read`, { cause }))
      }
      timer = timer || setTimeout(sync, TOGETHER_MS)
      if (code === 1018) entered()
      if (FLOWING.includes(code)) flows()
      const error = errorOf(code, message, detail)
      if (error) trouble(error)
    },
    play(streamId: StreamId): PlayOffer {
      const player = players().find(({ streamID }) => streamID === streamId)
      if (!player) throw LiveError.of('stream-not-found', `trtc.play: there is no stream "${streamId}"`)
      const { small, audio = true, video = true } = (receive && receive(streamId)) || {}
      // The SDK's switchStreamType would replace the first "main" it finds, in a user's id too.
      const src = small ? player.src.replace(/(\bstreamtype=)main\b/, '$1small') : player.src
      return { urls: [src], mode: 'RTC', attributes: { 'mute-audio': !audio, 'mute-video': !video } }
    },
    /** What can be played now. */
    list(): Stream[] {
      sync()
      return Array.from(streams.values())
    },
    /** Ends it; its pusher is stopped by the SDK, where one still runs. */
    exit(): void {
      clearTimeout(timer)
      sdk.off()
      sdk.exitRoom()
    },
  }
}
