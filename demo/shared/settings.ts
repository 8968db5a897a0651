/** What a person chose on the settings page; kept on the phone. */
export interface Settings {
  name: string
  /** Empty: the phone's. */
  lang: '' | 'zh' | 'en'
  theme: 'auto' | 'light' | 'dark'
  /** What the rooms run on, see `provider()` in `shared/config.ts`. */
  provider: string
  /** Room server; empty: the app's own. */
  server: string
  /** Addresses of cameras, as typed: see `shared/cameras.ts`. */
  cameras: string
  quality: 'SD' | 'HD' | 'FHD'
}

const DEFAULTS: Settings = {
  name: '',
  lang: '',
  theme: 'auto',
  provider: 'gateway',
  server: '',
  cameras: '',
  quality: 'HD',
}

export const settings = (): Settings => ({ ...DEFAULTS, ...(wx.getStorageSync('settings') as Partial<Settings>) })

export function saveSettings(change: Partial<Settings>): Settings {
  const all = { ...settings(), ...change }
  wx.setStorageSync('settings', all)
  return all
}

/** The navigation bar follows the phone by theme.json; a theme of one's own has to be told. */
export function dressBar(title: string): void {
  const { theme } = settings()
  wx.setNavigationBarTitle({ title })
  if (theme === 'light') wx.setNavigationBarColor({ frontColor: '#000000', backgroundColor: '#ffffff' })
  if (theme === 'dark') wx.setNavigationBarColor({ frontColor: '#ffffff', backgroundColor: '#121318' })
}
