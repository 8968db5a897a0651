import type { Device } from './devices'
import { MEDIA_BRIDGE_PATH, type PreviewSettings } from '../settings'
import type { AppCapability, EnvValues, MediaSettings, Permission, PhoneEnv, RendererChoice, Scope } from './types'

/** What the address of the phone's document sets. */
export interface PhoneStart {
  phone: string
  scene: number
  path: string
  renderer: RendererChoice
  device: Device
}

export const SINGLE_PAGE_SCENE = 1154

const CAPABILITIES: Readonly<Record<Scope, AppCapability>> = {
  'scope.camera': 'camera',
  'scope.record': 'microphone',
  'scope.writePhotosAlbum': 'album',
}

type EnvListener = (value: never) => void

/** Asks the person for one scope; resolves to the answer. */
export type Ask = (scope: Scope) => Promise<boolean>

export class Environment implements PhoneEnv {
  readonly phone: string
  readonly scene: number
  readonly media: MediaSettings
  readonly device: Device
  private values: EnvValues
  private readonly listeners = new Map<keyof EnvValues, Set<EnvListener>>()
  private readonly asking = new Map<Scope, Promise<boolean>>()
  private ask: Ask = () => Promise.resolve(false)

  constructor(start: PhoneStart, settings: PreviewSettings, host: string, permissions: Record<Scope, Permission>) {
    this.phone = start.phone
    this.scene = start.scene
    this.device = start.device
    this.media = { bridge: `ws://${host}${MEDIA_BRIDGE_PATH}`, map: settings.mediaMap }
    this.values = {
      network: 'online',
      foreground: true,
      audioInterrupted: false,
      permissions,
      language: settings.language,
      theme: settings.theme,
      appAuthorize: { camera: 'authorized', microphone: 'authorized', album: 'authorized' },
      fontSize: 16,
      held: 'portrait',
      orientation: 'portrait',
    }
  }

  get network() {
    return this.values.network
  }
  get foreground() {
    return this.values.foreground
  }
  get audioInterrupted() {
    return this.values.audioInterrupted
  }
  get permissions() {
    return this.values.permissions
  }
  get language() {
    return this.values.language
  }
  get theme() {
    return this.values.theme
  }
  get appAuthorize() {
    return this.values.appAuthorize
  }
  get fontSize() {
    return this.values.fontSize
  }
  get held() {
    return this.values.held
  }
  get orientation() {
    return this.values.orientation
  }

  on<K extends keyof EnvValues>(name: K, listener: (value: EnvValues[K]) => void): () => void {
    const all = this.listeners.get(name) ?? new Set()
    this.listeners.set(name, all.add(listener))
    return () => void all.delete(listener)
  }

  set<K extends keyof EnvValues>(name: K, value: EnvValues[K]): void {
    if (this.values[name] === value) return
    this.values = { ...this.values, [name]: value }
    for (const listener of [...(this.listeners.get(name) ?? [])]) (listener as (value: EnvValues[K]) => void)(value)
  }

  /** The phone's own permission prompt. */
  askWith(ask: Ask): void {
    this.ask = ask
  }

  authorize(scope: Scope): Promise<boolean> {
    if (this.values.appAuthorize[CAPABILITIES[scope]] === 'denied') return Promise.resolve(false)
    const known = this.values.permissions[scope]
    if (known !== 'ask') return Promise.resolve(known === 'allow')
    const open = this.asking.get(scope) ?? this.prompt(scope)
    this.asking.set(scope, open)
    return open
  }

  private async prompt(scope: Scope): Promise<boolean> {
    const allowed = await this.ask(scope)
    this.asking.delete(scope)
    this.set('permissions', { ...this.values.permissions, [scope]: allowed ? 'allow' : 'deny' })
    return allowed
  }
}
