/** The frame's state: which phones there are (in the page's address, so that a link opens them) and how it looks. */
import type { Language, RendererChoice, Theme } from '../env/types'
import type { PreviewSettings } from '../settings'

export interface PhoneState {
  /** `1`, `2` ...: the name of its storage. */
  id: string
  path: string
}

export interface Look {
  language: Language
  theme: Theme
  renderer: RendererChoice
  /** Id of env/devices.ts. */
  device: string
  /** px of ordinary text. */
  fontSize: number
  /** Whether the panel beside the phones is open. */
  panel: boolean
}

const LOOK = 'mp:frame:look'

/** Phones of the address (`?phone=pages/a/index&phone=...`), else those the server was started with. */
export function initialPhones(settings: PreviewSettings): PhoneState[] {
  const asked = new URLSearchParams(location.search).getAll('phone')
  const paths = asked.length > 0 ? asked : settings.phones
  return paths.map((path, index) => ({ id: String(index + 1), path }))
}

export function writeAddress(phones: readonly PhoneState[]): void {
  const address = new URL(location.href)
  address.searchParams.delete('phone')
  for (const { path } of phones) address.searchParams.append('phone', path)
  history.replaceState(null, '', address)
}

/** The look chosen in this tab, else the server's. */
export function initialLook({ language, theme, renderer }: PreviewSettings): Look {
  const saved = sessionStorage.getItem(LOOK)
  const first: Look = { language, theme, renderer, device: 'iphone', fontSize: 16, panel: false }
  return { ...first, ...(saved === null ? {} : (JSON.parse(saved) as Partial<Look>)) }
}

export function saveLook(look: Look): void {
  sessionStorage.setItem(LOOK, JSON.stringify(look))
}
