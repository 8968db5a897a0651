/**
 * What the native state codes of the two tags mean for the state machine: numbers only. Names, levels and texts for people:
 * src/codes. Source: the platform's component pages as of base library 3.17.0, whose code tables were rewritten in 3.16.0,
 * their 2025 edition, and codes seen in the wild.
 */

/**
 * - `connected`: the server answered; no media yet. `live`: the media flows, or the picture shows. `sound`: it sounds.
 * - `buffering`: the player waits for data, or the platform reconnects by itself: wait.
 * - `terminal`: the platform gave up, or the stream ended; start again, with a fresh URL.
 * - `unsupported`: this device cannot; starting again would not help.
 * - `camera-denied`, `microphone-denied`: the person, or the phone's settings, said no.
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
  | 'camera-denied'
  | 'microphone-denied'
  | 'suspended'
  | 'interrupted'
  | 'info'

/** One table for both tags: what they have in common (3001-3005) means the same, and no other effect overlaps. */
const EFFECTS: { readonly [E in CodeEffect]?: readonly number[] } = {
  connected: [2001, 2002],
  // Push began, first frame sent, room entered; first picture by either code of live-player. 2032 was called that until 2025,
  // and has always been an audio interruption on iOS.
  live: [1002, 1009, 1018, 2003, 2004],
  sound: [2026],
  buffering: [1021, 1102, 2007, 2103, 3001, 3002, 3003, 3004, 3005],
  // Last the end of playback, which only the editions until 2025 have.
  terminal: [
    1022, -1301, -1302, -1303, -1304, -1307, -1308, -1310, -1311, -1313, -1324, -1325, -1326, -3301, -100018, -2301,
    -2302, -2307, -2308, 2006,
  ],
  // Resolution, sample rate, screen capture and microphone parameters, H.265 that this phone does not have.
  unsupported: [-1305, -1306, -1309, -1312, -1318, -2304],
  'camera-denied': [10001],
  'microphone-denied': [10002],
  suspended: [5000, 6000],
  interrupted: [5001],
}

/** @returns what a `statechange` or `error` code does to the state of the tag that sends it */
export const effectOf = (code: number): CodeEffect =>
  (Object.keys(EFFECTS) as CodeEffect[]).find((effect) => EFFECTS[effect]!.includes(code)) || 'info'
