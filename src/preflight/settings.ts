/**
 * What the person allowed the mini-program. `wx.getSetting` is rate limited (4 a second a user, twice the page views a day), so
 * one answer is kept, callers at the same time share one call, and what openSetting or authorize said is noted.
 */
import { ask, type Answer, type Calls } from './phone'

/** The two scopes live-pusher needs. */
export type Scope = 'camera' | 'microphone'

/** The platform's names. */
export const SCOPE_NAMES: Readonly<Record<Scope, string>> = { camera: 'scope.camera', microphone: 'scope.record' }

type Settings = Calls['getSetting']

/** Closest together that a fresh answer is asked for, ms. */
const INTERVAL = 1000

let kept: Settings | undefined
let readAt = 0
let running: Promise<Answer<Settings>> | undefined

/** @param fresh not from memory, unless it is younger than a second */
export async function readSettings(fresh = false): Promise<Answer<Settings>> {
  if (running) return running
  if (kept && !(fresh && Date.now() - readAt >= INTERVAL)) return { value: kept }
  running = ask('getSetting')
  const answer = await running
  running = undefined
  if ('value' in answer) noteSettings(answer.value)
  return answer
}

/** A whole answer that came by another way (`openSetting`); nothing is remembered when it has none. */
export function noteSettings({ authSetting }: Partial<Settings>): void {
  kept = authSetting && { authSetting }
  readAt = Date.now()
}

/** One scope was answered. */
export function noteScope(scope: Scope, granted: boolean): void {
  if (kept) kept = { authSetting: { ...kept.authSetting, [SCOPE_NAMES[scope]]: granted } }
}

/** @returns what is remembered without asking; `undefined`: never asked, or not known */
export const knownScope = (scope: Scope): boolean | undefined => kept?.authSetting[SCOPE_NAMES[scope]]
