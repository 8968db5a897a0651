import type { Insertions } from '../media/insertion'
import type { Text } from './categories'
import type { Feature, Platform } from './features'

/** One row each: the platform's five limits, then what a person or the phone decides. */
export interface CheckData {
  /** Base library and client against every feature asked for. */
  version: {
    /** Base library and WeChat client of this phone; empty where they are too old to be told. */
    baseLibrary: string
    client: string
    /** What the features need together, never below MIN_BASE_LIBRARY. */
    needed: string
    /** Features asked for that this phone lacks. */
    lacking: readonly Feature[]
  }
  /** No API reports it: known by what the tags said. */
  category: { insertions: Insertions; categories: readonly Text[] }
  /** No API reports it: known by what the tags said. */
  switch: { insertions: Insertions; steps: readonly Text[] }
  /** WeChat's IDE, which cannot run the two tags. */
  ide: { platform: Platform }
  /** Whether the tags are laid out with the page (same-layer rendering), or lie over it. */
  'native-layer': { baseLibrary: string; platform: Platform }
  /** Opened from Moments (scene 1154): a page alone, where live-pusher is disabled. */
  'single-page': { scene: number }
  /** The mini-program's permission; `undefined`: never asked. */
  camera: { granted: boolean | undefined }
  /** The same for the microphone. */
  microphone: { granted: boolean | undefined }
  /** WeChat's own permission in the phone's settings. */
  'system-camera': { authorized: SystemAuthorization }
  /** The same for the microphone. */
  'system-microphone': { authorized: SystemAuthorization }
  /** Consent to the privacy notice, and what that is called. */
  privacy: { needAuthorization: boolean; contract: string }
  /** `wifi`, `2g` to `5g`, `unknown`, `none`. `wifiSwitch`: the phone's Wi-Fi switch, looked at when there is no network. */
  network: { type: string; weak: boolean; wifiSwitch?: boolean }
}

/** What `wx.getAppAuthorizeSetting` says of one device. */
export type SystemAuthorization = 'authorized' | 'denied' | 'not determined'

/** The name of a row. */
export type Check = keyof CheckData

/** The closed union of what can be wrong or open; also the key of {@link REMEDIES}. */
export type PreflightReason =
  | 'no-wx'
  | 'api-missing'
  | 'api-failed'
  | 'base-library-old'
  | 'client-old'
  | 'not-on-platform'
  | 'not-tried'
  | 'category'
  | 'switch'
  | 'ide'
  | 'renderer-failed'
  | 'single-page'
  | 'camera-refused'
  | 'microphone-refused'
  | 'not-asked'
  | 'system-camera-denied'
  | 'system-microphone-denied'
  | 'privacy-open'
  | 'offline'
  | 'weak-network'

/** Which call may put it right, behind a tap: `openPermissions`, `requestScope` or `requirePrivacy`. */
export type Fix = 'open-setting' | 'open-app-setting' | 'request-scope' | 'require-privacy'

/** Why a row is not simply fine, and what to do. */
export interface Finding {
  /** For a `switch`, and for an app's own words. */
  reason: PreflightReason
  /** What to do, for a person. */
  remedy: Text
  /** Which call of this module may help. */
  fix?: Fix
  /** What the platform's call failed with. */
  cause?: unknown
}

/** `ok` may carry a hint (weak network); `unknown` has no data where the platform gave none. */
export type Verdict<D> =
  | ({ state: 'ok'; data: D } & Partial<Finding>)
  | ({ state: 'blocked'; data: D } & Finding)
  | ({ state: 'unknown'; data?: D } & Finding)

/** A row of one check, with the data of that check. */
export type RowOf<C extends Check> = { check: C } & Verdict<CheckData[C]>

/** Any row; `check` tells which data it has. */
export type PreflightRow = { [C in Check]: RowOf<C> }[Check]

/** What {@link preflight} is asked. */
export interface PreflightOptions {
  /**
   * What will be used (default `['publish', 'play']`). Without a feature of live-pusher the rows about camera, microphone,
   * privacy and single-page mode are left out: playing needs nobody's permission.
   */
  features?: readonly Feature[]
  /** A tag's `bindrendererror` came: the native layer cannot be laid out with the page. */
  rendererFailed?: boolean
  /**
   * Reads the mini-program's permissions again. WeChat limits that (4 a second a user, twice the page views a day), so only
   * when the person may have changed them elsewhere; what `openPermissions` and `requestScope` did is known anyway.
   */
  fresh?: boolean
}

/** The answer of {@link preflight}. */
export interface PreflightReport {
  /** `blocked` when a row is, else `unknown` when a row is, else `ok`. */
  state: 'ok' | 'blocked' | 'unknown'
  /** In the order of {@link CheckData}; those that the features need. */
  rows: readonly PreflightRow[]
  /** What was asked, so that `openPermissions(report)` can ask it again. */
  options: PreflightOptions
}
