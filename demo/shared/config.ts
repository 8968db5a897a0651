import type { TrtcOptions } from 'lianmai/providers/trtc'
import type { ZegoEngine } from 'lianmai/providers/zego'
import { settings } from './settings'

/** What the demo's pages run on: their attribute `provider`. */
export type Provider = 'gateway' | 'simulated' | 'zego' | 'trtc'

/** Accounts with vendors' clouds. Their SDKs are your app's own: `npm install`, 构建 npm, and the class goes in here. */
export interface Config {
  zego?: { appId: number; server: string; ZegoExpressEngine: new (appId: number, server: string) => ZegoEngine }
  trtc?: Omit<TrtcOptions, 'userId'>
  /** Your backend: gets `{ provider, user, name, room, role }` by POST, answers `{ token }`: a token04 for ZEGO, a userSig for TRTC. */
  tokenUrl?: string
}

/**
 * Empty: on the gateway, or simulated. What is filled in here is registered by app.ts and can be chosen on the settings page.
 * @example
 * import { ZegoExpressEngine } from 'zego-express-engine-miniprogram'
 * const zego = { appId: 1234567, server: 'wss://your-server.zego.im/ws', ZegoExpressEngine }
 * export const config: Config = { zego, tokenUrl: 'https://api.example.com/live-token' }
 */
export const config: Config = {}

/** What there is to choose from: what app.ts registers, and the gateway, which always is. */
export const providers = (): Provider[] => [
  'gateway',
  'simulated',
  ...(config.zego ? ['zego' as const] : []),
  ...(config.trtc ? ['trtc' as const] : []),
]

/** The one that was chosen; the gateway unless it is there. */
export const provider = (): Provider => providers().find((name) => name === settings().provider) ?? 'gateway'

/** The demo's people and cameras are on the gateway, and simulated. In a vendor's cloud are those who come. */
export const inhabited = (): boolean => /^(gateway|simulated)$/.test(provider())

/**
 * Where the room gateway is, unless the settings page says otherwise. In the preview the address comes from `--ext`; in the
 * WeChat IDE and on a phone put it into ext.json (or change the default here) and list the domain in the console: 开发管理 >
 * 开发设置 > 服务器域名.
 */
const { gateway = 'ws://127.0.0.1:8787' } = wx.getExtConfigSync() as { gateway?: string }

/** Room socket, ws:// or wss://. */
export const serverUrl = () => settings().server || gateway

/** Tokens for development, given out by `lianmai-gateway --dev` on loopback. In production your own backend issues them. */
export const devTokenUrl = () => `${serverUrl().replace(/^ws/, 'http')}/dev/token`

/** The demo's rooms: where its people and cameras are. Yours come from your backend. */
export const ROOMS = { show: 'show', mine: 'demo', wall: 'wall', meeting: 'team' }

/** The room in which somebody waits to be called; whoever calls enters it. */
export const lineOf = (user: string) => `line-${user}`
