/**
 * Where the room gateway is. In the preview the address comes from `--ext`; in the WeChat IDE and on a phone put it into
 * ext.json (or change the default here) and list the domain in the console: 开发管理 > 开发设置 > 服务器域名.
 */
const { gateway = 'ws://127.0.0.1:8787' } = wx.getExtConfigSync() as { gateway?: string }

export const config = {
  /** Room socket, ws:// or wss://. */
  url: gateway,
  /** Tokens for development, given out by `lianmai-gateway --dev` on loopback. In production your own backend issues them. */
  tokenUrl: `${gateway.replace(/^ws/, 'http')}/dev/token`,
}
