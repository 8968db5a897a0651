/** What surrounds one phone and can be changed from its bar: network, foreground, audio, permissions, language, theme. */

/** `offline` cuts every socket of the phone; `weak` delays them and reports a weak network. */
export type Network = 'online' | 'weak' | 'offline'

/** `ask`: never asked yet, the next use shows a prompt; `deny`: fails without a prompt, as on a phone. */
export type Permission = 'ask' | 'allow' | 'deny'

/** The two scopes `<live-pusher>` needs, and the album for `saveImageToPhotosAlbum`. */
export type Scope = 'scope.camera' | 'scope.record' | 'scope.writePhotosAlbum'

export type Language = 'zh_CN' | 'en'
export type Theme = 'light' | 'dark'

/** What the phone's own settings allow the app, above any question the mini-program asks. */
export type AppAuthorization = 'authorized' | 'denied' | 'not determined'

export type AppCapability = 'camera' | 'microphone' | 'album'

export type Orientation = 'portrait' | 'landscape'

/** How pages are laid out: as app.json and the page's JSON say, or all as one of the two. */
export type RendererChoice = 'auto' | 'webview' | 'skyline'

/** Each value changes at run time; `PhoneEnv.on(name)` tells. */
export interface EnvValues {
  network: Network
  /** Whether the mini-program is on screen; `false` between `wx.onAppHide` and `wx.onAppShow`. */
  foreground: boolean
  /** An alarm or a call holds the audio: between `wx.onAudioInterruptionBegin` and `End`. */
  audioInterrupted: boolean
  permissions: Readonly<Record<Scope, Permission>>
  language: Language
  theme: Theme
  /** System settings of the app: `denied` refuses every question without asking. */
  appAuthorize: Readonly<Record<AppCapability, AppAuthorization>>
  /** px of ordinary text, as the person chose it: 16 is the standard, up to 26. */
  fontSize: number
  /** How the person holds the phone; a page turns with it as its `pageOrientation` allows. */
  held: Orientation
  /** How the phone's content lies now. */
  orientation: Orientation
}

/**
 * The surroundings of one phone, one object a realm. Sockets opened with `new WebSocket` inside the phone are cut by
 * themselves when the phone goes offline (close event, code 1006 on `wx.connectSocket`), and cannot be opened while it is.
 */
export interface PhoneEnv extends Readonly<EnvValues> {
  /** Stable identity of this phone within the frame: prefix of its storage. */
  readonly phone: string
  /** Launch scene; 1154 is single-page mode (opened from Moments), where live-pusher is disabled. */
  readonly scene: number
  /** Where the preview's server bridges WebSocket to RTMP and HTTP-FLV, and `--media-map`. */
  readonly media: MediaSettings
  /** Calls `listener` after a value changed; returns the function that removes it. */
  on<K extends keyof EnvValues>(name: K, listener: (value: EnvValues[K]) => void): () => void
  set<K extends keyof EnvValues>(name: K, value: EnvValues[K]): void
  /**
   * Resolves to whether the person lets the mini-program use `scope`, asking with the phone's own prompt when it was never
   * asked. Concurrent calls for one scope share one prompt.
   */
  authorize(scope: Scope): Promise<boolean>
}

export interface MediaSettings {
  /** WebSocket URL of the preview server's bridge, e.g. `ws://127.0.0.1:5173/@lianmai/media`. */
  readonly bridge: string
  /** `--media-map` pairs in the order given: a URL that starts with `from` continues after `to` with path and query kept. */
  readonly map: readonly { readonly from: string; readonly to: string }[]
}
