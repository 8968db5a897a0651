/** `lianmai/interop`: can endpoint A play what B publishes, by which kind of URL, with which transcode, at what cost? */
import { LiveError } from '../errors'
import { ENDPOINTS, PLAYS, transcodeOf, WEIGHTS, type AudioCodec, type Endpoint, type VideoCodec } from './table'
import type { UrlKind } from './url'

export { ENDPOINTS, PLAYS, WEIGHTS } from './table'
export type { AudioCodec, Endpoint, Transcode, VideoCodec } from './table'
export { choosePlayUrl, kindOf, type UrlKind } from './url'

/** What a stream carries; absent: no picture, or no sound. */
export interface Codecs {
  /** Its picture. */
  video?: VideoCodec
  /** Its sound. */
  audio?: AudioCodec
}

/** The answer of {@link interop}. */
export interface Interop {
  /** `depends`: on the codecs the stream carries; ask again with them. */
  playable: 'direct' | 'transcode' | 'depends'
  /** The transcode that the sound needs, if any. */
  audio?: { from: AudioCodec; to: AudioCodec }
  /** The transcode that the picture needs, if any. */
  video?: { from: VideoCodec; to: VideoCodec }
  /** What has to be transcoded; `none` for `depends`, which may need nothing. */
  cost: 'none' | 'audio' | 'video' | 'audio+video'
  /** Processor time of it, relative ({@link WEIGHTS}); 0 for nothing. */
  weight: number
  /** Kinds of URL that the player plays it by, best first. */
  urls: readonly UrlKind[]
}

const URLS: Readonly<Record<Endpoint, readonly UrlKind[]>> = {
  webrtc: ['webrtc'],
  'h5-mpeg1': ['mpeg1'],
  'mini-program': ['flv', 'rtmp'],
  rtmp: ['rtmp', 'flv'],
  udp: ['srt'],
  cdn: ['flv', 'hls', 'rtmp'],
}

const VIDEO: readonly VideoCodec[] = ['h264', 'mpeg1']
const AUDIO: readonly AudioCodec[] = ['aac', 'opus']

function check(subject: string, value: unknown, allowed: readonly string[]): void {
  if (!allowed.includes(value as string))
    throw LiveError.of('invalid-argument', `interop: ${subject} has to be one of ${allowed.join(', ')}`, { subject })
}

function checkCodecs(codecs: unknown): void {
  if (typeof codecs !== 'object' || codecs === null)
    throw LiveError.of('invalid-argument', "interop: codecs has to be like { video: 'h264', audio: 'aac' }", {
      subject: 'codecs',
    })
  const { video, audio } = codecs as Codecs
  if (video !== undefined) check('codecs.video', video, VIDEO)
  if (audio !== undefined) check('codecs.audio', audio, AUDIO)
}

/** @returns what the player takes instead; undefined when it takes this, or when there is nothing to take */
function change<C extends string>(
  from: C | undefined,
  takes: readonly C[] | undefined,
): { from: C; to: C } | undefined {
  const to = takes?.[0]
  return from === undefined || to === undefined || takes?.includes(from) ? undefined : { from, to }
}

function changes(from: Endpoint, to: Endpoint, codecs: Codecs | undefined): Pick<Interop, 'audio' | 'video'> {
  const cell = transcodeOf(from, to)
  const takes = PLAYS[to]
  // By the table, unless the stream itself is known.
  const [source] = cell.split('>') as [AudioCodec | VideoCodec]
  const carried = codecs ?? {
    video: VIDEO.find((each) => each === source),
    audio: AUDIO.find((each) => each === source),
  }
  const audio = change(carried.audio, takes.audio)
  const video = change(carried.video, takes.video)
  return { ...(audio && { audio }), ...(video && { video }) }
}

const weightOf = (each: { from: string; to: string } | undefined): number =>
  each ? WEIGHTS[`${each.from}>${each.to}` as keyof typeof WEIGHTS] : 0

/**
 * Whether one kind of endpoint can play what another publishes, and what it takes.
 * @param from who publishes
 * @param to who plays
 * @param codecs what the stream carries; with them the table's "maybe" is decided, and a stream other than the endpoint's
 * usual one is answered for what it is
 * @throws LiveError `invalid-argument` for endpoints and codecs that are not in the table
 * @example interop('webrtc', 'mini-program') // transcode, Opus to AAC, by flv or rtmp
 */
export function interop(from: Endpoint, to: Endpoint, codecs?: Codecs): Interop {
  check('from', from, ENDPOINTS)
  check('to', to, ENDPOINTS)
  if (codecs !== undefined) checkCodecs(codecs)
  const urls = URLS[to]
  if (!codecs && transcodeOf(from, to) === 'maybe') return { playable: 'depends', cost: 'none', weight: 0, urls }
  const needed = changes(from, to, codecs)
  const cost = needed.audio ? (needed.video ? 'audio+video' : 'audio') : needed.video ? 'video' : 'none'
  const weight = weightOf(needed.audio) + weightOf(needed.video)
  return { playable: cost === 'none' ? 'direct' : 'transcode', ...needed, cost, weight, urls }
}
