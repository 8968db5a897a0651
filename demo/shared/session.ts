import { serverUrl, tokenUrl } from './config'
import { texts } from './i18n'
import { settings } from './settings'

/** As the gateway's; `speaker` publishes without asking, for calls and meetings. */
export type Role = 'anchor' | 'speaker' | 'audience'

/** Who this phone is; made up once and kept. */
export function whoAmI(): { id: string; name: string } {
  let id = wx.getStorageSync('me') as string
  if (!id) wx.setStorageSync('me', (id = `u${Math.random().toString(36).slice(2, 8)}`))
  return { id, name: settings().name || `User ${id.slice(1, 4).toUpperCase()}` }
}

/** What every scene's WXML needs beside its own: texts, look, server. Taken when a page opens: settings may have changed. */
export function scene() {
  const { lang, theme } = settings()
  return { t: texts(), lang, theme, url: serverUrl() }
}

/** From the link that opened the page. Queries are not decoded by WeChat. */
export function fromLink(query: Record<string, string | undefined>, room: string) {
  return { room: query.room ?? room, name: query.name ? decodeURIComponent(query.name) : whoAmI().name }
}

/** What {@link pass} gives; one of the two is empty. */
export interface Pass {
  token: string
  failure: string
}

/** Asks the development gateway for a token. Your own app asks its backend, which knows who is logged in. */
export function pass(room: string, role: Role, name: string): Promise<Pass> {
  return new Promise((resolve) => {
    wx.request<{ token?: string; error?: { message: string } }>({
      url: tokenUrl(),
      method: 'POST',
      data: { user: whoAmI().id, name, room, role },
      success: ({ statusCode, data: { token = '', error } }) =>
        resolve({ token, failure: token ? '' : (error?.message ?? `${statusCode} ${tokenUrl()}`) }),
      fail: ({ errMsg }) => resolve({ token: '', failure: `${errMsg}: ${serverUrl()}` }),
    })
  })
}
