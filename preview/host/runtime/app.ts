/** The App object: its lifecycle, launch and enter options, and the wx.onApp* listeners. */
import { Listeners } from './listeners'

export interface LaunchOptions {
  path: string
  query: Record<string, string>
  scene: number
  referrerInfo: Record<string, unknown>
  shareTicket?: string
}

type AppDefinition = Record<string, unknown>

export class AppInstance {
  readonly shown = new Listeners<LaunchOptions>()
  readonly hidden = new Listeners<undefined>()
  readonly failed = new Listeners<string>()
  readonly lost = new Listeners<object>()
  readonly rejected = new Listeners<object>()
  /** Options of the latest show; equal to `launch` at first. */
  enter: LaunchOptions
  private instance: AppDefinition | undefined
  private early: AppDefinition | undefined

  constructor(readonly launch: LaunchOptions) {
    this.enter = launch
  }

  /** `App(definition)`: the definition object itself is the app, as `getApp()` returns it. */
  define(definition: AppDefinition): void {
    this.instance = Object.assign(definition, { ...this.early, ...definition })
    this.call('onLaunch', this.launch)
  }

  /**
   * @param allowDefault an independent subpackage runs before the App: it gets an object that the App takes over later
   */
  get(allowDefault = false): AppDefinition | undefined {
    if (this.instance === undefined && allowDefault) this.early ??= {}
    return this.instance ?? this.early
  }

  show(options: LaunchOptions): void {
    this.enter = options
    this.call('onShow', options)
    this.shown.emit(options)
  }

  hide(): void {
    this.call('onHide')
    this.hidden.emit(undefined)
  }

  error(message: string): void {
    this.call('onError', message)
    this.failed.emit(message)
  }

  pageNotFound(path: string, query: Record<string, string>): void {
    const result = { path, query, isEntryPage: false }
    this.call('onPageNotFound', result)
    this.lost.emit(result)
  }

  unhandledRejection(reason: unknown, promise: Promise<unknown>): void {
    this.call('onUnhandledRejection', { reason, promise })
    this.rejected.emit({ reason, promise })
  }

  themeChange(theme: string): void {
    this.call('onThemeChange', { theme })
  }

  private call(name: string, argument?: unknown): void {
    const method = this.instance?.[name]
    if (typeof method === 'function') method.call(this.instance, argument)
  }
}
