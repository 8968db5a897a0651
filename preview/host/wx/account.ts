/** The person at the phone: development values in place of WeChat's account. */
import { portraitOf, userOf } from '../env/users'
import { showModal } from '../ui/dialogs'
import { text } from '../ui/text'
import { api, ApiError } from './api'
import type { WxApi, WxDeps } from './types'

export function accountApi({ env, screen, settings }: WxDeps): WxApi {
  let codes = 0
  const info = () => {
    const user = userOf(env.phone, env.language)
    const userInfo = {
      nickName: user.nickName,
      avatarUrl: portraitOf(env.phone, user),
      gender: 0,
      country: '',
      province: '',
      city: '',
      language: env.language,
    }
    return { userInfo, rawData: JSON.stringify(userInfo), signature: '', encryptedData: '', iv: '', cloudID: '' }
  }
  return {
    /** The code is `preview:<user id>:<number>`: a development server can take the user's id from it. */
    login: api('login', () => {
      if (env.network === 'offline') throw new ApiError('net::ERR_INTERNET_DISCONNECTED', { errno: 600001 })
      return { code: `preview:${userOf(env.phone, env.language).id}:${++codes}` }
    }),
    checkSession: api('checkSession', () => {}),
    getUserInfo: api('getUserInfo', info),
    getUserProfile: api('getUserProfile', async ({ desc }: { desc?: string }) => {
      if (!desc) throw new ApiError('parameter error: parameter.desc should be String instead of Undefined;')
      const title = text('askProfile', settings.name)
      const { confirm } = await showModal(screen, {
        title,
        content: desc,
        confirmText: text('allow'),
        cancelText: text('deny'),
      })
      if (!confirm) throw new ApiError('auth deny')
      return info()
    }),
  }
}
