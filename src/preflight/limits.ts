/** The platform's five limits, and single-page mode. All are answered at once. */
import { LiveError } from '../errors'
import { insertions } from '../media/insertion'
import { CATEGORIES, SWITCH_STEPS } from './categories'
import {
  FEATURES,
  MIN_BASE_LIBRARY,
  featureNames,
  isFeature,
  type Feature,
  type LiveTag,
  type Platform,
} from './features'
import { get, phone, type Answer } from './phone'
import type { PreflightRow } from './types'
import { blocked, ok, open, silent } from './verdict'
import { compareVersions } from '../version'

/** Launch scene of a single page opened from Moments. */
const SINGLE_PAGE = 1154

/** Model that @lianmai/preview reports under the platform `devtools`; there the two tags do run. */
const PREVIEW_MODEL = 'Preview'

interface Runtime {
  baseLibrary: string
  client: string
  platform: Platform
  preview: boolean
}

/** Both getters, or why one of them gave nothing. */
export function runtime(): Answer<Runtime> {
  const base = get('getAppBaseInfo')
  if ('failure' in base) return base
  const device = get('getDeviceInfo')
  if ('failure' in device) return device
  const { SDKVersion: baseLibrary, version: client } = base.value
  const { platform, model } = device.value
  if (!baseLibrary || !client || !platform) return { failure: 'api-failed', cause: { ...base.value, ...device.value } }
  return { value: { baseLibrary, client, platform, preview: model === PREVIEW_MODEL } }
}

type Lack = 'base-library-old' | 'client-old' | 'not-on-platform'

function lackOf(feature: Feature, { baseLibrary, client, platform }: Runtime): Lack | undefined {
  const needs = FEATURES[feature]
  if (needs.notOn?.includes(platform)) return 'not-on-platform'
  if (compareVersions(baseLibrary, needs.since) < 0) return 'base-library-old'
  return needs.client && compareVersions(client, needs.client) < 0 ? 'client-old' : undefined
}

/**
 * Whether this phone has a feature, for a component that hides what it cannot do.
 * @returns undefined where the phone does not tell its versions
 * @throws LiveError `invalid-argument` for a name that is none of {@link FEATURES}
 */
export function supports(feature: Feature): boolean | undefined {
  if (!isFeature(feature))
    throw LiveError.of('invalid-argument', `supports: feature has to be one of ${featureNames()}`, {
      subject: 'feature',
    })
  const answer = runtime()
  return 'failure' in answer ? undefined : lackOf(feature, answer.value) === undefined
}

const newest = (versions: readonly string[]): string =>
  versions.reduce((best, each) => (compareVersions(each, best) > 0 ? each : best))

export function checkVersion(features: readonly Feature[]): PreflightRow {
  const needed = newest([MIN_BASE_LIBRARY, ...features.map((feature) => FEATURES[feature].since)])
  const answer = runtime()
  if ('failure' in answer) {
    // Without today's getters the base library is older than the kit's minimum, whatever it is.
    if (answer.failure !== 'api-missing') return silent('version', answer)
    const values = { needed, baseLibrary: `< ${MIN_BASE_LIBRARY}` }
    return blocked('version', { baseLibrary: '', client: '', needed, lacking: features }, 'base-library-old', values)
  }
  const { baseLibrary, client } = answer.value
  const lacks = features.map((feature) => [feature, lackOf(feature, answer.value)] as const)
  const lacking = lacks.filter(([, lack]) => lack).map(([feature]) => feature)
  const data = { baseLibrary, client, needed, lacking }
  const some = (lack: Lack) => lacks.filter(([, each]) => each === lack).map(([feature]) => feature)
  // An update helps first; what no update brings is said last.
  if (compareVersions(baseLibrary, MIN_BASE_LIBRARY) < 0 || some('base-library-old').length)
    return blocked('version', data, 'base-library-old', { needed, baseLibrary })
  if (some('client-old').length) {
    const clients = newest(features.map((feature) => FEATURES[feature].client ?? '0'))
    return blocked('version', data, 'client-old', { needed: clients, client })
  }
  const never = some('not-on-platform').join(', ')
  return never ? blocked('version', data, 'not-on-platform', { lacking: never }) : ok('version', data)
}

/** Category and switch: the tags give one answer for both, and a refusal does not say which of the two it is. */
export function checkAccount(tags: readonly LiveTag[]): PreflightRow[] {
  const seen = insertions()
  const categories = { insertions: seen, categories: CATEGORIES }
  const steps = { insertions: seen, steps: SWITCH_STEPS }
  if (tags.some((tag) => seen[tag] === 'blocked'))
    return [blocked('category', categories, 'category'), blocked('switch', steps, 'switch')]
  if (tags.every((tag) => seen[tag] === 'allowed')) return [ok('category', categories), ok('switch', steps)]
  const reason = phone() ? 'not-tried' : 'no-wx'
  return [open('category', categories, reason), open('switch', steps, reason)]
}

export function checkIde(): PreflightRow {
  const answer = runtime()
  if ('failure' in answer) return silent('ide', answer)
  const { platform, preview } = answer.value
  return platform === 'devtools' && !preview ? blocked('ide', { platform }, 'ide') : ok('ide', { platform })
}

/**
 * Same-layer rendering is there by version on every platform (HarmonyOS has nothing else), and can still fail on one phone, which
 * only the tag's `bindrendererror` tells.
 */
export function checkNativeLayer(failed: boolean): PreflightRow {
  const answer = runtime()
  if ('failure' in answer) return silent('native-layer', answer)
  const { baseLibrary, platform } = answer.value
  const data = { baseLibrary, platform }
  const needed = FEATURES['same-layer'].since
  if (failed) return blocked('native-layer', data, 'renderer-failed')
  return compareVersions(baseLibrary, needed) < 0
    ? blocked('native-layer', data, 'base-library-old', { needed, baseLibrary })
    : ok('native-layer', data)
}

export function checkSinglePage(): PreflightRow {
  // How it was opened this time counts; the launch only where the phone does not tell that.
  const entered = get('getEnterOptionsSync')
  const answer = 'failure' in entered && entered.failure === 'api-missing' ? get('getLaunchOptionsSync') : entered
  if ('failure' in answer) return silent('single-page', answer)
  const { scene } = answer.value
  if (scene === undefined) return silent('single-page', { failure: 'api-failed', cause: answer.value })
  return scene === SINGLE_PAGE ? blocked('single-page', { scene }, 'single-page') : ok('single-page', { scene })
}
