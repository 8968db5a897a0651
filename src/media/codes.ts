/** What the native state codes of the two tags mean, by lookup. The tables themselves: codes-pusher.ts, codes-player.ts. */
import { PLAYER_CODES } from './codes-player'
import { PUSHER_CODES } from './codes-pusher'

/**
 * What a code means for the state machine:
 * - `connected`: the server answered; no media yet. `live`: a pusher's media flows.
 * - `first-picture`, `first-audio`: the player shows, or sounds.
 * - `buffering`: the player waits for data. `platform-retry`: the platform reconnects by itself, wait.
 * - `terminal`: the platform gave up; start again, with a fresh URL. `ended`: so did the stream.
 * - `unsupported`: this device cannot; starting again would not help.
 * - `denied-camera`, `denied-mic`: the person, or the phone's settings, said no.
 * - `suspended`: the app is in the background. `interrupted`: a call took the audio.
 * - `warning`, `info`: nothing for the state machine.
 */
export type CodeEffect =
  | 'connected'
  | 'live'
  | 'first-picture'
  | 'first-audio'
  | 'buffering'
  | 'platform-retry'
  | 'terminal'
  | 'ended'
  | 'unsupported'
  | 'denied-camera'
  | 'denied-mic'
  | 'suspended'
  | 'interrupted'
  | 'warning'
  | 'info'

/** effect -> name -> code */
export type CodeTable = { readonly [E in CodeEffect]?: Readonly<Record<string, number>> }

export interface NativeCode {
  /** `UNKNOWN` for a code that is in no table. */
  name: string
  effect: CodeEffect
}

export type CodeLevel = 'info' | 'warning' | 'error'

/** Unknown codes occur and vary by client version (2029, 10005, ...): passed through, never fatal. */
const UNKNOWN: NativeCode = { name: 'UNKNOWN', effect: 'info' }

const index = (table: CodeTable): ReadonlyMap<number, NativeCode> => {
  const map = new Map<number, NativeCode>()
  for (const effect of Object.keys(table) as CodeEffect[]) {
    for (const [name, code] of Object.entries(table[effect] ?? {})) map.set(code, { name, effect })
  }
  return map
}

const PUSHER = index(PUSHER_CODES)
const PLAYER = index(PLAYER_CODES)

/** @returns what a `<live-pusher>` `statechange` or `error` code means; `UNKNOWN`, `info` when it is in no table. */
export const pusherCode = (code: number): NativeCode => PUSHER.get(code) ?? UNKNOWN

/** @returns what a `<live-player>` `statechange` code means; `UNKNOWN`, `info` when it is in no table. */
export const playerCode = (code: number): NativeCode => PLAYER.get(code) ?? UNKNOWN

/** How loudly to say it in a log: `error` needs a person or the app, `warning` recovers by itself. */
export function codeLevel(effect: CodeEffect): CodeLevel {
  switch (effect) {
    case 'terminal':
    case 'unsupported':
    case 'denied-camera':
    case 'denied-mic':
      return 'error'
    case 'platform-retry':
    case 'suspended':
    case 'interrupted':
    case 'warning':
      return 'warning'
    default:
      return 'info'
  }
}
