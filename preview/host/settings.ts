/** What the server's options tell the browser side. */
import type { Language, MediaSettings, RendererChoice, Theme } from './env/types'

export interface PreviewSettings {
  /** Name of the mini-program: `projectname` of its project.config.json, else the folder's. */
  name: string
  /** One entry a phone: the page it opens with its query; the empty string is the mini-program's first page. */
  phones: string[]
  language: Language
  theme: Theme
  renderer: RendererChoice
  /** What `wx.getExtConfigSync()` returns on top of ext.json. */
  ext: Record<string, unknown>
  mediaMap: MediaSettings['map']
}

/** Where the server's media bridge listens, on the same host and port as the page. */
export const MEDIA_BRIDGE_PATH = '/@mp/media'

/** Where the server makes HTTP requests for the phones, and the headers they speak with it. */
export const REQUEST_PROXY = {
  path: '/@mp/request',
  url: 'x-mp-url',
  cookie: 'x-mp-cookie',
  cookies: 'x-mp-cookies',
  location: 'x-mp-location',
  error: 'x-mp-error',
} as const
