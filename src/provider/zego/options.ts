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
   * What ZEGO's client cannot do, by the app's backend (its server API: KickoutUser, forbid ...). Whatever is missing is missing from
   * `capabilities` too.
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

/** Players at once on one phone: ZEGO's own figure. */
const MOST_PLAYERS = 8

/** @see ZegoOptions.moderation */
export function capabilitiesOf(moderation: Partial<Moderation> = {}): Capabilities {
  const able = (name: keyof typeof MODERATION) => MODERATION[name].every((call) => moderation[call])
  return {
    ...ALL_CAPABILITIES,
    moderate: able('moderate'),
    ban: able('ban'),
    close: able('close'),
    silence: able('silence'),
    roles: able('roles'),
    maxPlayers: MOST_PLAYERS,
  }
}

/** All calls of {@link Moderation}. */
export const MODERATION_CALLS = Object.values(MODERATION).flatMap((calls) => [...calls])

/** @throws LiveError `invalid-argument` */
export function checkOptions({ engine, userId, seats = 4 }: ZegoOptions): void {
  const made = 'made by new ZegoExpressEngine(appID, server)'
  demand(engine && typeof engine.loginRoom === 'function', 'zego', 'engine', made)
  const named = typeof userId === 'function' || (typeof userId === 'string' && userId !== '')
  demand(named, 'zego', 'userId', "the token's user id, or a function that says it")
  demand(Number.isInteger(seats) && seats >= 0, 'zego', 'seats', 'a number of seats')
}
