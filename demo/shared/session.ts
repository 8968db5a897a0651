import { getRoom } from 'lianmai'
import { config, devTokenUrl, provider, serverUrl, type Provider } from './config'
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

/** What every scene's WXML needs beside its own: texts, look, provider. Taken when a page opens: settings may have changed. */
export function scene() {
  const { lang, theme } = settings()
  return { t: texts(), lang, theme, provider: provider(), url: serverUrl() }
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

/** Who asks, for which room. */
interface Wish {
  user: string
  name: string
  room: string
  role: Role
}

/** The one place where the demo speaks HTTP. */
const post = (url: string, data: object): Promise<Pass> =>
  new Promise((resolve) => {
    wx.request<{ token?: string; error?: { message: string } }>({
      url,
      method: 'POST',
      data,
      success: ({ statusCode, data: { token = '', error } }) =>
        resolve({ token, failure: token ? '' : (error?.message ?? `${statusCode} ${url}`) }),
      fail: ({ errMsg }) => resolve({ token: '', failure: `${errMsg}: ${url}` }),
    })
  })

async function askBackend(provider: Provider, wish: Wish): Promise<Pass> {
  if (!config.tokenUrl) return { token: '', failure: texts().noTokenUrl }
  return post(config.tokenUrl, { provider, ...wish })
}

/** Where tokens come from. In production your backend gives those of the gateway too: it knows who is logged in. */
const TOKENS: Readonly<Record<Provider, (wish: Wish) => Promise<Pass>>> = {
  gateway: (wish) => post(devTokenUrl(), wish),
  // Looked at by nobody.
  simulated: async () => ({ token: 'none', failure: '' }),
  zego: (wish) => askBackend('zego', wish),
  trtc: (wish) => askBackend('trtc', wish),
}

/** What the provider wants to see on entering. */
export const pass = (room: string, role: Role, name: string, from = provider()): Promise<Pass> =>
  TOKENS[from]({ user: whoAmI().id, name, room, role })

/** For `left` and `error`: the token is over, or a cloud says beforehand that it will be. With another one the room goes on. */
export const isTokenOver = ({ type, detail }: WechatMiniprogram.CustomEvent<{ reason: string }>): boolean =>
  detail.reason === 'token-expired' && (type === 'left' || getRoom().joined)
