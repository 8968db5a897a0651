/** Who publishes and plays what: the interconnection table as data. */

/**
 * Kinds of endpoint. `h5-mpeg1`: a plain web page that decodes MPEG1 in script. `rtmp`: a native app over RTMP. `udp`: a
 * native app over a UDP network, here SRT. `cdn`: a CDN fed by RTMP.
 */
export type Endpoint = 'webrtc' | 'h5-mpeg1' | 'mini-program' | 'rtmp' | 'udp' | 'cdn'

/** All of them, in the order of the table. */
export const ENDPOINTS: readonly Endpoint[] = ['webrtc', 'h5-mpeg1', 'mini-program', 'rtmp', 'udp', 'cdn']

/** Picture codecs of the table. */
export type VideoCodec = 'h264' | 'mpeg1'
/** Sound codecs of the table. */
export type AudioCodec = 'aac' | 'opus'

/**
 * What must be transcoded. `none`: nothing. `maybe`: it depends on the codecs the stream carries, because SRT takes H.264 with
 * AAC or Opus in MPEG-TS. To and from MPEG1 the picture alone counts; its sound goes along in the same process.
 */
export type Transcode = 'none' | 'maybe' | 'opus>aac' | 'aac>opus' | 'h264>mpeg1' | 'mpeg1>h264'

type Row = readonly [Transcode, Transcode, Transcode, Transcode, Transcode, Transcode]

/** Rows publish, columns play, both in the order of {@link ENDPOINTS}. */
const ROWS: Readonly<Record<Endpoint, Row>> = {
  webrtc: ['none', 'h264>mpeg1', 'opus>aac', 'opus>aac', 'maybe', 'opus>aac'],
  'h5-mpeg1': ['mpeg1>h264', 'none', 'mpeg1>h264', 'mpeg1>h264', 'mpeg1>h264', 'mpeg1>h264'],
  'mini-program': ['aac>opus', 'h264>mpeg1', 'none', 'none', 'maybe', 'none'],
  rtmp: ['aac>opus', 'h264>mpeg1', 'none', 'none', 'maybe', 'none'],
  udp: ['maybe', 'h264>mpeg1', 'maybe', 'maybe', 'none', 'maybe'],
  cdn: ['aac>opus', 'h264>mpeg1', 'none', 'none', 'maybe', 'none'],
}

/** The cell of the table. */
export const transcodeOf = (from: Endpoint, to: Endpoint): Transcode => ROWS[from][ENDPOINTS.indexOf(to)] as Transcode

/** What an endpoint plays as it is. No `audio`: whatever comes with the picture. */
export const PLAYS: Readonly<Record<Endpoint, { video: readonly VideoCodec[]; audio?: readonly AudioCodec[] }>> = {
  webrtc: { video: ['h264'], audio: ['opus'] },
  'h5-mpeg1': { video: ['mpeg1'] },
  'mini-program': { video: ['h264'], audio: ['aac'] },
  rtmp: { video: ['h264'], audio: ['aac'] },
  udp: { video: ['h264'], audio: ['aac', 'opus'] },
  cdn: { video: ['h264'], audio: ['aac'] },
}

/**
 * Processor time of a transcode, relative to AAC to Opus (1 is about 0.8 % of one core in real time). Measured with ffmpeg
 * 5.1, one thread, for 64 kbps mono and 360x640 at 15 frames a second and 1000 kbps (MPEG1: 25, it knows no 15; H.264 by
 * x264 `veryfast`): 0.5, 0.9, 2.1 and 3.2 s for a minute. Pictures cost by their pixels: FHD (720x1280) four times that.
 */
export const WEIGHTS: Readonly<Record<Exclude<Transcode, 'none' | 'maybe'>, number>> = {
  'aac>opus': 1,
  'opus>aac': 1.8,
  'h264>mpeg1': 4.2,
  'mpeg1>h264': 6.4,
}
