/**
 * What the native state codes of the two tags mean for the state machine: numbers only. Names, levels and texts for people:
 * src/codes. Source: the platform's component pages as of base library 3.17.0, whose code tables were rewritten in 3.16.0,
 * their 2025 edition, and codes seen in the wild.
 */
import type { NativeEvent } from '../provider/types'

/**
 * - `connected`: the server answered; no media yet. `live`: the media flows, or the picture shows. `sound`: it sounds.
 * - `buffering`: the player waits for data, or the platform reconnects by itself: wait.
 * - `terminal`: the platform gave up, or the stream ended; start again, with a fresh URL.
 * - `unsupported`: this device cannot; starting again would not help.
 * - `denied-camera`, `denied-mic`: the person, or the phone's settings, said no.
 * - `suspended`: the app is in the background. `interrupted`: a call took the audio.
 * - `info`: nothing for the state machine; every unknown code too, because they occur and vary by client version.
 */
export type CodeEffect =
  | 'connected'
  | 'live'
  | 'sound'
  | 'buffering'
  | 'terminal'
  | 'unsupported'
  | 'denied-camera'
  | 'denied-mic'
  | 'suspended'
  | 'interrupted'
  | 'info'

const EFFECTS: Readonly<Record<NativeEvent['tag'], { readonly [E in CodeEffect]?: readonly number[] }>> = {
  'live-pusher': {
    // Push began, first frame sent, room entered (room: addresses).
    live: [1002, 1009, 1018],
    buffering: [1021, 1102, 3001, 3002, 3003, 3004, 3005],
    terminal: [
      1022, -1301, -1302, -1303, -1304, -1307, -1308, -1310, -1311, -1313, -1324, -1325, -1326, -3301, -100018,
    ],
    // Resolution, sample rate, screen capture and microphone parameters that this phone does not have.
    unsupported: [-1305, -1306, -1309, -1312, -1318],
    'denied-camera': [10001],
    'denied-mic': [10002],
    suspended: [5000],
    interrupted: [5001],
  },
  'live-player': {
    connected: [2001, 2002],
    // Either is the first picture. 2032 was called that until 2025; it has always been an audio interruption on iOS.
    live: [2003, 2004],
    sound: [2026],
    buffering: [2007, 2103, 3001, 3002, 3003, 3004, 3005],
    terminal: [2006, -2301, -2302, -2307, -2308],
    // H.265, which this phone does not decode.
    unsupported: [-2304],
    suspended: [6000],
  },
}

/** @returns what a `statechange` or `error` code of the tag does to its state */
export function effectOf(tag: NativeEvent['tag'], code: number): CodeEffect {
  const effects = EFFECTS[tag]
  return (Object.keys(effects) as CodeEffect[]).find((effect) => effects[effect]!.includes(code)) || 'info'
}
