import { config } from './config'

export type Role = 'anchor' | 'audience'

/** Who this phone is; made up once and kept. */
export function whoAmI(): { id: string; name: string } {
  const stored = wx.getStorageSync('me') as { id: string; name: string } | ''
  if (stored) return stored
  const id = `u${Math.random().toString(36).slice(2, 8)}`
  const me = { id, name: `User ${id.slice(1, 4).toUpperCase()}` }
  wx.setStorageSync('me', me)
  return me
}

/** Asks the development gateway for a token. Your own app asks its backend, which knows who is logged in. */
export function fetchToken(room: string, role: Role, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    wx.request<{ token?: string; error?: { message: string } }>({
      url: config.tokenUrl,
      method: 'POST',
      data: { user: whoAmI().id, name, room, role },
      success: ({ statusCode, data }) =>
        data.token ? resolve(data.token) : reject(new Error(data.error?.message ?? `${statusCode} ${config.tokenUrl}`)),
      fail: ({ errMsg }) => reject(new Error(`${errMsg}: is the gateway running at ${config.url}?`)),
    })
  })
}
