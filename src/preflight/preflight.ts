import { LiveError } from '../errors'
import { FEATURES, featureNames, isFeature, type Feature, type LiveTag } from './features'
import { checkAccount, checkIde, checkNativeLayer, checkSinglePage, checkVersion } from './limits'
import { checkNetwork, checkPrivacy, checkScopes, checkSystem } from './permissions'
import type { PreflightOptions, PreflightReport, PreflightRow } from './types'

const DEFAULT: readonly Feature[] = ['publish', 'play']

/** @throws LiveError `invalid-argument`, which names the option and what it has to be */
function checked(options: unknown): PreflightOptions {
  const fault = (subject: string, rule: string) =>
    LiveError.of('invalid-argument', `preflight: ${subject} has to be ${rule}`, { subject })
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw fault('options', "an object like { features: ['publish'] }")
  const { features = DEFAULT, rendererFailed = false, fresh = false } = options as PreflightOptions
  if (!Array.isArray(features) || !features.length || !features.every(isFeature))
    throw fault('features', `a list of ${featureNames()}`)
  if (typeof rendererFailed !== 'boolean') throw fault('rendererFailed', 'true or false')
  if (typeof fresh !== 'boolean') throw fault('fresh', 'true or false')
  return { features, rendererFailed, fresh }
}

/** What a feature that belongs to both tags, or to none, is used with: both. */
function tagsOf(features: readonly Feature[]): LiveTag[] {
  const tags = new Set(features.flatMap((feature) => FEATURES[feature].tag ?? []))
  return tags.size ? Array.from(tags) : ['live-pusher', 'live-player']
}

function stateOf(rows: readonly PreflightRow[]): PreflightReport['state'] {
  const some = (state: PreflightRow['state']) => rows.some((each) => each.state === state)
  return some('blocked') ? 'blocked' : some('unknown') ? 'unknown' : 'ok'
}

/**
 * Can this phone, this version of WeChat and this account go live, and if not, what is to be done? One row for each of the
 * platform's five limits (version, category, switch, IDE, native layer), single-page mode, permissions, privacy consent and
 * network. Asks the person nothing and never throws for what the phone lacks: that row is `unknown` with its cause, all of
 * them in a realm without `wx`.
 * @throws LiveError `invalid-argument` for options it does not know
 * @example const { state, rows } = await preflight({ features: ['publish', 'picture-in-picture'] })
 */
export async function preflight(options: PreflightOptions = {}): Promise<PreflightReport> {
  const asked = checked(options)
  const { features = DEFAULT, rendererFailed = false, fresh = false } = asked
  const tags = tagsOf(features)
  const publishes = tags.includes('live-pusher')
  const [scopes, privacy, network] = await Promise.all([
    publishes ? checkScopes(fresh) : [],
    publishes ? checkPrivacy() : undefined,
    checkNetwork(),
  ])
  const rows = [
    checkVersion(features),
    ...checkAccount(tags),
    checkIde(),
    checkNativeLayer(rendererFailed),
    ...(publishes ? [checkSinglePage()] : []),
    ...scopes,
    ...(publishes ? checkSystem() : []),
    ...(privacy ? [privacy] : []),
    network,
  ]
  return { state: stateOf(rows), rows, options: { features, rendererFailed } }
}
