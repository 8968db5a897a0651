import type { CodeTable } from './codes'

/**
 * The state codes of `<live-player>`, grouped by what they mean for the state machine, under the names of the native SDK
 * (LiteAV's header) without their prefixes; where it has none, under ours. Source: the platform's component page as of base
 * library 3.17.0, whose code tables were rewritten in 3.16.0, and codes seen in the wild.
 */
export const PLAYER_CODES = {
  connected: {
    /** Connected to the server. */
    CONNECT_SUCC: 2001,
    /** Connected, pulling started. */
    RTMP_STREAM_BEGIN: 2002,
  },
  'first-picture': {
    /** First video frame rendered. */
    RCV_FIRST_I_FRAME: 2003,
    /** Playback began. */
    PLAY_BEGIN: 2004,
  },
  'first-audio': {
    /** First audio frame played. */
    RCV_FIRST_AUDIO_FRAME: 2026,
  },
  buffering: {
    /** Buffering. */
    PLAY_LOADING: 2007,
  },
  'platform-retry': {
    /** Disconnected, auto-reconnecting (3 tries at most). */
    RECONNECT: 2103,
    /** RTMP DNS lookup failed. */
    DNS_FAIL: 3001,
    /** RTMP server connection failed. */
    SEVER_CONN_FAIL: 3002,
    /** RTMP handshake failed. */
    SHAKE_FAIL: 3003,
    /** RTMP read/write failed, will retry. */
    READ_WRITE_FAIL: 3005,
    /** Server closed the connection (undocumented, seen in the wild). */
    SERVER_DISCONNECT: 3004,
  },
  terminal: {
    /** Disconnected and reconnects exhausted; restart playback. */
    NET_DISCONNECT: -2301,
    /** Could not get the playback address. */
    GET_RTMP_ACC_URL_FAIL: -2302,
    /** Stream switch failed (undocumented, seen in the wild). */
    STREAM_SWITCH_FAIL: -2307,
    /** Server refused playback (undocumented, seen in the wild). */
    STREAM_SERVER_REFUSED: -2308,
  },
  unsupported: {
    /** H.265 decode failed (undocumented, seen in the wild). */
    HEVC_DECODE_FAIL: -2304,
  },
  suspended: {
    /** Playback suspended, app went to background. */
    SUSPENDED: 6000,
  },
  ended: {
    /** Playback ended. */
    PLAY_END: 2006,
  },
  warning: {
    /** Video timestamp went backwards. */
    TIMESTAMP_BACK: 2036,
    /** Video frame failed to decode. */
    VIDEO_DECODE_FAIL: 2101,
    /** Audio frame failed to decode. */
    AUDIO_DECODE_FAIL: 2102,
    /** Unstable receive: weak downlink or uneven source. */
    RECV_DATA_LAG: 2104,
    /** Playback is stuttering. */
    VIDEO_PLAY_LAG: 2105,
    /** Hardware decoder failed, using software. */
    HW_ACCELERATION_FAIL: 2106,
    /** Video frames discontinuous, possible loss. */
    VIDEO_DISCONTINUITY: 2107,
    /** First I-frame hardware decode failed, switched to software. */
    FIRST_IDR_HW_DECODE_FAIL: 2108,
  },
  info: {
    /** Video decoder started. */
    START_VIDEO_DECODER: 2008,
    /** Video resolution changed. */
    CHANGE_RESOLUTION: 2009,
    /** Audio device changed (e.g. headset unplugged). */
    AUDIO_DEVICE_ROUTE_CHANGED: 2030,
    /** Audio session interrupted by another app (iOS). */
    AUDIO_SESSION_INTERRUPT: 2032,
    /** First frame rendered after a view change (flv/rtmp). */
    FIRST_FRAME_AFTER_VIEW_CHANGE: 2033,
    /** First video frame received. */
    FIRST_FRAME_RECEIVED: 2034,
    /** First video frame decoded. */
    FIRST_FRAME_DECODED: 2035,
    /** No error. */
    OK: 0,
    /** Playback progress. */
    PLAY_PROGRESS: 2005,
    /** SEI message received (undocumented, seen in the wild). */
    GET_MESSAGE: 2012,
    /** Stream metadata received (undocumented, seen in the wild). */
    GET_METADATA: 2028,
    /** flvSessionKey received (undocumented, seen in the wild). */
    GET_FLVSESSIONKEY: 2031,
  },
} as const satisfies CodeTable
