import { settings } from './settings'

/**
 * Where the room gateway is, unless the settings page says otherwise. In the preview the address comes from `--ext`; in the
 * WeChat IDE and on a phone put it into ext.json (or change the default here) and list the domain in the console: 开发管理 >
 * 开发设置 > 服务器域名.
 */
const { gateway = 'ws://127.0.0.1:8787' } = wx.getExtConfigSync() as { gateway?: string }

/** Room socket, ws:// or wss://. */
export const serverUrl = () => settings().server || gateway

/** Tokens for development, given out by `lianmai-gateway --dev` on loopback. In production your own backend issues them. */
export const tokenUrl = () => `${serverUrl().replace(/^ws/, 'http')}/dev/token`

/** The demo's rooms: where its people and cameras are. Yours come from your backend. */
export const ROOMS = { show: 'show', mine: 'demo', wall: 'wall', meeting: 'team' }

/** The room in which somebody waits to be called; whoever calls enters it. */
export const lineOf = (user: string) => `line-${user}`
