import type { CodeTable } from './codes'

/**
 * The state codes of `<live-pusher>`, grouped by what they mean for the state machine, under the names of the native SDK
 * (LiteAV's header) without their prefixes; where it has none, under ours. Source: the platform's component page as of base
 * library 3.17.0, whose code tables were rewritten in 3.16.0, and codes seen in the wild.
 */
export const PUSHER_CODES = {
  connected: {
    /** Connected to the ingest server. */
    CONNECT_SUCC: 1001,
  },
  live: {
    /** Handshake done, pushing started. */
    PUSH_BEGIN: 1002,
    /** First video frame sent. */
    FIRST_FRAME_SENT: 1009,
    /** Entered the room (ROOM protocol only). */
    ROOM_IN: 1018,
  },
  'platform-retry': {
    /** Network switched; room must be re-entered (ROOM protocol only). */
    ROOM_NEED_REENTER: 1021,
    /** Disconnected, auto-reconnecting. */
    RECONNECT: 1102,
    /** RTMP DNS lookup failed. */
    DNS_FAIL: 3001,
    /** RTMP server connection failed. */
    SEVER_CONN_FAIL: 3002,
    /** RTMP handshake failed. */
    SHAKE_FAIL: 3003,
    /** RTMP server closed the connection; check the URL or its expiry. */
    SERVER_DISCONNECT: 3004,
    /** RTMP read/write failed. */
    READ_WRITE_FAIL: 3005,
  },
  terminal: {
    /** Failed to enter the room (ROOM protocol only). */
    ROOM_IN_FAILED: 1022,
    /** Could not open the camera. */
    OPEN_CAMERA_FAIL: -1301,
    /** Could not open the microphone. */
    OPEN_MIC_FAIL: -1302,
    /** Video encoding failed. */
    VIDEO_ENCODE_FAIL: -1303,
    /** Audio encoding failed. */
    AUDIO_ENCODE_FAIL: -1304,
    /** Disconnected and reconnects exhausted; restart pushing. */
    NET_DISCONNECT: -1307,
    /** Screen capture failed to start, possibly refused. */
    SCREEN_CAPTURE_START_FAIL: -1308,
    /** Screen capture interrupted by another app. */
    SCREEN_CAPTURE_INTERRUPTED: -1310,
    /** Microphone opened but no audio data (Android). */
    MIC_NO_DATA: -1311,
    /** Invalid push URL (undocumented, seen in the wild). */
    INVALID_ADDRESS: -1313,
    /** Could not connect to the ingest server (undocumented, seen in the wild). */
    CONNECT_SERVER_FAILED: -1324,
    /** Network unavailable (undocumented, seen in the wild). */
    NETWORK_UNAVAIABLE: -1325,
    /** Server refused the push (undocumented, seen in the wild). */
    SERVER_REFUSED: -1326,
    /** Failed to enter TRTC room (undocumented, seen in the wild). */
    ROOM_ENTER_FAIL: -3301,
    /** TRTC userSig check failed (undocumented, seen in the wild). */
    ROOM_USERSIG_FAIL: -100018,
  },
  unsupported: {
    /** Unsupported video resolution. */
    UNSUPPORTED_RESOLUTION: -1305,
    /** Unsupported audio sample rate. */
    UNSUPPORTED_SAMPLERATE: -1306,
    /** Screen capture unsupported; Android 5.0+ needed. */
    SCREEN_CAPTURE_UNSUPPORTED: -1309,
    /** Screen capture failed to switch orientation. */
    SCREEN_CAPTURE_ROTATION_FAIL: -1312,
    /** Microphone parameters not supported by the device. */
    MIC_PARAMETERS_UNSUPPORTED: -1318,
  },
  'denied-camera': {
    /** Camera permission denied by the user. */
    CAMERA_DENIED: 10001,
  },
  'denied-mic': {
    /** Microphone permission denied by the user. */
    RECORD_DENIED: 10002,
  },
  suspended: {
    /** Pushing suspended, app went to background. */
    SUSPENDED: 5000,
  },
  interrupted: {
    /** Interrupted by a system or WeChat call. */
    CALL_INTERRUPT: 5001,
  },
  warning: {
    /** Uplink too slow, upload is blocked. */
    NET_BUSY: 1101,
    /** Hardware encoder failed, switching to software (Android). */
    HW_ACCELERATION_FAIL: 1103,
    /** Software encoder failed, switching to hardware (Android). */
    SW_ENCODER_FAIL: 1109,
    /** Background music failed to load. */
    BGM_LOAD_FAIL: 10003,
    /** Waiting image failed to load. */
    WAITING_IMAGE_LOAD_FAIL: 10004,
    /** New-beauty software encoder failed, fell back (undocumented, seen in the wild). */
    BEAUTY_ENCODER_FALLBACK: 1105,
    /** New-beauty software encoder failed, fell back (undocumented, seen in the wild). */
    BEAUTY_ENCODER_FALLBACK_2: 1106,
  },
  info: {
    /** Camera opened. */
    OPEN_CAMERA_SUCC: 1003,
    /** Screen capture started. */
    SCREEN_CAPTURE_SUCC: 1004,
    /** Push resolution adjusted automatically. */
    CHANGE_RESOLUTION: 1005,
    /** Push bitrate adjusted automatically. */
    CHANGE_BITRATE: 1006,
    /** First frame captured. */
    FIRST_FRAME_AVAILABLE: 1007,
    /** Encoder started. */
    START_VIDEO_ENCODER: 1008,
    /** Left the room (ROOM protocol only). */
    ROOM_OUT: 1019,
    /** Remote publisher list changed (ROOM protocol only). */
    ROOM_USERLIST: 1020,
    /** Remote publisher joined (ROOM protocol only). */
    ROOM_USER_ENTER: 1031,
    /** Remote publisher left (ROOM protocol only). */
    ROOM_USER_EXIT: 1032,
    /** Remote publisher video state changed (ROOM protocol only). */
    ROOM_USER_VIDEO_STATE: 1033,
    /** Remote publisher audio state changed (ROOM protocol only). */
    ROOM_USER_AUDIO_STATE: 1034,
    /** Encoder type changed. */
    ENCODER_CHANGED: 1104,
    /** Microphone started. */
    MIC_START_SUCC: 2027,
    /** Microphone switched by enable-mic (iOS). */
    MIC_TOGGLED: 4998,
    /** Mute switched by muted (iOS). */
    MUTE_TOGGLED: 4999,
    /** No error. */
    OK: 0,
    /** Microphone released (undocumented, seen in the wild). */
    MIC_RELEASE_SUCC: 2029,
    /** Hardware encoder started (undocumented, seen in the wild). */
    HW_ENCODER_START_SUCC: 1027,
    /** Software encoder started (undocumented, seen in the wild). */
    SW_ENCODER_START_SUCC: 1028,
  },
} as const satisfies CodeTable
