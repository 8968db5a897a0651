/** What the compiler tells the phone about the mini-program: its structure; code and styles are modules of their own. */
import type { Diagnostic } from './diagnostics/types'

/** A page or component: the same path in `.json`, `.ts`/`.js`, `.wxml` and `.wxss`. */
export interface Unit {
  /** Path without ending, e.g. `pages/index/index`. */
  id: string
  kind: 'page' | 'component'
  config: UnitConfig
  /** Tag to unit id, app.json's usingComponents included. */
  using: Record<string, string>
  /** componentGenerics: unit id of the default, or `true` without one. */
  generics: Record<string, string | true>
  script?: string
  template?: true
  style?: string
}

/** A page's or component's JSON, as far as the preview reads it. */
export interface UnitConfig extends WindowConfig {
  component?: boolean
  usingComponents?: Record<string, string>
  componentGenerics?: Record<string, true | { default?: string }>
  componentPlaceholder?: Record<string, string>
  styleIsolation?: string
  addGlobalClass?: boolean
  pureDataPattern?: string
}

/** Window settings; a page's own win over app.json's `window`. */
export interface WindowConfig {
  navigationBarTitleText?: string
  navigationBarBackgroundColor?: string
  navigationBarTextStyle?: 'black' | 'white'
  navigationStyle?: 'default' | 'custom'
  backgroundColor?: string
  enablePullDownRefresh?: boolean
  disableScroll?: boolean
  /** Which renderer the page asks for; the phone's bar may force one. */
  renderer?: 'webview' | 'skyline'
  pageOrientation?: 'portrait' | 'landscape' | 'auto'
}

export interface TabBarConfig {
  /** Drawn by the mini-program's own custom-tab-bar/index. */
  custom?: boolean
  borderStyle?: string
  position?: 'bottom' | 'top'
  color?: string
  selectedColor?: string
  backgroundColor?: string
  list: { pagePath: string; text: string; iconPath?: string; selectedIconPath?: string }[]
}

/** A part of the mini-program whose scripts run when it is first needed. */
export interface Subpackage {
  root: string
  name?: string
  pages: string[]
  /** Opens without app.js. */
  independent?: boolean
}

export interface AppConfig {
  pages?: string[]
  subPackages?: Subpackage[]
  subpackages?: Subpackage[]
  /** Packages that are made ready once a page is open, by page. */
  preloadRule?: Record<string, { packages: string[] }>
  lazyCodeLoading?: string
  /** ms, by kind of exchange. */
  networkTimeout?: { request?: number; downloadFile?: number; uploadFile?: number; connectSocket?: number }
  window?: WindowConfig
  tabBar?: TabBarConfig
  usingComponents?: Record<string, string>
  resolveAlias?: Record<string, string>
  /** Of every page that names none itself. */
  renderer?: 'webview' | 'skyline'
  rendererOptions?: { skyline?: { defaultDisplayBlock?: boolean; defaultContentBox?: boolean } }
  darkmode?: boolean
  themeLocation?: string
  entryPagePath?: string
}

export interface Manifest {
  app: AppConfig
  /** theme.json: values of `@name` in window settings, by theme. */
  theme: Record<string, unknown>
  /** ext.json as it is. */
  ext: Record<string, unknown>
  pages: string[]
  subpackages: Subpackage[]
  units: Record<string, Unit>
  /** Script to the scripts its `require` calls mean. */
  requires: Record<string, Record<string, string>>
  appScript?: string
  /** app.wxss. */
  style?: string
  diagnostics: Diagnostic[]
  /** What the preview leaves out of this mini-program; it runs all the same. */
  notices: Diagnostic[]
  /** What Skyline does not take of the style sheets. */
  skyline: Diagnostic[]
}
