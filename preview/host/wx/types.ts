/** What the parts of `wx` are built on. */
import type { Environment } from '../env/phone-env'
import type { Manifest } from '../manifest'
import type { AppInstance } from '../runtime/app'
import type { Navigation } from '../runtime/navigation'
import type { PreviewSettings } from '../settings'
import type { Screen } from '../ui/screen'

export interface WxDeps {
  manifest: Manifest
  settings: PreviewSettings
  env: Environment
  screen: Screen
  app: AppInstance
  navigation: Navigation
  /** Loads a subpackage by root or name; `false` when there is none. */
  load(subpackage: string): boolean
}

export type WxApi = Record<string, unknown>

/** Options every asynchronous API takes. */
export interface Callbacks<T> {
  success?: (result: T & { errMsg: string }) => void
  fail?: (error: WxError) => void
  complete?: (result: object) => void
}

/** What `fail` receives and a rejected promise carries. */
export interface WxError {
  errMsg: string
  errno?: number
  errCode?: number
}
