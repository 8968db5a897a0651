/** What each page of the sheet holds, in order; the template draws a section by its kind. */
import { SETTINGS } from './settings'

/**
 * `slider`: 0 to `max` (zoom: from ten tenths to what the camera can). `chips`: the values of {@link OPTIONS} side by side. `swatches`: the same, each with a
 * picture above its name. `tracks`: the music list.
 */
export interface Section {
  name: string
  kind: 'slider' | 'chips' | 'swatches' | 'tracks'
  /** Key of its heading, where it is not the name. */
  title?: string
  max?: number
}

const slider = (name: string, max: number): Section => ({ name, kind: 'slider', max })
const chips = (name: string): Section => ({ name, kind: 'chips' })
const swatches = (name: string): Section => ({ name, kind: 'swatches' })

/** Pages by the name of the control that opens them. */
export const PANES: Readonly<Record<string, readonly Section[]>> = {
  beauty: [{ ...slider('beauty', 9), title: 'smooth' }, slider('whiteness', 9), chips('style')],
  filter: [swatches('filter')],
  voice: [swatches('voice'), swatches('reverb')],
  music: [{ name: 'tracks', kind: 'tracks' }, slider('bgm', 100), slider('own', 100)],
  quality: [chips('quality'), chips('orientation'), chips('local'), slider('zoom', 10)],
}

const { style, filter, voice, reverb, local, orientation } = SETTINGS

export const OPTIONS = { style, filter, voice, reverb, local, orientation, quality: ['SD', 'HD', 'FHD'] }
