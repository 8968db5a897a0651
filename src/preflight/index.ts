/** `lianmai/preflight`: can this phone, this version and this account go live? What must the person do? */
export { CATEGORIES, SWITCH_STEPS, type Text } from './categories'
export { FEATURES, MIN_BASE_LIBRARY, type Feature, type FeatureNeeds, type LiveTag, type Platform } from './features'
export { supports } from './limits'
export { preflight } from './preflight'
export { openPermissions, requestScope, requirePrivacy, type SettingsPage } from './recover'
export { REMEDIES } from './remedies'
export type { Scope } from './settings'
export type * from './types'
