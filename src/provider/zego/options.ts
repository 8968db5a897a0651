/** What `zego()` takes. */
import { demand } from '../../errors'
import { ALL_CAPABILITIES } from '../capabilities'
import type { LinkClock } from '../link'
import type { Capabilities, Moderation, Role, UserId } from '../types'
import type { ZegoEngine } from './engine'

/** See `zego()`. */
export interface ZegoOptions {
  /** `new ZegoExpressEngine(appID, server)`, made once by the app; in one room at a time. */
  engine: ZegoEngine
  /** Who I am: the user id that the token was made for; a function is asked at each join. */
  userId: UserId | (() => UserId)
  /** Seats of the mic-link, the same for everybody. Default 4. */
  seats?: number
  /** Where streams are published and played: `BGP` (ZEGO's own, low latency; the default) or `CDN`. */
  source?: 'BGP' | 'CDN'
  /**
   * The app's own knowledge of roles. Without it people are what their client says: enough among clients that you made, not
   * against changed ones (publishing is guarded by the token either way).
   */
  roleOf?: (userId: UserId) => Role
  /**
   * What ZEGO's client cannot do, by the app's backend; whatever is missing is missing from `capabilities` too. A callback asks the
   * backend, which looks whether this person may, does it by ZEGO's server API, and answers; it resolves when it is done and rejects
   * when it is not (a `LiveError` comes out as it is, anything else as the cause of a `network` error).
   *
   * - `kick`, `close`: puts the person, or everybody, out (KickoutUser, CloseRoom). All phones learn it from ZEGO.
   * - `ban`: keeps the person out (SetForbidUserRule, no tokens) and puts them out; `unban` takes it back.
   * - `mute`, `silence`, `silenceAll`, `setRole`, `transferHost`: ZEGO tells nobody, and so does this provider: no `userUpdated`, no
   *   `rights`, no `allSilenced`. The backend has to make it hold and to tell the apps whom it concerns.
   */
  moderation?: Partial<Moderation>
  /** Injected in tests. */
  clock?: LinkClock
}

/** The calls each capability takes. */
const MODERATION = {
  moderate: ['mute', 'kick'],
  ban: ['ban', 'unban'],
  close: ['close'],
  silence: ['silence', 'silenceAll'],
  roles: ['setRole', 'transferHost'],
} as const satisfies Partial<Record<keyof Capabilities, ReadonlyArray<keyof Moderation>>>

const ABILITIES = Object.keys(MODERATION) as Array<keyof typeof MODERATION>

/** Players at once on one phone: ZEGO's own figure. */
const MOST_PLAYERS = 8

/** @see ZegoOptions.moderation */
export function capabilitiesOf(moderation: Partial<Moderation> = {}): Capabilities {
  const able = { ...ALL_CAPABILITIES, maxPlayers: MOST_PLAYERS }
  ABILITIES.forEach((name) => {
    able[name] = MODERATION[name].every((call: keyof Moderation) => moderation[call])
  })
  return able
}

/** All calls of {@link Moderation}. */
export const MODERATION_CALLS = ABILITIES.flatMap((name): ReadonlyArray<keyof Moderation> => MODERATION[name])

/** @throws LiveError `invalid-argument` */
export function checkOptions({ engine, userId, seats = 4 }: ZegoOptions): void {
  demand(engine && engine.loginRoom, 'zego', 'engine', 'made by new ZegoExpressEngine(appID, server)')
  const named = typeof userId === 'function' || (userId && typeof userId === 'string')
  demand(named, 'zego', 'userId', "the token's user id, or a function that says it")
  demand(Number.isInteger(seats) && seats >= 0, 'zego', 'seats', 'a number of seats')
}
